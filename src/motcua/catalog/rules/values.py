"""One answer, as people type it, made into one plain value: text, whole number, day, true or false."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from stdnum.vn import mst

from motcua.catalog.rules.document import Field
from motcua.kernel.sentences import Sentence, gettext_noop

_PHONE = re.compile(r"(?:\+84|0)\d{9,10}")
_EMAIL = re.compile(r"[^\s@<>\",;:()\[\]\\]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.)+[A-Za-z]{2,24}")
_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})|(\d{2})(\d{2})(\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_GROUPED = re.compile(r"-?\d{1,3}([.,\s]\d{3})+")
_LONG = ("textarea", "address")


class Wrong(Exception):  # noqa: N818 -- an answer is at fault
    """The answer cannot be taken. `sentence` tells the person what to write instead."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.sentence = Sentence(message, {name: str(value) for name, value in params.items()})


def tidy(value: Any, field: Field) -> str:
    """The text of an answer:

    Composed (NFC), without spaces around it. Raises `Wrong` for control characters.
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Wrong(gettext_noop("Write an answer in words or figures."))
    text = unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n").replace("\r", "\n").strip()
    allowed = "\n\t" if field.kind in _LONG else "\t"
    if any(unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") and char not in allowed for char in text):
        raise Wrong(gettext_noop("Remove the hidden characters: type the text again instead of pasting it."))
    if len(text) > field.max_length:
        message = gettext_noop("This has %(length)s characters: shorten it to %(most)s at most.")
        raise Wrong(message, length=len(text), most=field.max_length)
    return text


def parse(field: Field, text: str) -> str | int | bool:
    """The value of a tidy text that is not empty. Raises `Wrong`."""
    return _KINDS[field.kind](field, text)


def _text(field: Field, text: str) -> str:
    return text


def _number(field: Field, text: str) -> int:
    plain = re.sub(r"[.,\s]", "", text) if _GROUPED.fullmatch(text) else text
    if not re.fullmatch(r"-?[0-9]{1,18}", plain):
        raise Wrong(gettext_noop("Write a whole number in figures, such as 1500 or 1.500."))
    return _bounded(field, int(plain))


def _money(field: Field, text: str) -> int:
    plain = re.sub(r"\s*(?:₫|đ|đồng|vnd|vnđ)$", "", text, flags=re.IGNORECASE)
    amount = _number(field, plain)
    if amount < 0:
        raise Wrong(gettext_noop("An amount of money cannot be below zero."))
    return amount


def _bounded(field: Field, number: int) -> int:
    if field.minimum is not None and number < field.minimum:
        raise Wrong(gettext_noop("This must be %(least)s or more."), least=field.minimum)
    if field.maximum is not None and number > field.maximum:
        raise Wrong(gettext_noop("This must be %(most)s or less."), most=field.maximum)
    return number


def _date(field: Field, text: str) -> str:
    """Day, month, year in any usual writing; kept as ISO 8601."""
    iso, usual = _ISO_DAY.fullmatch(text), _DAY.fullmatch(text)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    elif usual:
        day, month, year = (int(part) for part in usual.groups() if part is not None)
    else:
        raise Wrong(gettext_noop("Write the date as day/month/year, such as 31/01/2026."))
    try:
        found = date(year, month, day)
    except ValueError:
        raise Wrong(gettext_noop("There is no such day: check the day and the month.")) from None
    if not 1800 <= year <= 2200:
        raise Wrong(gettext_noop("Check the year: write it with four figures."))
    return found.isoformat()


def _year(field: Field, text: str) -> int:
    if not re.fullmatch(r"(1[89]|2[01])[0-9]{2}", text):
        raise Wrong(gettext_noop("Write the year with four figures, such as 2026."))
    return _bounded(field, int(text))


def _choice(field: Field, text: str) -> str:
    if text not in {option.value for option in field.options}:
        raise Wrong(gettext_noop("Choose one of the answers given."))
    return text


def _phone(field: Field, text: str) -> str:
    plain = re.sub(r"[\s.\-()]", "", text)
    if not _PHONE.fullmatch(plain):
        raise Wrong(gettext_noop("Write a phone number of 10 or 11 figures, such as 0912 345 678."))
    return "0" + plain[3:] if plain.startswith("+84") else plain


def _email(field: Field, text: str) -> str:
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise Wrong(gettext_noop("Write an e-mail address, such as ten@example.vn."))
    return text


def _id_number(field: Field, text: str) -> str:
    plain = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"[0-9]{12}", plain):
        raise Wrong(gettext_noop("Write the 12 figures of the identity number."))
    return plain


def _tax_code(field: Field, text: str) -> str:
    """Ten figures with their check digit, ten and three of a branch, or the twelve of a person."""
    plain = re.sub(r"[\s.\-]", "", text)
    if re.fullmatch(r"[0-9]{12}", plain) or (
        re.fullmatch(r"[0-9]{10}([0-9]{3})?", plain) and mst.is_valid(plain)
    ):
        return f"{plain[:10]}-{plain[10:]}" if len(plain) == 13 else plain
    raise Wrong(gettext_noop("This is no tax code: check its 10, 12 or 13 figures."))


_KINDS: dict[str, Callable[[Field, str], str | int | bool]] = {
    "text": _text,
    "textarea": _text,
    "address": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "year": _year,
    "select": _choice,
    "radio": _choice,
    "phone": _phone,
    "email": _email,
    "id_number": _id_number,
    "tax_code": _tax_code,
}
