"""When a document can have been made: not after today, and not before what it rests on."""

from datetime import date
from enum import StrEnum


class Misdated(StrEnum):
    FUTURE = "future"
    BEFORE = "before"


def misdated(dated_on: date, *, on: date, since: date | None) -> Misdated | None:
    """What is wrong with the date of a document that is recorded on a day, if anything.

    `since`: the day of what it answers, follows or carries out.
    """
    if dated_on > on:
        return Misdated.FUTURE
    if since is not None and dated_on < since:
        return Misdated.BEFORE
    return None
