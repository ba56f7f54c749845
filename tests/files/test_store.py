import hashlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.db import connection
from openpyxl import Workbook
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter

from motcua.files.invariants import stored_files_are_whole
from motcua.files.models import StoredFile
from motcua.files.queries import content_of, path_of
from motcua.files.services import keep, store
from tests.files import making

pytestmark = pytest.mark.django_db


def test_store_keeps_a_pdf_byte_for_byte_and_counts_its_pages(at):
    content = making.pdf(pages=3)
    stored = store(content, name="don.pdf", accepts=["pdf"], at=at)
    assert content_of(stored) == content
    assert (stored.digest, stored.size, stored.pages) == (
        hashlib.sha256(content).hexdigest(),
        len(content),
        3,
    )


def test_store_of_the_same_content_twice_keeps_one(at):
    first = store(making.pdf(), name="a.pdf", accepts=["pdf", "image"], at=at)
    second = store(making.pdf(), name="b.pdf", accepts=["pdf"], at=at)
    assert first == second
    assert StoredFile.objects.count() == 1


def test_store_writes_a_photo_anew_upright_and_without_its_place(at):
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright, the sensor lay on its side
    exif[0x8825] = {1: "N", 2: (21.0, 1.0, 42.0)}
    photo = making.image(size=(60, 40), exif=exif) + b"hidden tail"
    assert b"Exif" in photo
    stored = store(photo, name="giay.jpg", accepts=["image"], at=at)
    kept = content_of(stored)
    assert b"Exif" not in kept
    assert b"hidden tail" not in kept
    with Image.open(BytesIO(kept)) as picture:
        assert picture.size == (40, 60)
        assert not picture.getexif()
    assert (stored.media_type, stored.pages) == ("image/jpeg", 1)


def test_store_takes_the_text_out_of_a_png(at):
    text = PngInfo()
    text.add_text("Author", "Nguyễn Văn A")
    stored = store(making.image("PNG", pnginfo=text), name="a.png", accepts=["png"], at=at)
    assert b"Author" not in content_of(stored)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_store_takes_every_sort_of_png(mode, at):
    out = BytesIO()
    Image.new(mode, (30, 20)).save(out, "PNG")
    assert store(out.getvalue(), name="a.png", accepts=["image"], at=at).pages == 1


def test_store_takes_a_print_shop_jpeg(at):
    out = BytesIO()
    Image.new("CMYK", (30, 20)).save(out, "JPEG")
    assert store(out.getvalue(), name="a.JPEG", accepts=["image"], at=at).media_type == "image/jpeg"


def test_store_says_who_found_it_clean(at):
    stored = store(making.pdf(), name="a.pdf", accepts=["pdf"], at=at)
    assert (stored.scan, stored.scanned_by, stored.scanned_at) == (
        "clean",
        "marker check only, no scanner",
        at,
    )


def test_store_takes_a_workbook_made_by_a_library(at):
    out = BytesIO()
    Workbook().save(out)
    assert store(out.getvalue(), name="bảng.xlsx", accepts=["spreadsheet"], at=at).pages is None


def test_store_takes_a_signed_pdf_with_an_added_revision(at):
    content = making.pdf()
    out = BytesIO(content)
    writer = PdfWriter(out, incremental=True)
    writer.add_metadata({"/Title": "Sửa"})
    writer.write(out)
    assert store(out.getvalue(), name="a.pdf", accepts=["pdf"], at=at).size > len(content)


def test_store_of_an_unknown_kind_is_a_mistake_of_ours(at):
    with pytest.raises(ValueError, match="no such kind of file: exe"):
        store(making.pdf(), name="a.pdf", accepts=["exe"], at=at)


def test_keep_holds_what_the_house_made_as_it_is(at):
    kept = keep(b"%PDF-1.7 whatever", media_type="application/pdf", at=at, pages=1)
    assert content_of(kept) == b"%PDF-1.7 whatever"
    assert (kept.scan, kept.scanned_by) == ("clean", "motcua")
    assert path_of(kept).stat().st_mode & 0o777 == 0o400


@pytest.mark.django_db(transaction=True)
def test_store_by_many_at_once_keeps_one(at):
    content = making.pdf()

    def send(_: int) -> int:
        try:
            return store(content, name="a.pdf", accepts=["pdf"], at=at).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as people:
        assert len(set(people.map(send, range(12)))) == 1
    assert StoredFile.objects.count() == 1


def test_invariants_find_missing_cut_and_changed_bytes(at):
    missing, cut, changed = (
        keep(text, media_type="text/plain", at=at) for text in (b"one", b"two", b"three")
    )
    assert [*stored_files_are_whole()] == []
    path_of(missing).unlink()
    for stored, content in ((cut, b"t"), (changed, b"tree!")):
        path_of(stored).chmod(0o600)
        path_of(stored).write_bytes(content)
    assert [*stored_files_are_whole()] == [
        f"{changed.digest}: the bytes have changed",
        f"{cut.digest}: 1 bytes instead of 3",
        f"{missing.digest}: missing",
    ]


def test_store_counts_the_pages_of_a_blank_scan(at):
    blank = making.image(size=(800, 1100), colour="white")
    assert store(blank, name="trang.jpg", accepts=["image"], at=at).blank == 1
    assert store(making.pdf(pages=3), name="trang.pdf", accepts=["pdf"], at=at).blank == 3


def test_store_finds_no_blank_page_in_a_written_scan_or_a_document(at):
    page = Image.new("RGB", (800, 1100), "white")
    ImageDraw.Draw(page).text((100, 100), "Đơn đề nghị", fill="black", font_size=60)
    out = BytesIO()
    page.save(out, "PNG")
    assert store(out.getvalue(), name="don.png", accepts=["image"], at=at).blank == 0
    assert store(making.package(), name="don.docx", accepts=["docx"], at=at).blank == 0
