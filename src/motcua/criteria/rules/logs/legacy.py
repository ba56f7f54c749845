"""Vietnamese in one byte a letter: Windows-1258, TCVN3 and VNI, told apart by what reads as Vietnamese.

TCVN3 (the “ABC” fonts) and VNI are encodings of fonts: their bytes are letters of Western Europe to every program,
so a file may hold them even inside UTF-8.
"""

import re
import unicodedata
from collections.abc import Callable

_TCVN3 = dict(
    zip(
        bytes.fromhex(
            "a1a2a3a4a5a6a7a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedf"
            "e1e2e3e4e5e6e7e8e9eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
        ),
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_HAT, _BREVE = ("\u0302", "\u0306")
_VNI_LETTERS = dict(zip("ñÑôÔöÖíìæóòîÍÌÆÓÒÎ", "đĐơƠưƯíìỉĩịỵÍÌỈĨỊỴ", strict=True))
_VNI_MARKS = dict(
    zip(
        "ùøûõïâêáàåãäéèúüë",
        [
            *(_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT, _HAT, _BREVE),
            *(_HAT + tone for tone in (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT)),
            *(_BREVE + tone for tone in (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT)),
        ],
        strict=True,
    )
)
_VNI_PAIR = re.compile(r"(?<=[aeouyAEOUYôöÔÖ])[ùøûõïâêáàåãäéèúüëÙØÛÕÏÂÊÁÀÅÃÄÉÈÚÜË]")

_ONSET = r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|nh?|ngh?|ph?|qu|r|s|th?|tr|v|x)?"
_RHYME = (
    r"(?:o?a(?:[iouy]|ch?|m|ng|nh|n|p|t)?|o?ă(?:c|m|ng|n|p|t)|u?â(?:[uy]|c|m|ng|n|p|t)|o?e(?:o|c|m|ng|n|p|t)?"
    r"|u?ê(?:u|ch|c|m|nh|n|p|t)?|i(?:u|ch|m|nh|n|p|t|a|ê(?:u|c|m|ng|n|p|t))?|o(?:i|c|m|ng|n|p|t|oc|ong)?"
    r"|ô(?:i|c|m|ng|n|p|t)?|ơ(?:i|m|n|p|t)?|u(?:i|c|m|ng|n|p|t|a|ơ|ô(?:i|c|m|ng|n|t))?"
    r"|uy(?:a|u|ch|nh|n|p|t|ên|êt)?|ư(?:a|c|i|ng|n|t|u|m|ơ(?:i|u|c|m|ng|n|p|t))?|y(?:ê(?:u|m|ng|n|t)?)?)"
)
_SYLLABLE = re.compile(_ONSET + _RHYME)
_TONES = re.compile(f"[{_GRAVE}{_ACUTE}{_HOOK}{_TILDE}{_DOT}]")
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 0.6  # of the words with marks read as Vietnamese syllables
_SEVERAL = 3
_NEARLY_ALL = 0.9


def from_tcvn3(raw: bytes) -> str:
    return "".join(_TCVN3.get(byte, chr(byte)) for byte in raw)


def from_vni(raw: bytes) -> str:
    western = raw.decode("cp1252", errors="replace")
    paired = _VNI_PAIR.sub(lambda found: _VNI_MARKS[found[0].lower()], western)
    read = "".join(_VNI_LETTERS.get(letter, letter) for letter in paired)
    return unicodedata.normalize("NFC", read)


def from_windows(raw: bytes) -> str:
    return unicodedata.normalize("NFC", raw.decode("cp1258", errors="replace"))


_READINGS: dict[str, Callable[[bytes], str]] = {
    "windows-1258": from_windows,
    "TCVN3": from_tcvn3,
    "VNI": from_vni,
}


def legacy_encoding(raw: bytes) -> str | None:
    """`windows-1258`, `TCVN3` or `VNI`: the one in which most words with marks are Vietnamese, if enough are."""
    shares = {name: vietnamese_share(read(raw)) for name, read in _READINGS.items()}
    best = max(shares, key=shares.__getitem__)  # the first of equals: Windows-1258
    return best if shares[best] >= _ENOUGH else None


def disguised(text: str) -> str | None:
    """`TCVN3` or `VNI` if Unicode text is really that: bytes of a font taken for letters of Western Europe.

    Only said of a text with several such words and hardly a letter from beyond Western Europe.
    """
    words = {word for word in _WORD.findall(text) if not word.isascii()}
    western = {word for word in words if word.encode("cp1252", errors="ignore").decode("cp1252") == word}
    if len(western) < _SEVERAL or len(western) < _NEARLY_ALL * len(words):
        return None
    raw = " ".join(sorted(western)).encode("cp1252")
    found = legacy_encoding(raw)
    if (
        found is None
        or found == "windows-1258"
        or vietnamese_share(text) >= vietnamese_share(_READINGS[found](raw))
    ):
        return None
    return found


def vietnamese_share(text: str) -> float:
    """Of the words with a letter beyond ASCII, the share that can be a Vietnamese syllable."""
    words = {word.lower() for word in _WORD.findall(text) if not word.isascii()}
    return sum(map(_is_syllable, words)) / len(words) if words else 0.0


def _is_syllable(word: str) -> bool:
    plain, tones = _TONES.subn("", unicodedata.normalize("NFD", word))
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)) is not None
