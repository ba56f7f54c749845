"""Word and Excel files are ZIP archives: judged by their directory first, then member by member, in a
stream.
"""

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO
from xml.parsers import expat  # only to refuse every DTD, in a stream and without building a tree

from motcua.files.rules.kinds import PACKAGE, PackageLimits
from motcua.files.rules.unacceptable import Unacceptable

MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
EMBEDDED = {".docx": "docx", ".xlsx": "xlsx"}
_ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def inspect_package(
    stream: IO[bytes], code: str, limits: PackageLimits = PACKAGE, *, nested: bool = False
) -> None:
    """Pass a whole, plain OOXML package of the kind `code`; raise Unacceptable for anything else.

    Refused: encryption, bombs (members, size, ratio), strange paths, duplicates, macros, DTDs (so no external
    entities and no entity bombs), parts fetched from elsewhere, archives and programs inside. An embedded
    workbook or document of a chart is allowed one level deep and judged the same way.
    """
    try:
        with zipfile.ZipFile(stream) as package:
            members = package.infolist()
            _judge_directory(members, limits)
            _judge_parts({member.filename for member in members}, code)
            for member in members:
                _judge_member(package, member, limits, nested=nested)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Unacceptable("damaged") from error


def is_locked_package(start: bytes) -> bool:
    """Office keeps a password-protected document in an OLE container, under the same extension."""
    return start.startswith(_OLE)


def _judge_directory(members: list[zipfile.ZipInfo], limits: PackageLimits) -> None:
    packed = sum(member.compress_size for member in members)
    unpacked = sum(member.file_size for member in members)
    largest = max((member.file_size for member in members), default=0)
    if len(members) > limits.members or unpacked > limits.total_bytes or largest > limits.member_bytes:
        raise Unacceptable("bomb")
    if unpacked > limits.ratio * max(packed, 10_000):
        raise Unacceptable("bomb")
    if any(member.flag_bits & 1 for member in members):
        raise Unacceptable("locked")
    names = [member.filename.casefold() for member in members]
    strange = any(_is_strange(name) for name in names) or len(set(names)) < len(names)
    if strange or any(member.compress_type not in _METHODS for member in members):
        raise Unacceptable("damaged")


def _is_strange(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\0" in name


def _judge_parts(names: set[str], code: str) -> None:
    if "[Content_Types].xml" not in names or MAIN_PARTS[code] not in names:
        raise Unacceptable("wrong-type")
    if any("vbaproject" in name.casefold() or "/activex/" in name.casefold() for name in names):
        raise Unacceptable("active")


def _judge_member(
    package: zipfile.ZipFile, member: zipfile.ZipInfo, limits: PackageLimits, *, nested: bool
) -> None:
    with package.open(member) as content:
        start = content.read(8)
    embedded = EMBEDDED.get(PurePosixPath(member.filename).suffix.casefold())
    if start.startswith(_ARCHIVES):
        if nested or embedded is None or "/embeddings/" not in member.filename:
            raise Unacceptable("bomb")
        with package.open(member) as content:
            inspect_package(content, embedded, limits, nested=True)
    elif start.startswith(_PROGRAMS):
        raise Unacceptable("active")
    elif member.filename.endswith((".xml", ".rels", ".vml")):
        with package.open(member) as content:
            _judge_xml(content, is_relations=member.filename.endswith(".rels"))
    else:
        _read_through(package, member)


def _judge_xml(content: IO[bytes], *, is_relations: bool) -> None:
    def refuse_dtd(*_: object) -> None:
        raise Unacceptable("active")

    def refuse_fetching(name: str, attributes: dict[str, str]) -> None:
        is_outside = attributes.get("TargetMode", "").casefold() == "external"
        if is_outside and not attributes.get("Type", "").endswith("/hyperlink"):
            raise Unacceptable("active")
        if "macroenabled" in attributes.get("ContentType", "").casefold():
            raise Unacceptable("active")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_dtd
    if is_relations:
        parser.StartElementHandler = refuse_fetching
    try:
        parser.ParseFile(content)
    except expat.ExpatError as error:
        raise Unacceptable("damaged") from error


def _read_through(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Reading to the end checks the CRC and that the directory told the truth about the size."""
    with package.open(member) as content:
        for _ in _pieces(content):
            pass


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    while piece := content.read(1 << 18):
        yield piece
