"""Texts that everybody may read name no person: what can be seen of that by a machine."""

import re

_NUMBERS = re.compile(r"(?<!\d)(?:\d[ .-]?){9,12}(?!\d)")  # identity numbers, phones
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_NOT_A_PERSON = re.compile(r"(?:\d{1,3}\.){2,}\d{3}\s*(?:₫|đồng|đ\b)?|\d{1,2}[./-]\d{1,2}[./-]\d{4}")


def points_at_a_person(text: str) -> str:
    """The first thing in the text that identifies a person (a number of 9 to 12 digits, a mail address), or "".

    Amounts with dots between thousands and dates are none. A name is not seen: who signs off reads for those.
    """
    plain = _NOT_A_PERSON.sub(" ", text)
    for kind in (_MAIL, _NUMBERS):
        if found := kind.search(plain):
            return found.group().strip(" .-")
    return ""
