from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader

from motcua.files.models import Scan, StoredFile
from motcua.files.queries import content_of
from motcua.files.services import join_as_pdf, store
from motcua.kernel.refusals import Refusal
from tests.files import making

pytestmark = pytest.mark.django_db
A4 = (595, 842)


def pages_of(stored: StoredFile) -> list[tuple[int, int]]:
    reader = PdfReader(BytesIO(content_of(stored)))
    return [(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages]


def photo(at, *, colour="red", **options):
    return store(making.image(colour=colour, **options), name="a.jpg", accepts=["image"], at=at)


def test_join_puts_photos_and_pdfs_into_one_pdf_in_order(at):
    tall = photo(at, size=(600, 800))
    wide = photo(at, size=(800, 600), colour="blue")
    scanned = store(making.pdf(pages=2), name="b.pdf", accepts=["pdf"], at=at)
    joined = join_as_pdf([tall, scanned, wide], at=at)
    assert (joined.media_type, joined.pages, joined.scan) == ("application/pdf", 4, "clean")
    assert pages_of(joined) == [A4, A4, A4, A4[::-1]]


def test_join_turns_a_photo_as_it_was_held(at):
    exif = Image.Exif()
    exif[0x0112] = 8
    assert pages_of(join_as_pdf([photo(at, size=(800, 600), exif=exif)], at=at)) == [A4]


def test_join_puts_a_transparent_picture_on_white_paper(at):
    out = BytesIO()
    Image.new("RGBA", (1240, 1754), (0, 0, 0, 0)).save(out, "PNG")
    stored = store(out.getvalue(), name="a.png", accepts=["png"], at=at)
    page = PdfReader(BytesIO(content_of(join_as_pdf([stored], at=at)))).pages[0]
    assert page.images[0].image.convert("RGB").getpixel((600, 800)) == (255, 255, 255)


def test_join_of_one_pdf_is_that_pdf(at):
    alone = store(making.pdf(), name="b.pdf", accepts=["pdf"], at=at)
    assert join_as_pdf([alone], at=at) == alone


def test_join_of_nothing_or_too_much_is_refused(at):
    one = photo(at)
    for parts, code in (([], "file-missing"), ([one] * 51, "file-too-many")):
        with pytest.raises(Refusal) as refusal:
            join_as_pdf(parts, at=at)
        assert refusal.value.code == code


def test_join_takes_only_what_was_found_clean(at):
    waiting = photo(at)
    waiting.scan = Scan.PENDING
    with pytest.raises(Refusal) as refusal:
        join_as_pdf([waiting], at=at)
    assert refusal.value.code == "file-failed"


def test_join_of_blank_photos_is_blank_and_of_one_written_page_is_not(at):
    blank, empty = photo(at, size=(600, 800), colour="white"), photo(at, size=(610, 800), colour="white")
    assert join_as_pdf([blank, empty], at=at).blank == 2
    page = Image.new("RGB", (600, 800), "white")
    ImageDraw.Draw(page).text((60, 100), "Đơn đề nghị", fill="black", font_size=60)
    out = BytesIO()
    page.save(out, "PNG")
    written = store(out.getvalue(), name="b.png", accepts=["image"], at=at)
    assert join_as_pdf([blank, written], at=at).blank == 0
