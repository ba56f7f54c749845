"""Courses as columns, and how each dossier stood before a moment."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np

from motcua.clock.rules.calendar import Calendar
from motcua.criteria.rules.forecast.courses import Course
from motcua.criteria.rules.forecast.moments import NEVER, Bools, Events, Ints, WorkingTime, whole


class Names:
    """Texts as numbers, in the order in which they came."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def __call__(self, name: str) -> int:
        return self.numbers.setdefault(name, len(self.numbers))

    @property
    def texts(self) -> list[str]:
        return list(self.numbers)


class Rows(NamedTuple):
    """Dossiers (by their place in the history), each seen at a moment."""

    dossier: Ints
    at: Ints

    def only(self, chosen: Ints | Bools) -> "Rows":
        return Rows(self.dossier[chosen], self.at[chosen])


@dataclass(frozen=True)
class Stays:
    """The rounds of steps, as columns. `step` numbers pairs of procedure and step.

    The last one is nobody's and never opened: what index -1 finds.
    """

    dossier: Ints
    step: Ints
    kind: Ints
    unit: Ints
    round: Ints
    opened: Ints
    due: Ints
    taken: Ints
    closed: Ints


@dataclass(frozen=True)
class Marks:
    dossier: Ints
    at: Ints
    due: Ints
    paused: Bools
    supplements: Ints
    extended: Bools


Built = TypeVar("Built")


class History:
    """Every course as columns, in the order given. Moments are microseconds, NEVER where nothing happened."""

    def __init__(self, courses: Iterable[Course], calendar: Calendar) -> None:
        told = list(courses)
        self.codes = [one.code for one in told]
        self.names = {name: Names() for name in ("body", "procedure", "channel", "step", "kind", "unit")}
        self.body = self._named("body", [one.body for one in told])
        self.procedure = self._named("procedure", [one.procedure for one in told])
        self.channel = self._named("channel", [one.channel for one in told])
        self.received = _moments(one.received_at for one in told)
        self.ended = _moments(one.ended_at for one in told)
        self.late = _moments(one.late_at for one in told)
        self.marks = _marks(told)
        self.stays = self._stays(told)
        self.time = WorkingTime(calendar)
        self._built: dict[Any, Any] = {}

    def __len__(self) -> int:
        return len(self.codes)

    def once(self, build: "Callable[[History], Built]") -> Built:
        """What `build` makes of this history, made only once."""
        if build not in self._built:
            self._built[build] = build(self)
        found: Built = self._built[build]
        return found

    def open_at(self, at: int) -> Rows:
        """The dossiers that had been received, had not ended and were not late at this moment."""
        chosen = np.flatnonzero((self.received < at) & (self.ended >= at) & (self.late >= at))
        return Rows(chosen, np.full(len(chosen), at, np.int64))

    @cached_property
    def pairs(self) -> Ints:
        """Body and procedure of each dossier, as one number."""
        return self.body * len(self.names["procedure"].numbers) + self.procedure

    @cached_property
    def unit_kinds(self) -> Ints:
        """Unit and kind of step of each stay, as one number."""
        return self.stays.unit * len(self.names["kind"].numbers) + self.stays.kind

    @cached_property
    def unit_steps(self) -> Ints:
        """Unit, procedure and step of each stay, as one number."""
        return self.stays.unit * len(self.names["step"].numbers) + self.stays.step

    @cached_property
    def marked(self) -> Events:
        return Events(self.marks.dossier, self.marks.at)

    @cached_property
    def opened(self) -> Events:
        return Events(self.stays.dossier, self.stays.opened)

    def _named(self, what: str, texts: Sequence[str]) -> Ints:
        return np.array([self.names[what](text) for text in texts], np.int64)

    def _stays(self, told: Sequence[Course]) -> Stays:
        pairs = [(number, stay) for number, one in enumerate(told) for stay in one.stays]
        stays = [stay for _, stay in pairs]
        steps = [f"{told[number].procedure} {stay.step}" for number, stay in pairs]
        return Stays(
            dossier=np.array([number for number, _ in pairs] + [-1], np.int64),
            step=np.append(self._named("step", steps), -1),
            kind=np.append(self._named("kind", [one.kind for one in stays]), -1),
            unit=np.append(self._named("unit", [one.unit for one in stays]), -1),
            round=np.array([one.round for one in stays] + [1], np.int64),
            opened=np.append(_moments(one.opened_at for one in stays), NEVER),
            due=np.append(_moments(one.due_at for one in stays), NEVER),
            taken=np.append(_moments(one.taken_at for one in stays), NEVER),
            closed=np.append(_moments(one.closed_at for one in stays), NEVER),
        )


def _moments(values: Iterable[datetime | None]) -> Ints:
    return np.array([whole(value) for value in values], np.int64)


def _marks(told: Sequence[Course]) -> Marks:
    pairs = [(number, mark) for number, one in enumerate(told) for mark in one.marks]
    return Marks(
        np.array([number for number, _ in pairs], np.int64),
        _moments(mark.at for _, mark in pairs),
        _moments(mark.due_at for _, mark in pairs),
        np.array([mark.paused for _, mark in pairs], np.bool_),
        np.array([mark.supplements for _, mark in pairs], np.int64),
        np.array([mark.extended for _, mark in pairs], np.bool_),
    )
