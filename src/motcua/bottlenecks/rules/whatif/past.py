"""What happened, in working minutes, and how it stood at any moment: all that the model may learn from.

A working minute counts from the beginning of the calendar; what has not happened is at infinity. `as_of` cuts
everything that was recorded later, so that a back-test learns what could be known.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import inf
from typing import NamedTuple


class Stay(NamedTuple):
    """One round of one step. `limit`: its own time limit, infinity if it has none."""

    step: str
    kind: str
    unit: str
    role: str
    round: int
    opened: float
    taken: float = inf
    closed: float = inf
    officer: str = ""
    limit: float = inf
    outcome: str = ""


class Mark(NamedTuple):
    """How the clock stood from `at` on; `items`: papers that a supplement asks for."""

    at: float
    due: float
    paused: bool = False
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trip:
    """One received dossier. `late`: the first moment at which it was known to be late, infinity if it never was."""

    code: str
    body: str
    procedure: str
    received: float
    ended: float = inf
    ending: str = ""
    late: float = inf
    marks: tuple[Mark, ...] = ()
    stays: tuple[Stay, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.ended == inf


class Past(NamedTuple):
    """Trips of the bodies asked about, and the stays with their units that dossiers of other bodies made."""

    trips: tuple[Trip, ...]
    foreign: tuple[Stay, ...] = ()


def as_of(past: Past, at: float) -> Past:
    """Only what had been recorded before `at`."""
    trips = (_trip_as_of(trip, at) for trip in past.trips if trip.received < at)
    return Past(tuple(trips), tuple(_stays_as_of(past.foreign, at)))


def _trip_as_of(trip: Trip, at: float) -> Trip:
    ended = trip.ended if trip.ended < at else inf
    return replace(
        trip,
        ended=ended,
        ending=trip.ending if ended < inf else "",
        late=trip.late if trip.late < at else inf,
        marks=tuple(mark for mark in trip.marks if mark.at < at),
        stays=tuple(_stays_as_of(trip.stays, at)),
    )


def _stays_as_of(stays: Iterable[Stay], at: float) -> Iterable[Stay]:
    for stay in stays:
        if stay.closed < at:
            yield stay
        elif stay.taken < at:
            yield stay._replace(closed=inf, outcome="")
        elif stay.opened < at:
            yield stay._replace(taken=inf, closed=inf, officer="", outcome="")
