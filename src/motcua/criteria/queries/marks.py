"""What was done about a figure, for the trends that show it. Rooms above tell it: they register here who knows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from motcua.organizations.models import Officer


class Deed(StrEnum):
    GIVEN = "given"
    DUE = "due"
    VERIFIED = "verified"
    REOPENED = "reopened"


class Done(NamedTuple):
    deed: Deed
    on: date


@dataclass(frozen=True)
class Marked:
    """Something that was given to be done about a figure. `title` and `href` are empty for who may not read it."""

    code: str
    criterion: str
    done: tuple[Done, ...]
    title: str = ""
    href: str = ""


@dataclass(frozen=True)
class Figure:
    """What a trend shows: a criteria set at a body, or one criterion of it; between two days, to a reader."""

    criteria_set: str
    body: str
    criterion: str
    first: date
    last: date
    reader: Officer


Source = Callable[[Figure], Iterable[Marked]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """A room tells, at the start of the program, that it knows of deeds about figures."""
    if source not in _sources:
        _sources.append(source)


def marks_of(figure: Figure) -> Sequence[Marked]:
    """Everything with a deed between the two days, by its first deed."""
    found = [one for source in _sources for one in source(figure) if one.done]
    return sorted(found, key=lambda one: (one.done[0].on, one.code))
