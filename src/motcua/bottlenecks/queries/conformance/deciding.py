"""Who may decide about departures from a sheet, what was decided, and what a new version would say."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.bottlenecks.models import DeviationDecision
from motcua.bottlenecks.queries.conformance.finding import Pattern
from motcua.bottlenecks.queries.conformance.runs import Scope
from motcua.bottlenecks.rules.conformance import Kind
from motcua.bottlenecks.rules.conformance.adopting import Change
from motcua.catalog.queries.drafts import newest_version
from motcua.clock.queries import calendar
from motcua.clock.rules.counting import working_minutes
from motcua.criteria.access import sight_of
from motcua.criteria.models import Step, microseconds
from motcua.organizations.models import Body, Officer, Role, Unit
from motcua.organizations.queries import roles_of

Key = tuple[str, int, str, str]
"""Procedure, version, step, kind."""
_HALF_DAYS = 2


@dataclass(frozen=True)
class Rights:
    """`corrects`: he answers for the body's work. `adopts`: he keeps the catalogue's sheets."""

    corrects: bool
    adopts: bool


def rights(officer: Officer, body: str, on: date) -> Rights:
    """Heads and leaders of the body itself; leaders of the province and the reform office of every body."""
    sight = sight_of(officer, on)
    heads = bool(sight.units) and Unit.objects.filter(code__in=sight.units, body__code=body).exists()
    return Rights(
        sight.everybody or body in sight.bodies or heads,
        Role.CATALOGUE in roles_of(officer, on),
    )


def key_of(pattern: Pattern) -> Key:
    return pattern.procedure, pattern.version, pattern.step, pattern.kind.value


def last_decisions(body: str, keys: Collection[Key] | None = None) -> dict[Key, DeviationDecision]:
    """The decision that holds, by pattern. One query."""
    rows = DeviationDecision.objects.filter(body=body).select_related("decided_by").order_by("number")
    found = {(row.procedure, row.version, row.step, row.kind): row for row in rows}
    return found if keys is None else {key: row for key, row in found.items() if key in keys}


def decided(bodies: Sequence[str]) -> list[DeviationDecision]:
    """What was decided about these bodies, the latest first."""
    rows = DeviationDecision.objects.filter(body__in=bodies).select_related("decided_by")
    return list(rows.order_by("-decided_at", "-pk"))


def again_since(pattern: Pattern, decision: DeviationDecision, scope: Scope) -> int:
    """Dossiers of a pattern in which the step was opened only after the decision: those that it did not stop."""
    codes = {case.code for case in pattern.cases}
    rows = Step.objects.filter(
        code__in=codes,
        step=pattern.step,
        opened_at__gte=microseconds(decision.decided_at),
        opened_at__lt=microseconds(scope.until),
    )
    return rows.values("code").distinct().count()


def proposal(pattern: Pattern, scope: Scope) -> Change:
    """What the sheet would have to say so that nearly all of these dossiers had kept to it."""
    usual = pattern.seen.most_common(1)
    seen = usual[0][0] if usual else ""
    if pattern.kind is Kind.OVER_LIMIT:
        return Change(pattern.kind, pattern.step, limit=_nine_in_ten(pattern, scope))
    if pattern.kind is Kind.WRONG_ROLE:
        return Change(pattern.kind, pattern.step, role=seen.split("+")[0])
    if pattern.kind is Kind.WRONG_UNIT:
        is_body = Body.objects.filter(code=seen).exists()
        return Change(pattern.kind, pattern.step, body=seen if is_body else "", unit="" if is_body else seen)
    if pattern.kind is Kind.EXTRA:
        return Change(pattern.kind, pattern.step, role=str(Role.SPECIALIST), after=seen)
    return Change(pattern.kind, pattern.step, after=seen if pattern.kind is Kind.OUT_OF_ORDER else "")


def is_newest(pattern: Pattern) -> bool:
    """Whether no later version has been published."""
    newest = newest_version(pattern.procedure)
    return newest is not None and newest.number == pattern.version


def _nine_in_ten(pattern: Pattern, scope: Scope) -> str:
    """Working days in which nine of ten were done in the period, up to the next half day."""
    rows = Step.objects.filter(
        body__in=list(scope.bodies),
        procedure=pattern.procedure,
        step=pattern.step,
        closed_at__gte=microseconds(scope.over.starts_at),
        closed_at__lt=microseconds(scope.until),
    ).exclude(outcome="cancelled")
    body = Body.objects.filter(code__in=list(scope.bodies)).order_by("pk").first()
    clock = calendar(body.calendar if body else "vn-standard")
    told: Any = rows.values_list("opened_at", "closed_at")
    spent = sorted(working_minutes(clock, opened, closed) for opened, closed in told)
    if not spent:
        return ""
    minutes = spent[min(len(spent) - 1, -(-9 * len(spent) // 10) - 1)]
    halves = -(-minutes * _HALF_DAYS // clock.day_minutes)
    return f"{max(halves, 1) / _HALF_DAYS:g}"
