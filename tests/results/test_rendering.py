"""Papers as PDF: printable whatever the facts, the same bytes for the same facts, every Vietnamese letter there."""

import shutil
import subprocess
import unicodedata

import pytest

from motcua.results.rendering import FONTS, glyphs, render
from motcua.results.rules.glyphs import coverage, printable
from tests.results import papers

VOWELS, TONES = "aăâeêioôơuưy", ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
VIETNAMESE = {unicodedata.normalize("NFC", v + t) for v in VOWELS + VOWELS.upper() for t in TONES} | set(
    "đĐ₫“”–…"
)


@pytest.mark.parametrize("face", sorted(FONTS.glob("*.ttf")), ids=lambda face: face.stem)
def test_every_face_has_every_vietnamese_character(face):
    assert {char for char in VIETNAMESE if ord(char) not in coverage(face)} == set()


@pytest.mark.parametrize("paper", papers.every_paper(), ids=lambda paper: type(paper).__name__)
def test_render_gives_the_same_bytes_for_the_same_facts(paper):
    pdf = render(paper)
    assert pdf.startswith(b"%PDF-1.7")
    assert render(paper) == pdf


def test_render_replaces_what_the_typeface_lacks():
    assert printable("Cty 漢字 😀\x00\t\u202eA\ne\u0302\u0301", glyphs()) == "Cty □□ □ A\nế"


@pytest.mark.skipif(not shutil.which("pdffonts"), reason="pdffonts (poppler-utils) is not installed")
def test_papers_use_one_embedded_family_and_say_what_was_written(tmp_path):
    path = tmp_path / "receipt.pdf"
    path.write_bytes(render(papers.receipt()))
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    assert all("LiberationSerif" in line for line in fonts.splitlines()[2:])
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Quảng Ninh, ngày 03 tháng 02 năm 2026" in text
    assert "09 giờ 05 phút, ngày 17 tháng 02 năm 2026" in text
    assert "Trang 1/" in text


@pytest.mark.skipif(
    not (shutil.which("pdftoppm") and shutil.which("zbarimg")), reason="pdftoppm or zbarimg is not installed"
)
def test_qr_code_is_read_back_from_the_printed_page(tmp_path):
    (tmp_path / "receipt.pdf").write_bytes(render(papers.receipt(2)))
    subprocess.run(
        ["pdftoppm", "-r", "150", "-png", "-singlefile", "receipt.pdf", "page"], cwd=tmp_path, check=True
    )
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "page.png"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert read.stdout.strip() == papers.QR
