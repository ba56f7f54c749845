"""What else stands in a body's week: rooms above declare it in their `weekly.py`, and nobody here knows of them."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from django.utils.module_loading import autodiscover_modules

from motcua.organizations.models import Body, Officer


class Mark(NamedTuple):
    """A day by which something is due. `kind`: what it is, in words."""

    on: date
    kind: str
    title: str
    href: str


Source = Callable[[Body, date, date, Officer, date], Iterable[Mark]]
_sources: dict[str, Source] = {}


def in_the_week(name: str) -> Callable[[Source], Source]:
    """Declares a source: `(body, first, last, reader, today)` → what is due from the first day to the last.

    A source tells a reader nothing that its own pages would not show him.
    """

    def declare(source: Source) -> Source:
        _sources[name] = source
        return source

    return declare


def marks_of(body: Body, first: date, last: date, *, reader: Officer, today: date) -> list[Mark]:
    """By day, then in the order of the sources' names."""
    autodiscover_modules("weekly")
    found = [mark for name in sorted(_sources) for mark in _sources[name](body, first, last, reader, today)]
    return sorted(found, key=lambda mark: mark.on)
