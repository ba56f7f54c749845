"""Names that people give to files: shown, never used as a path."""

import re
import unicodedata

MAX_LENGTH = 120
NAMELESS = "khong-ten"
_NOT_SHOWN = {
    "Cc",
    "Cf",
    "Cs",
    "Co",
    "Cn",
    "Zl",
    "Zp",
}  # controls, format marks (right-to-left override), surrogates
_MEANT_FOR_SHELLS = re.compile(r'[<>:"|?*`$;&\\/]')


def display_name(name: str) -> str:
    """The name as it may be shown and sent back: NFC, one line, no path, no unseen marks, at most 120
    characters.

    The extension survives shortening. A name of which nothing is left becomes `khong-ten`.
    """
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c) not in _NOT_SHOWN)
    clean = " ".join(_MEANT_FOR_SHELLS.sub("_", seen).split()).strip(". ")
    stem, dot, extension = clean.rpartition(".")
    if not dot or len(extension) > 10:
        return clean[:MAX_LENGTH].strip() or NAMELESS
    return f"{stem[: MAX_LENGTH - len(extension) - 1].strip() or NAMELESS}.{extension}"
