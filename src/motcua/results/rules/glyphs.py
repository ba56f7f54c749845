"""Which characters the bundled typeface can print, read from its own tables (OpenType `cmap`, format 4).

PDF/A forbids a character without a glyph, so what the typeface lacks is replaced before it is typeset:
a name in Chinese or an emoji in an answer must not keep anybody's receipt from being printed.
"""

import struct
import unicodedata
from pathlib import Path

REPLACEMENT = "□"
_WINDOWS, _UNICODE_BMP = 3, 1


def coverage(face: Path) -> frozenset[int]:
    """The code points of the Basic Multilingual Plane that the face has a glyph for."""
    font = face.read_bytes()
    table = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, table + 2)
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", font, table + 4 + 8 * index)
        if (platform, encoding) == (_WINDOWS, _UNICODE_BMP):
            return frozenset(_format_4(font, table + offset))
    raise ValueError(f"{face.name} has no Unicode character map")


def printable(text: str, glyphs: frozenset[int]) -> str:
    """The text in composed form, control characters dropped, unknown ones replaced."""
    return "".join(_character(char, glyphs) for char in unicodedata.normalize("NFC", text))


def _character(char: str, glyphs: frozenset[int]) -> str:
    if char == "\n":
        return char
    if unicodedata.category(char) in ("Cc", "Cf", "Cs"):
        return " " if char in "\t\r" else ""
    return char if ord(char) in glyphs and unicodedata.category(char) != "Co" else REPLACEMENT


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        name, _sum, offset, _length = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError(f"the font has no table {tag!r}")


def _format_4(font: bytes, at: int) -> set[int]:
    (double,) = struct.unpack_from(">H", font, at + 6)
    segments = double // 2
    ends = struct.unpack_from(f">{segments}H", font, at + 14)
    starts = struct.unpack_from(f">{segments}H", font, at + 16 + double)
    deltas = struct.unpack_from(f">{segments}H", font, at + 16 + 2 * double)
    offsets_at = at + 16 + 3 * double
    offsets = struct.unpack_from(f">{segments}H", font, offsets_at)
    found = set()
    for index, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            where = offsets_at + 2 * index + offset + 2 * (code - start)
            glyph = code if offset == 0 else struct.unpack_from(">H", font, where)[0]
            if (glyph + delta) & 0xFFFF and (offset == 0 or glyph):
                found.add(code)
    return found
