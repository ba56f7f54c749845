"""What lies before each unit in each role, how fast it goes, and when it will be more than the limits allow for."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from django.db.models import BigIntegerField, Count, F, Q, Value
from django.db.models.functions import Cast

from motcua.bottlenecks.queries.conformance.runs import pauses
from motcua.bottlenecks.rules.queue_norms import norms
from motcua.bottlenecks.rules.queueing import HORIZON, Days, Overflow, Pace, overflow, pace
from motcua.catalog.models import Version
from motcua.catalog.queries import document_of
from motcua.catalog.rules.durations import working_days
from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import ZONE, Calendar
from motcua.criteria.models import Dossier, Step, microseconds
from motcua.criteria.rules.facts import DossierFact, columns
from motcua.organizations.models import Unit

WINDOW = norms().window
"""Working days that are looked at."""
_DAY = 86_400_000_000
_TO_ZONE = 7 * 3_600_000_000
_FIRST = date(1970, 1, 1)


class Desk(NamedTuple):
    """A unit in one role."""

    unit: str
    role: str


class Queue(NamedTuple):
    """Of one desk, as of an evening. `pace` None: too little to speak of. `limit`: working days a step may take there.

    `officers` who finished steps there, with how many each; `untaken`: how many of the queue nobody has taken.
    """

    desk: Desk
    body: str
    days: Days
    limit: float
    officers: Mapping[str, int]
    untaken: int
    pace: Pace | None
    ahead: Overflow | None
    as_of: date
    calendar: str

    @property
    def queue(self) -> int:
        return int(self.days.queue[-1]) if len(self.days) else self.days.before

    def on(self, days: int, clock: Calendar) -> date:
        """The day after so many working days."""
        return working_day(clock, self.as_of, days)


def queues(bodies: Collection[str], horizon: datetime, *, window: int = WINDOW) -> tuple[Queue, ...]:
    """The desks of the units of these bodies, the fullest first. A fixed number of queries.

    What lies with a unit counts where it lies, whichever body decides the dossier.
    """
    units = {
        code: (body, clock)
        for code, body, clock in Unit.objects.filter(body__code__in=list(bodies)).values_list(
            "code", "body__code", "body__calendar"
        )
    }
    clocks = {code: calendar(code) for code in {clock for _body, clock in units.values()}}
    counted = _Counted(list(units), horizon, window, clocks)
    found = []
    for desk in counted.desks:
        body, code = units[desk.unit]
        days = counted.days(desk, code)
        limit = counted.limit(desk)
        told = pace(days, limit)
        found.append(
            Queue(
                desk,
                body,
                days,
                limit,
                counted.officers[desk],
                counted.untaken[desk],
                told,
                overflow(days, told, seed=_seed(desk)) if told else None,
                counted.evening(code),
                code,
            )
        )
    return tuple(sorted(found, key=_weight))


def _weight(one: Queue) -> tuple[Any, ...]:
    """Those that are over first, then those that will be soonest, then the most used."""
    if one.pace is None or one.ahead is None:
        return (2, 0, 0.0, *one.desk)
    middle = one.ahead.middle if one.ahead.middle is not None else HORIZON + 1
    fullness = one.pace.queue / one.pace.most if one.pace.is_over else one.pace.used
    return (0 if one.pace.is_over else 1, middle, -fullness, *one.desk)


def _seed(desk: Desk) -> int:
    """The same desk is played with the same dice."""
    return sum(ord(letter) * place for place, letter in enumerate("".join(desk), start=1))


class _Counted:
    """Every count that the desks need, read at once."""

    def __init__(
        self, units: Sequence[str], horizon: datetime, window: int, clocks: Mapping[str, Calendar]
    ) -> None:
        self._clocks, self._window = clocks, window
        self._today = horizon.astimezone(ZONE).date()
        steps = Step.objects.filter(unit__in=units)
        since = microseconds(
            datetime.combine(min(self._first(c) for c in clocks.values()), datetime.min.time(), ZONE)
        ) if clocks else 0  # fmt: skip
        until = microseconds(horizon)
        recent = steps.filter(opened_at__gte=since, opened_at__lt=until)
        self._arrived = _by_day(recent, "opened_at")
        self._done = _by_day(steps.filter(closed_at__gte=since, closed_at__lt=until), "closed_at")
        lay = steps.filter(Q(closed_at=None) | Q(closed_at__gte=since), opened_at__lt=since)
        self._before = _by_desk(lay)
        away = _away(units, since, until)
        _take_away(away, self._arrived, self._done, self._before, since)
        lies = steps.filter(Q(closed_at=None) | Q(closed_at__gte=until), opened_at__lt=until)
        self.untaken = _by_desk(lies.filter(Q(taken_at=None) | Q(taken_at__gte=until)))
        for one in away:
            if one.until is None and not one.taken:
                self.untaken[one.desk] -= 1
        self.officers = _by_officer(steps.filter(closed_at__gte=since, closed_at__lt=until))
        self._kinds = _by_kind(recent)
        self._limits = _limits({procedure for kinds in self._kinds.values() for procedure, _step in kinds})
        self.desks = sorted({*self._arrived, *self._before, *self._done})
        self._since = since

    def evening(self, calendar_code: str) -> date:
        """The last working day that is looked at."""
        return working_day(self._clocks[calendar_code], self._today, 0)

    def _first(self, clock: Calendar) -> date:
        return working_day(clock, self._today, 1 - self._window)

    def days(self, desk: Desk, calendar_code: str) -> Days:
        """By working days; what came or went on a day off belongs to the working day after it."""
        clock = self._clocks[calendar_code]
        on, first = [], _FIRST + timedelta((self._since + _TO_ZONE) // _DAY)
        while first <= self._today:
            if clock.works(first):
                on.append(first)
            first += timedelta(1)
        return Days(_spread(self._arrived[desk], on), _spread(self._done[desk], on), self._before[desk])

    def limit(self, desk: Desk) -> float:
        """The mean over what came; a working day where the sheets set none."""
        total = weight = 0.0
        for kind, count in self._kinds[desk].items():
            if days := self._limits.get(kind):
                total, weight = total + days * count, weight + count
        return total / weight if weight else 1.0


def working_day(clock: Calendar, on: date, days: int) -> date:
    """So many working days after a day, or before it; 0: the day itself or the last working day before it."""
    step = timedelta(1 if days > 0 else -1)
    while days <= 0 and not clock.works(on):
        on -= timedelta(1)
    for _ in range(abs(days)):
        on += step
        while not clock.works(on):
            on += step
    return on


class _Away(NamedTuple):
    """A step that lay open at a desk while its dossier waited for the applicant (microseconds; open: without end)."""

    desk: Desk
    since: int
    until: int | None
    taken: bool


def _away(units: Sequence[str], since: int, until: int) -> list[_Away]:
    """The waits that reach into the window, of steps that lay open then. Three queries."""
    lain = Step.objects.filter(
        Q(closed_at=None) | Q(closed_at__gte=since), unit__in=units, opened_at__lt=until
    )
    asked = Dossier.objects.filter(
        Q(ended_at=None) | Q(ended_at__gte=since), supplements__gt=0, code__in=lain.values("code")
    )
    rows = asked.values_list(*columns(DossierFact.kind))
    waits = pauses({fact.code: fact for fact in (DossierFact(*row) for row in rows)})
    found = []
    for step in lain.filter(code__in=list(waits)):
        for wait in waits[step.code]:
            begins = max(microseconds(wait.since), microseconds(step.opened_at))
            ends = min(filter(None, (_by(wait.until, until), _by(step.closed_at, until))), default=None)
            if begins < (ends or until) and (ends is None or ends >= since):
                taken = _by(step.taken_at, until) is not None
                found.append(_Away(Desk(step.unit, step.role), begins, ends, taken))
    return found


def _by(moment: datetime | None, until: int) -> int | None:
    told = None if moment is None else microseconds(moment)
    return told if told is not None and told < until else None


def _take_away(
    away: Sequence[_Away],
    arrived: defaultdict[Desk, Counter[date]],
    done: defaultdict[Desk, Counter[date]],
    lay: Counter[Desk],
    since: int,
) -> None:
    """Who asks the applicant has done what he can for now; the answer comes in like something new."""
    for one in away:
        if one.since < since:
            lay[one.desk] -= 1
        else:
            done[one.desk][_day_of(one.since)] += 1
        if one.until is not None:
            arrived[one.desk][_day_of(one.until)] += 1


def _day_of(moment: int) -> date:
    return _FIRST + timedelta((moment + _TO_ZONE) // _DAY)


def _spread(counts: Mapping[date, int], on: Sequence[date]) -> Any:
    places = np.zeros(len(on), np.int64)
    for day, count in counts.items():
        place = min(int(np.searchsorted(_numbers(on), day.toordinal())), len(on) - 1)
        places[place] += count
    return places


def _numbers(on: Sequence[date]) -> Any:
    return np.array([day.toordinal() for day in on])


def _whole(number: int) -> Value:
    """Large numbers: without their type they would be cut to 32 bits on the way."""
    return Value(number, output_field=BigIntegerField())


def _by_day(steps: Any, moment: str) -> defaultdict[Desk, Counter[date]]:
    found: defaultdict[Desk, Counter[date]] = defaultdict(Counter)
    number = (Cast(F(moment), BigIntegerField()) + _whole(_TO_ZONE)) / _whole(_DAY)
    for unit, role, day, count in (
        steps.annotate(day=number).values_list("unit", "role", "day").annotate(count=Count("pk")).order_by()
    ):
        found[Desk(unit, role)][_FIRST + timedelta(int(day))] += count
    return found


def _by_desk(steps: Any) -> Counter[Desk]:
    rows = steps.values_list("unit", "role").annotate(count=Count("pk")).order_by()
    return Counter({Desk(unit, role): count for unit, role, count in rows})


def _by_officer(steps: Any) -> defaultdict[Desk, dict[str, int]]:
    found: defaultdict[Desk, dict[str, int]] = defaultdict(dict)
    rows = steps.exclude(officer="").exclude(outcome="cancelled")
    for unit, role, officer, count in (
        rows.values_list("unit", "role", "officer").annotate(count=Count("pk")).order_by("-count", "officer")
    ):
        found[Desk(unit, role)][officer] = count
    return found


def _by_kind(steps: Any) -> defaultdict[Desk, dict[tuple[str, str], int]]:
    found: defaultdict[Desk, dict[tuple[str, str], int]] = defaultdict(dict)
    rows = steps.values_list("unit", "role", "procedure", "step").annotate(count=Count("pk")).order_by()
    for unit, role, procedure, step, count in rows:
        found[Desk(unit, role)][procedure, step] = count
    return found


def _limits(procedures: Collection[str]) -> dict[tuple[str, str], float]:
    """Working days that a step may take, by the newest version of its procedure that has it."""
    limits: dict[tuple[str, str], float] = {}
    for version in (
        Version.objects.filter(procedure__code__in=procedures).select_related("procedure").order_by("number")
    ):
        for code, step in document_of(version).net.steps.items():
            if step.limit:
                limits[version.procedure.code, code] = float(working_days(step.limit))
    return limits
