"""Which encoding a text file is in, told by its first bytes; a font's encoding is refused."""

import codecs

from motcua.criteria.rules.logs.faults import Refused, Unreadable
from motcua.criteria.rules.logs.legacy import disguised, legacy_encoding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FONTS = {"tcvn": "TCVN3", "abc": "TCVN3", "vni": "VNI"}  # how their names begin
_BEYOND = bytes(range(0x80, 0x100))
_MOSTLY = 0.9  # of the bytes beyond ASCII stand in proper UTF-8 sequences: UTF-8 with some bytes gone wrong


def encoding_of(first: bytes, *, named: str | None = None) -> str:
    """A Python name of an encoding: `named` if given, else as the first bytes tell.

    Refused are TCVN3 and VNI (their letters cannot be told from Western ones row by row; whoever names UTF-8 is
    believed) and unknown names.
    """
    if named:
        return _named(named)
    found = _marked(first) or _wide(first) or _narrow(first)
    font = disguised(first.decode(found, errors="ignore")) if found.startswith("utf") else None
    if font:
        raise Unreadable(Refused.LEGACY_ENCODING, encoding=font)
    return found


def _named(name: str) -> str:
    if font := next((font for begins, font in _FONTS.items() if name.lower().startswith(begins)), None):
        raise Unreadable(Refused.LEGACY_ENCODING, encoding=font)
    try:
        found = codecs.lookup(name)
    except LookupError:
        raise Unreadable(Refused.UNKNOWN_ENCODING, encoding=name) from None
    return "utf-8-sig" if found.name == "utf-8" else found.name


def _marked(first: bytes) -> str | None:
    return next((name for mark, name in _MARKS if first.startswith(mark)), None)


def _wide(first: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of what is mostly ASCII is nil."""
    if len(first) < 4:
        return None
    for name, nil in (("utf-16-be", first[0::2]), ("utf-16-le", first[1::2])):
        if nil.count(0) > 0.4 * len(nil):
            return name
    return None


def _narrow(first: bytes) -> str:
    whole = first.rstrip(_BEYOND)  # the last letter may be cut
    beyond = len(whole) - len(whole.translate(None, _BEYOND))
    sound = whole.decode("utf-8", errors="ignore").encode()
    if len(sound) - len(sound.translate(None, _BEYOND)) >= _MOSTLY * beyond:
        return "utf-8-sig"
    found = legacy_encoding(first)
    if found in ("TCVN3", "VNI"):
        raise Unreadable(Refused.LEGACY_ENCODING, encoding=found)
    return "cp1258" if found else "utf-8-sig"
