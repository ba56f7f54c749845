"""The table of what may come in: kind, extensions, media type, size, unpacked size (ASVS 5.1.1)."""

from collections.abc import Sequence
from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True)
class Kind:
    """`begins`: the very first bytes, nothing before them. `parser`: which inspection it must also pass."""

    code: str
    media_type: str
    extensions: tuple[str, ...]
    begins: bytes
    parser: str
    max_bytes: int


@dataclass(frozen=True)
class PackageLimits:
    """What an OOXML package may hold, judged from its directory before anything is unpacked."""

    members: int = 2_000
    member_bytes: int = 100 * MIB
    total_bytes: int = 200 * MIB
    ratio: int = 120  # unpacked to packed, over the whole package; a real spreadsheet stays below 30


KINDS = (
    Kind("pdf", "application/pdf", ("pdf",), b"%PDF-", "pdf", 50 * MIB),
    Kind("jpeg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), b"\xff\xd8\xff", "image", 20 * MIB),
    Kind("png", "image/png", ("png",), b"\x89PNG\r\n\x1a\n", "image", 20 * MIB),
    Kind(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ("docx",),
        b"PK\x03\x04",
        "package",
        20 * MIB,
    ),
    Kind(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ("xlsx",),
        b"PK\x03\x04",
        "package",
        20 * MIB,
    ),
)
GROUPS = {"image": ("jpeg", "png"), "document": ("pdf", "docx"), "spreadsheet": ("xlsx",)}
PACKAGE = PackageLimits()
MAX_PIXELS = 50_000_000  # a phone photo has 12 to 48 million; 150 MB once decoded
MAX_PAGES = 1_000
MAX_PDF_OBJECTS = 300_000
MAX_BYTES = max(kind.max_bytes for kind in KINDS)


def accepted(names: Sequence[str]) -> tuple[Kind, ...]:
    """The kinds that `names` (kind codes or group names) stand for. ValueError for a name not in the
    table.
    """
    codes = [code for name in names for code in GROUPS.get(name, (name,))]
    known = {kind.code: kind for kind in KINDS}
    if unknown := [code for code in codes if code not in known]:
        raise ValueError(f"no such kind of file: {', '.join(unknown)}")
    return tuple(known[code] for code in dict.fromkeys(codes))


def by_name(name: str, kinds: Sequence[Kind]) -> Kind | None:
    """The kind whose extension the name bears."""
    extension = name.rpartition(".")[2].casefold() if "." in name else ""
    return next((kind for kind in kinds if extension in kind.extensions), None)
