from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from django.db import transaction
from PIL import Image
from pypdf import PdfReader, PdfWriter

from motcua.files import refusals
from motcua.files.models import Scan, StoredFile
from motcua.files.queries import content_of
from motcua.files.rules.images import upright
from motcua.files.services.storing import keep

MAX_PARTS = 50
DPI = 150
A4_PIXELS = (1240, 1754)  # 210 × 297 mm at 150 dots an inch: legible, and about 300 KB a page
PDF = "application/pdf"


@transaction.atomic
def join_as_pdf(parts: Sequence[StoredFile], *, at: datetime) -> StoredFile:
    """One PDF of photos and PDFs in the order given; each photo upright on an A4 page (turned if it is
    wider).

    Refuses file-missing for no part, file-too-many above 50, file-failed for a part not (yet) found clean or
    of another kind. A single PDF is returned as it is. Joining breaks signatures inside the parts: keep
    those apart.
    """
    # no entry: a file becomes a fact when a room attaches it
    if not parts:
        raise refusals.nothing_chosen()
    if len(parts) > MAX_PARTS:
        raise refusals.too_many(MAX_PARTS)
    if any(part.scan != Scan.CLEAN or part.pages is None for part in parts):
        raise refusals.failed()
    if len(parts) == 1 and parts[0].media_type == PDF:
        return parts[0]
    writer = PdfWriter()
    for part in parts:
        writer.append(PdfReader(BytesIO(_as_pdf(part))), import_outline=False)
    joined = BytesIO()
    writer.write(joined)
    blank = sum(part.blank for part in parts) if all(part.blank for part in parts) else 0
    pages = sum(part.pages or 0 for part in parts)
    return keep(joined.getvalue(), media_type=PDF, at=at, pages=pages, blank=blank)


def _as_pdf(part: StoredFile) -> bytes:
    content = content_of(part)
    return content if part.media_type == PDF else _on_a4(content)


def _on_a4(content: bytes) -> bytes:
    with Image.open(BytesIO(content)) as opened:
        picture = _on_white(upright(opened))
    page_size = A4_PIXELS if picture.height >= picture.width else A4_PIXELS[::-1]
    picture.thumbnail(page_size, Image.Resampling.LANCZOS)
    page = Image.new("RGB", page_size, "white")
    page.paste(picture, ((page.width - picture.width) // 2, (page.height - picture.height) // 2))
    out = BytesIO()
    page.save(out, "PDF", resolution=DPI, quality=80)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Transparent parts become paper, not ink."""
    if picture.mode == "RGB":
        return picture
    layer = picture.convert("RGBA")
    page = Image.new("RGBA", layer.size, "white")
    page.alpha_composite(layer)
    return page.convert("RGB")
