"""What was done again in a period, what applicants were asked for, what was refused at intake: with its time.

Time is working time by the calendar of the body that decides.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from motcua.bottlenecks.queries.conformance.runs import Scope
from motcua.bottlenecks.rules.conformance.telling import ASKED
from motcua.bottlenecks.rules.reworking import Span, merged, returns_of
from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import Calendar
from motcua.clock.rules.counting import working_minutes
from motcua.criteria import models
from motcua.criteria.models import microseconds
from motcua.criteria.rules.facts import StepFact, columns
from motcua.ledger.models import Entry
from motcua.organizations.models import Body

_GIVEN, _NOT_ACCEPTED = "supplement.given", "dossier.intake_refused"
Key = tuple[str, str, str]
"""Procedure, what, and of a return the source."""


@dataclass
class Line:
    """Of one procedure: a return (source and target), a paper that was asked for, or a reason of refusal (`what`).

    `times` it happened; in `codes` dossiers, each with how often; `minutes` of working time.
    """

    procedure: str
    what: str
    source: str = ""
    times: int = 0
    minutes: int = 0
    codes: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def dossiers(self) -> int:
        return len(self.codes)

    @property
    def again(self) -> int:
        """Dossiers to which it happened more than once."""
        return sum(times > 1 for times in self.codes.values())


@dataclass(frozen=True)
class Reworked:
    """The lines that cost most time first. `minutes` counts a minute of a dossier once, whatever it was for."""

    in_hand: int
    dossiers: int
    minutes: int
    returns: tuple[Line, ...]
    supplements: tuple[Line, ...]
    refusals: tuple[Line, ...]


def reworked(scope: Scope) -> Reworked:
    """What began in the period, told as far as the period goes. A fixed number of queries."""
    clock = _clocks(scope)
    kept: tuple[dict[Key, Line], ...] = ({}, {}, {})
    spans: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for lines, told in zip(kept, (_returns, _supplements, _refusals), strict=True):
        for code, body, key, span, counts in told(scope):
            line = lines.setdefault(key, Line(*key))
            line.times += 1
            line.minutes += working_minutes(clock(body), *span)
            line.codes[code] += 1
            if counts:
                spans[code, body].append(span)
    total = sum(
        working_minutes(clock(body), *span) for (_code, body), kept in spans.items() for span in merged(kept)
    )
    returns, supplements, refusals = (tuple(sorted(lines.values(), key=_weight)) for lines in kept)
    return Reworked(_in_hand(scope), len(spans), total, returns, supplements, refusals)


def _weight(line: Line) -> tuple[int, int, str, str, str]:
    return -line.minutes, -line.times, line.procedure, line.source, line.what


Told = tuple[str, str, Key, Span, bool]
"""Dossier, body, key of the line, from when to when, and whether the time belongs to the rework."""


def _returns(scope: Scope) -> Iterable[Told]:
    begins, until = scope.over.starts_at, scope.until
    again = models.Step.objects.filter(
        Q(closed_at=None) | Q(closed_at__gte=microseconds(begins)),
        body__in=list(scope.bodies),
        round__gt=1,
        opened_at__gte=microseconds(begins),
        opened_at__lt=microseconds(until),
    )
    if scope.procedure:
        again = again.filter(procedure=scope.procedure)
    rows = models.Step.objects.filter(code__in=again.values("code")).order_by("code", "opened_at", "pk")
    steps: dict[str, list[StepFact]] = defaultdict(list)
    for row in rows.values_list(*columns(StepFact.kind)):
        fact = StepFact(*row)
        if fact.opened_at < until:
            steps[fact.code].append(fact)
    for code, facts in steps.items():
        for one in returns_of(facts, until):
            if begins <= one.at < until:
                key = (facts[0].procedure, one.target, one.source)
                yield code, facts[0].body, key, (one.at, min(one.until, until)), True


def _supplements(scope: Scope) -> Iterable[Told]:
    asked = _entries(scope, ASKED)
    answers: dict[str, list[datetime]] = defaultdict(list)
    subjects = [entry.subject for entry in asked]
    for code, at in Entry.objects.filter(subject__in=subjects, kind=_GIVEN).values_list(
        "subject", "recorded_at"
    ):
        answers[code].append(at)
    about = _about(scope, subjects)
    for entry in asked:
        if entry.subject not in about:
            continue
        procedure, _filed, ended = about[entry.subject]
        ends = [at for at in (*answers[entry.subject], ended, scope.until) if at and at > entry.recorded_at]
        span = (entry.recorded_at, min([*ends, scope.until]))
        for item in entry.data["items"]:
            yield entry.subject, entry.body, (procedure, item, ""), span, True


def _refusals(scope: Scope) -> Iterable[Told]:
    refused = _entries(scope, _NOT_ACCEPTED)
    about = _about(scope, [entry.subject for entry in refused])
    for entry in refused:
        if entry.subject not in about:
            continue
        procedure, filed_at, _ended = about[entry.subject]
        for reason in entry.data["reasons"]:
            yield entry.subject, entry.body, (procedure, reason, ""), (filed_at, entry.recorded_at), False


def _entries(scope: Scope, kind: str) -> list[Entry]:
    rows = Entry.objects.filter(
        kind=kind,
        body__in=list(scope.bodies),
        recorded_at__gte=scope.over.starts_at,
        recorded_at__lt=scope.until,
    )
    return list(rows.order_by("pk"))


def _about(scope: Scope, codes: list[str]) -> dict[str, tuple[str, datetime, datetime | None]]:
    """Procedure, filing and end of the dossiers that are asked for."""
    rows = models.Dossier.objects.filter(code__in=codes)
    if scope.procedure:
        rows = rows.filter(procedure=scope.procedure)
    told: Any = rows.values_list("code", "procedure", "filed_at", "ended_at")
    return {code: (procedure, filed, ended) for code, procedure, filed, ended in told}


def _in_hand(scope: Scope) -> int:
    """Dossiers that were filed by the end of the period and had not ended before it."""
    rows = models.Dossier.objects.filter(
        Q(ended_at=None) | Q(ended_at__gte=microseconds(scope.over.starts_at)),
        Q(refused_at_intake_at=None) | Q(refused_at_intake_at__gte=microseconds(scope.over.starts_at)),
        body__in=list(scope.bodies),
        filed_at__lt=microseconds(scope.until),
    )
    return (rows.filter(procedure=scope.procedure) if scope.procedure else rows).count()


def _clocks(scope: Scope) -> Callable[[str], Calendar]:
    codes = dict(Body.objects.filter(code__in=list(scope.bodies)).values_list("code", "calendar"))
    kept = {code: calendar(code) for code in {*codes.values()}}
    return lambda body: kept[codes[body]]
