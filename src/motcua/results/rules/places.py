"""How a letter is dated and numbered (NĐ 30/2020/NĐ-CP, appendix I)."""

import re
from collections.abc import Iterable

_PLACE = re.compile(r"\b(?:tỉnh|thành phố|phường|xã|đặc khu|thị trấn)\s+(?P<name>.+)$", re.IGNORECASE)


def place_of(names: Iterable[str]) -> str:
    """The place in the date line, from the names of a body and those above it: the first that names one."""
    for name in names:
        if found := _PLACE.search(name):
            return found["name"]
    return "Quảng Ninh"


def number_of(sequence: int, *, symbol: str, body_symbol: str) -> str:
    """`12/QĐ-BQLKKT`. A symbol that has the body's letters in it already is taken as it is."""
    whole = symbol if not body_symbol or "-" in symbol else f"{symbol}-{body_symbol}"
    return f"{sequence:02d}/{whole}"


def sequence_of(number: str) -> int:
    """The sequence in a number that `number_of` made."""
    return int(number.partition("/")[0])


def authority_of(title: str, body: str) -> str:
    """`Trưởng ban` of the `Ban Quản lý Khu kinh tế` → `Trưởng Ban Quản lý Khu kinh tế`."""
    words = title.split()
    if words and body and words[-1].casefold() == body.split()[0].casefold():
        words.pop()
    return " ".join([*words, body])
