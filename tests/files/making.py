"""Files, good and bad, made here so that none has to be kept."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


def pdf(*, pages: int = 1, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    return _written(writer)


def pdf_with_action(kind: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    action = {NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("cmd.exe")}
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(DictionaryObject(action))
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def image(
    kind: str = "JPEG", *, size: tuple[int, int] = (60, 40), colour: str = "red", **options: object
) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()


CONTENT_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
)
BODY = b'<?xml version="1.0"?><w:document xmlns:w="urn:w"><w:body/></w:document>'


def package(members: Mapping[str, bytes] | None = None, *, main: str = "word/document.xml") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {"[Content_Types].xml": CONTENT_TYPES, main: BODY, **(members or {})}.items():
            made.writestr(name, content)
    return out.getvalue()
