"""What counts as a blank scan, and what never does."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFilter
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

from motcua.files.rules.ink import blank_pages
from tests.files import making

A4 = (1240, 1754)  # at 150 dots an inch
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "PDF": "pdf"}


def paper(colour="white", size=A4):
    return Image.new("RGB", size, colour)


def written(lines=30):
    page = paper()
    pen = ImageDraw.Draw(page)
    for line in range(lines):
        for word in range(9):
            pen.rectangle(
                (120 + 110 * word, 150 + 50 * line, 200 + 110 * word, 162 + 50 * line), fill=(30, 30, 60)
            )
    return page


def signed():
    page = paper()
    pen = ImageDraw.Draw(page)
    points = [(700 + 20 * n, 1300 + (37 * n * n) % 90) for n in range(14)]
    pen.line(points, fill=(20, 20, 120), width=4)
    return page


def shadowed():
    """A blank sheet under a lamp, photographed: darker to one side, with the grain of a phone."""
    shade = Image.linear_gradient("L").resize(A4).point(lambda step: 150 + step // 3)
    grain = Image.effect_noise(A4, 12).point(lambda step: step - 128 if step > 128 else 0)
    return Image.merge("RGB", [Image.blend(shade, grain, 0.03)] * 3)


def with_shadow_at_the_edge():
    page = paper((250, 250, 248))
    ImageDraw.Draw(page).rectangle((0, 0, 24, A4[1]), fill=(60, 60, 60))
    return page.filter(ImageFilter.GaussianBlur(3))


def kept(picture, kind, tmp_path, **options):
    path = tmp_path / f"x.{EXTENSIONS[kind]}"
    picture.save(path, kind, **options)
    return path


def scanned(tmp_path, *pages):
    return kept(pages[0], "PDF", tmp_path, save_all=True, append_images=pages[1:], resolution=150)


def saved(content, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("picture", [paper(), paper((236, 230, 214)), shadowed(), with_shadow_at_the_edge()])
def test_a_sheet_without_ink_is_blank(picture, kind, tmp_path):
    assert blank_pages(kept(picture, kind, tmp_path), "image") == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("picture", [written(), written(lines=1), signed()])
def test_a_line_or_a_signature_is_enough_ink(picture, kind, tmp_path):
    assert blank_pages(kept(picture, kind, tmp_path), "image") == 0


def test_black_and_white_and_transparent_pictures_are_understood(tmp_path):
    assert blank_pages(kept(paper().convert("1"), "PNG", tmp_path), "image") == 1
    assert blank_pages(kept(written().convert("1"), "PNG", tmp_path), "image") == 0
    assert blank_pages(kept(Image.new("RGBA", A4, (0, 0, 0, 0)), "PNG", tmp_path), "image") == 1


def test_every_page_of_a_blank_scan_counts(tmp_path):
    assert blank_pages(scanned(tmp_path, paper(), shadowed(), paper()), "pdf") == 3


def test_an_empty_back_does_not_make_a_written_paper_blank(tmp_path):
    assert blank_pages(scanned(tmp_path, written(), paper()), "pdf") == 0
    assert blank_pages(scanned(tmp_path, paper(), written()), "pdf") == 0


def test_a_pdf_without_any_content_is_blank(tmp_path):
    assert blank_pages(saved(making.pdf(pages=2), tmp_path), "pdf") == 2


def with_content(content, **more):
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    stream = DecodedStreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream)
    page.update({NameObject(f"/{name}"): value for name, value in more.items()})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_of_text_or_drawings_is_written(tmp_path):
    assert blank_pages(saved(with_content(b"BT /F1 12 Tf (Don de nghi) Tj ET"), tmp_path), "pdf") == 0
    assert blank_pages(saved(with_content(b"0 0 m 100 100 l S"), tmp_path), "pdf") == 0
    assert blank_pages(saved(with_content(b"q Q"), tmp_path), "pdf") == 1


def test_a_filled_in_form_is_written(tmp_path):
    field = ArrayObject([DictionaryObject({NameObject("/Subtype"): NameObject("/Widget")})])
    assert blank_pages(saved(with_content(b"q Q", Annots=field), tmp_path), "pdf") == 0


def test_what_cannot_be_looked_at_is_taken_as_written(tmp_path):
    assert blank_pages(saved(b"%PDF-1.7 nothing of the kind", tmp_path), "pdf") == 0
    assert blank_pages(saved(making.package(), tmp_path), "package") == 0


def test_more_pixels_than_we_decode_are_taken_as_written(tmp_path):
    vast = Image.new("1", (9000, 7000), 1)
    assert blank_pages(kept(vast, "PNG", tmp_path), "image") == 0
    assert blank_pages(scanned(tmp_path, vast), "pdf") == 0
