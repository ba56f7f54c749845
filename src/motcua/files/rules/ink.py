"""Whether anything is written on a scanned paper: its share of ink, measured when it comes in.

Only a file of which no page bears ink counts as blank: the empty back of a written page says nothing. In doubt a
page is written: text, drawings, filled-in forms, and pictures that we cannot decode. The work is bounded by pages and
pixels, never by the clock, so that the same file is always judged alike.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageFilter
from pypdf import PageObject, PdfReader

LEAST_SHARE = 0.0003  # a page with one typed line has 0.001, one with a signature alone 0.0005
DARKER = 25  # of 256 steps from the paper around it: shadows are softer, ink is not
SIDE = 1000  # pixels: thin strokes still show, dust does not
MARGIN = 0.04  # scanners leave shadows at the edges of the glass
MOST_PAGES = 50
MOST_PIXELS = 60_000_000  # decoded for one file: below two seconds
_SURROUNDINGS = 20
_PAINTS = frozenset(
    {b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh"}
)


def blank_pages(path: Path, parser: str) -> int:
    """How many pages a file has, if not one of them bears ink; else 0.

    `parser` of rules.kinds: pdf and image are looked at, all else is written by its nature.
    """
    try:
        if parser == "image":
            with Image.open(path) as picture:
                return int(_is_small(picture) and not has_ink(picture))
        return _blank_pdf_pages(path) if parser == "pdf" else 0
    except Exception:  # the decoders answer odd files with many kinds of exception: in doubt it is written
        return 0


def has_ink(picture: Image.Image) -> bool:
    """Whether more than a trace of it differs from the paper around it."""
    picture.draft("L", (SIDE, SIDE))
    grey = _on_white(picture)
    grey.thumbnail((SIDE, SIDE), Image.Resampling.BOX)
    across, down = round(grey.width * MARGIN), round(grey.height * MARGIN)
    grey = grey.crop((across, down, max(grey.width - across, across + 1), max(grey.height - down, down + 1)))
    paper = grey.filter(ImageFilter.BoxBlur(_SURROUNDINGS))
    steps = ImageChops.difference(grey, paper).histogram()
    return sum(steps[DARKER:]) > LEAST_SHARE * grey.width * grey.height


def _on_white(picture: Image.Image) -> Image.Image:
    """Grey, and transparent parts are paper."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        page = Image.new("RGBA", layer.size, "white")
        page.alpha_composite(layer)
        return page.convert("L")
    return picture.convert("L")


def _is_small(picture: Image.Image) -> bool:
    return picture.width * picture.height <= MOST_PIXELS


def _blank_pdf_pages(path: Path) -> int:
    with path.open("rb") as stream:
        pages = PdfReader(stream).pages
        budget = MOST_PIXELS
        for page in pages[:MOST_PAGES]:
            if _is_painted(page):
                return 0
            budget -= sum(width * height for width, height in _sizes(page))
            if budget < 0 or any(image.image is None or has_ink(image.image) for image in page.images):
                return 0
        return len(pages)


def _is_painted(page: PageObject) -> bool:
    """Whether its own content writes or draws, or shows something that is no picture."""
    if page.get("/Annots"):
        return True
    content = page.get_contents()
    if content is None:
        return False
    if any(operator in _PAINTS for _operands, operator in content.operations):
        return True
    return any(shown.get("/Subtype") != "/Image" for shown in _shown(page))


def _sizes(page: PageObject) -> Iterator[tuple[int, int]]:
    for shown in _shown(page):
        yield int(shown["/Width"]), int(shown["/Height"])


def _shown(page: PageObject) -> list[Any]:
    resources: Any = page.get("/Resources")
    if resources is None or "/XObject" not in (found := resources.get_object()):
        return []
    return [one.get_object() for one in found["/XObject"].get_object().values()]
