"""A course: something is begun and then acted upon, line by line as the plan says, each act in its own moment."""

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from heapq import heappop, heappush
from typing import Any

from django.db import transaction

from motcua.demo.rules.agenda import Agenda
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Body, Officer, Unit

Row = Mapping[str, Any]
Course = Generator[datetime, datetime, None]
"""Yields the moment of its next act, is sent it when the time has come, and acts."""
UNFOUND = frozenset({"nothing-counted", "target"})
"""Refusals that mean: the record does not show what this course would start from."""


@dataclass(frozen=True)
class Line:
    """One act of the plan. `agenda` reads its days."""

    row: Row
    agenda: Agenda
    at: datetime

    @property
    def by(self) -> Officer:
        return officer(self.row["by"])

    @property
    def text(self) -> str:
        return str(self.row.get("text", ""))

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at}

    def day(self, name: str) -> date:
        return self.agenda.on(self.row[name])

    def __getitem__(self, name: str) -> Any:
        return self.row[name]


Begin = Callable[[Line], Any]
Verbs = Mapping[str, Callable[[Any, Line], object]]


def course(row: Row, agenda: Agenda, begin: Begin, verbs: Verbs) -> Course:
    at = yield agenda.at(row["at"])
    thing = begin(Line(row, agenda, at))
    for act in row.get("acts", ()):
        at = yield agenda.at(act["at"])
        verbs[act["do"]](thing, Line(act, agenda, at))


def live(courses: Iterable[Course], *, until: datetime) -> list[str]:
    """Let everything happen in the order of time, so that numbers and codes come in it too.

    A course that starts from what the record does not show is left out, and said why.
    """
    waiting: list[tuple[datetime, int, Course]] = []
    left_out: list[str] = []
    for number, one in enumerate(courses):
        heappush(waiting, (next(one), number, one))
    while waiting:
        at, number, one = heappop(waiting)
        if at > until:
            continue
        try:
            following = _let_act(one, at)
        except Refusal as refusal:
            if refusal.code not in UNFOUND:
                raise
            left_out.append(str(refusal))
        else:
            if following is not None:
                heappush(waiting, (max(following, at), number, one))
    return left_out


@transaction.atomic
def _let_act(one: Course, at: datetime) -> datetime | None:
    """The moment of its next act; None after the last."""
    try:
        return one.send(at)
    except StopIteration:
        return None


@cache
def officer(code: str) -> Officer:
    return Officer.objects.select_related("unit", "body").get(code=code)


@cache
def unit(code: str) -> Unit:
    return Unit.objects.select_related("body").get(code=code)


@cache
def body(code: str) -> Body:
    return Body.objects.select_related("parent").get(code=code)


def forget() -> None:
    """What was looked up belongs to one house."""
    for known in (officer, unit, body):
        known.cache_clear()
