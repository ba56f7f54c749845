"""Vietnamese text: searching without marks, sorting as the alphabet does, numbers in words."""

import unicodedata

_LETTERS = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=100)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_THOUSANDS = ("", "nghìn", "triệu", "tỷ")


def fold(text: str) -> str:
    """The key under which text is searched: no marks, no case, single spaces. `Đỗ Đức Đạt` → `do duc dat`."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def sort_key(text: str) -> str:
    """A key whose code-point order is the Vietnamese alphabet's, tones second (as ICU `vi`)."""
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", text).lower():
        parts = unicodedata.normalize("NFD", char)
        tone = next((_TONES[c] for c in parts if c in _TONES), 0)
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
        if base:  # a mark without its letter sorts as nothing
            letters.append(chr(_LETTERS.get(base, 32 if base == " " else min(ord(base[0]), 99))))
            tones.append(str(tone))
    return "".join(letters) + "\t" + "".join(tones)


def person_sort_key(full_name: str) -> str:
    """People stand by given name (the last word), then family name, then the words between."""
    words = full_name.split()
    if len(words) < 2:
        return sort_key(full_name)
    return sort_key(" ".join([words[-1], words[0], *words[1:-1]]))


def number_in_words(number: int) -> str:
    """A whole number as legal papers spell it: 1250000 → `một triệu hai trăm năm mươi nghìn`."""
    if number < 0:
        return f"âm {number_in_words(-number)}"
    if number < 10:
        return _DIGITS[number]
    head, last_nine = divmod(number, 10**9)
    words = [*([number_in_words(head), "tỷ"] if head else []), *_below_a_billion(last_nine, led=bool(head))]
    return " ".join(words)


def _below_a_billion(number: int, *, led: bool) -> list[str]:
    words: list[str] = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            words += _three_digits(group, led=led or bool(words))
            words += [_THOUSANDS[power]] if power else []
    return words


def _three_digits(group: int, *, led: bool) -> list[str]:
    hundreds, rest = divmod(group, 100)
    tens, units = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or led else []
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens == 1:
        words += ["mười"]
    elif units and words:
        words += ["linh"]
    if units:
        words.append(_units_word(tens, units))
    return words


def _units_word(tens: int, units: int) -> str:
    if units == 1 and tens > 1:
        return "mốt"
    if units == 5 and tens > 0:
        return "lăm"
    return _DIGITS[units]
