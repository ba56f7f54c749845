"""Ways to make a signed PDF say something else, each as an attacker would do it."""

import io
import re

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfReader, PdfWriter


def byte_flipped(pdf: bytes) -> bytes:
    """One bit of a compressed stream in the signed part."""
    at = pdf.index(b"stream\n") + 40
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def rotated(pdf: bytes) -> bytes:
    """The page turned by an incremental update: two of three readers still say that the signature is valid."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page.get_object()["/Rotate"] = generic.NumberObject(180)
    writer.mark_update(page if isinstance(page, generic.IndirectObject) else page.container_ref)
    return _written(writer)


def overlaid(pdf: bytes) -> bytes:
    """Other words drawn over the page by an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    overlay = generic.StreamObject(stream_data=b"1 0 0 rg 0 0 300 300 re f")
    writer.add_stream_to_page(0, writer.add_object(overlay))
    return _written(writer)


def retitled(pdf: bytes) -> bytes:
    """Other metadata by an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    info = writer.add_object(
        generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("Khác")})
    )
    writer.set_info(info)
    return _written(writer)


def with_junk(pdf: bytes) -> bytes:
    return pdf + b"\n% nothing to see here\n"


def truncated(pdf: bytes) -> bytes:
    return pdf[: len(pdf) - 900]


def with_replaced_page(pdf: bytes) -> bytes:
    """Written anew with an empty page in place of the first; the signature goes along as it was."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.insert_blank_page(width=595, height=842, index=0)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_foreign_range(pdf: bytes) -> bytes:
    """A byte range that points beyond the file."""
    return re.sub(rb"/ByteRange \[\d+", b"/ByteRange [9", pdf, count=1)


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


EVERY_WAY = [
    byte_flipped,
    rotated,
    overlaid,
    retitled,
    with_junk,
    truncated,
    with_replaced_page,
    with_foreign_range,
]
