"""The finished steps of a period, each as its officer and its unit answer for it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from django.utils.timezone import localdate

from motcua.bottlenecks.queries.fairness.surroundings import Surroundings, surroundings
from motcua.bottlenecks.rules.fairness.casemix import Holder, Told
from motcua.bottlenecks.rules.fairness.hands import InHands, Off, Outside, Span, in_hands, joined
from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import Calendar
from motcua.clock.rules.counting import working_minutes
from motcua.criteria.models import Step, microseconds
from motcua.criteria.rules.facts import StepFact, columns
from motcua.criteria.rules.periods import Period, month_of
from motcua.organizations.models import Body

CANCELLED = "cancelled"
Key = tuple[str, str, int]


class Gathered(NamedTuple):
    officers: list[Told]
    units: list[Told]


@dataclass(frozen=True)
class Seen:
    """A step as its holder answers for it."""

    step: StepFact
    hands: InHands
    limit: int

    @property
    def is_over(self) -> bool:
        return self.hands.minutes > self.limit


def gather(over: Period, horizon: datetime, set_aside: Collection[tuple[str, Key]] = ()) -> Gathered:
    """Steps with a limit that were finished in the period. `set_aside`: (officer, step) that do not count for him."""
    steps = list(_finished(over, horizon))
    around = surroundings({step.code for step in steps}, horizon)
    scale = Scale(around)
    arrived = Counter(_arrival(step) for step in _opened(over, horizon))
    found = Gathered([], [])
    for step in steps:
        load = arrived[_arrival(step)] / max(len(around.posts.on(step.unit, step.role, step.opened_at)), 1)
        if step.officer and (step.officer, key_of(step)) not in set_aside:
            seen = scale.of_officer(step)
            holder = Holder(step.officer, step.role, step.unit, scale.body_of(step))
            found.officers.append(_told(holder, seen, around, load))
        seen = scale.of_unit(step)
        holder = Holder(step.unit, "", step.unit, scale.body_of(step))
        found.units.append(_told(holder, seen, around, load))
    return found


def key_of(step: StepFact) -> Key:
    return step.code, step.step, step.round


def seen_of_officer(officer: str, role: str, over: Period, horizon: datetime) -> list[Seen]:
    """The steps behind an officer's figure, the longest against their limit first. Seven queries."""
    steps = [step for step in _finished(over, horizon, officer=officer) if step.role == role]
    scale = Scale(surroundings({step.code for step in steps}, horizon))
    seen = [scale.of_officer(step) for step in steps]
    return sorted(seen, key=lambda one: (-one.hands.minutes / max(one.limit, 1), one.step.code))


class Scale:
    """Measures steps in the working time of their unit's body."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        named = dict(Body.objects.values_list("code", "calendar"))
        self._calendars: dict[str, Calendar] = {code: calendar(code) for code in {*named.values()}}
        self._of = named

    def body_of(self, step: StepFact) -> str:
        return self.around.bodies.get(step.unit, step.body)

    def of_officer(self, step: StepFact) -> Seen:
        """From when he took it; from when it was there, if it could only be his."""
        outside = self._outside(step, step.officer)
        could = self.around.posts.on(step.unit, step.role, step.opened_at)
        if could != {step.officer} and step.taken_at is not None and step.taken_at > step.opened_at:
            outside[Off.BEFORE_TAKEN] = [Span(step.opened_at, step.taken_at)]
        return self._seen(step, outside)

    def of_unit(self, step: StepFact) -> Seen:
        return self._seen(step, self._outside(step, None))

    def _outside(self, step: StepFact, officer: str | None) -> dict[Off, list[Span]]:
        assert step.closed_at is not None
        whole, mine = Span(step.opened_at, step.closed_at), self.body_of(step)
        others = [span for span, body in self.around.consulted.get(step.code, ()) if body != mine]
        found = {
            Off.CITIZEN: list(self.around.asked.get(step.code, ())),
            Off.OTHER_AGENCY: joined(others) if others else [],
            Off.NO_MANDATE: self.around.posts.without(step.unit, step.role, whole, officer),
        }
        return {why: spans for why, spans in found.items() if spans}

    def _seen(self, step: StepFact, outside: dict[Off, list[Span]]) -> Seen:
        assert step.closed_at is not None
        assert step.due_at is not None
        minutes = partial(working_minutes, self._calendar(step))
        hands = in_hands(Span(step.opened_at, step.closed_at), Outside(outside), minutes)
        return Seen(step, hands, minutes(step.opened_at, step.due_at))

    def _calendar(self, step: StepFact) -> Calendar:
        return self._calendars[self._of.get(self.body_of(step), "vn-standard")]


def _told(holder: Holder, seen: Seen, around: Surroundings, load: float) -> Told:
    step = seen.step
    assert step.closed_at is not None
    return Told(
        holder=holder,
        month=month_of(step.closed_at).first,
        work=(step.procedure, step.step),
        again=step.round > 1,
        channel=around.channels.get(step.code, ""),
        load=load,
        minutes=seen.hands.minutes,
        limit=seen.limit,
        off=seen.hands.off,
    )


def _finished(over: Period, horizon: datetime, *, officer: str = "") -> Iterator[StepFact]:
    ends = microseconds(min(over.ends_at, horizon))
    rows = Step.objects.filter(
        closed_at__gte=microseconds(over.starts_at), closed_at__lt=ends, due_at__isnull=False
    ).exclude(outcome=CANCELLED)
    if officer:
        rows = rows.filter(officer=officer)
    return (StepFact(*row) for row in rows.order_by("pk").values_list(*columns("step")).iterator())


def _opened(over: Period, horizon: datetime) -> Iterable[StepFact]:
    """Everything that came in the weeks of steps that were finished, finished itself or not."""
    begins = microseconds(over.back(1).starts_at)
    rows = Step.objects.filter(opened_at__gte=begins, opened_at__lt=microseconds(horizon))
    return (StepFact(*row) for row in rows.values_list(*columns("step")).iterator())


def _arrival(step: StepFact) -> tuple[str, str, date]:
    """Unit, role and the Monday of the week in which it came."""
    on = localdate(step.opened_at)
    return step.unit, step.role, date.fromordinal(on.toordinal() - on.weekday())
