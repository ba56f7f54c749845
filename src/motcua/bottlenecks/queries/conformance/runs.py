"""Dossiers of a period as runs: what the index folded from the ledger, and the few things that only entries tell."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from motcua.bottlenecks.rules.conformance import Run
from motcua.bottlenecks.rules.conformance.norms import in_force
from motcua.bottlenecks.rules.conformance.telling import (
    ASKED,
    Around,
    Place,
    in_one_instant,
    known_by,
    run_of,
    waits_of,
)
from motcua.clock.rules.calendar import ZONE
from motcua.clock.rules.limits import Pause
from motcua.criteria import models
from motcua.criteria.models import microseconds
from motcua.criteria.rules.facts import DossierFact, StepFact, columns
from motcua.criteria.rules.periods import Period
from motcua.ledger.models import Entry
from motcua.organizations.models import Delegation, Mandate, Role, Unit

_GIVEN = "supplement.given"


class Scope(NamedTuple):
    """Which dossiers: of these bodies, that were in hand in the period as far as the index has read (`horizon`)."""

    bodies: Collection[str]
    over: Period
    horizon: datetime
    procedure: str = ""

    @property
    def until(self) -> datetime:
        return min(self.over.ends_at, self.horizon)


class Told(NamedTuple):
    """A run with its dossier, and the officer of each doing, in the same order."""

    dossier: DossierFact
    run: Run
    officers: tuple[StepFact, ...]


def runs(scope: Scope) -> Iterator[Told]:
    """Every dossier that ended in the period, and those that lay open at its end, as they stood then."""
    dossiers = {fact.code: fact for fact in _dossiers(scope)}
    steps = _steps(dossiers)
    around = Around(_places(), _held(), scope.until, pauses(dossiers), _order(steps))
    for code, fact in dossiers.items():
        then, known = known_by(fact, steps[code], scope.until)
        run, told = run_of(then, known, around)
        yield Told(fact, run, told)


def _in_hand(scope: Scope) -> QuerySet[models.Dossier]:
    begins, until = microseconds(scope.over.starts_at), microseconds(scope.until)
    rows = models.Dossier.objects.filter(
        Q(ended_at=None) | Q(ended_at__gte=begins), body__in=list(scope.bodies), received_at__lt=until
    )
    if scope.procedure:
        rows = rows.filter(procedure=scope.procedure)
    return rows


def _dossiers(scope: Scope) -> Iterator[DossierFact]:
    rows = _in_hand(scope)
    latest = rows.order_by("-received_at", "code").values_list(*columns(DossierFact.kind))
    for row in latest[: in_force(scope.over.starts_at.date()).most_runs]:
        yield DossierFact(*row)


def beyond(scope: Scope, judged: int) -> int:
    """How many dossiers of the scope were not even looked at, because one page or command judges only so many."""
    most = in_force(scope.over.starts_at.date()).most_runs
    return 0 if judged < most else _in_hand(scope).count() - judged


def _steps(dossiers: Collection[str]) -> dict[str, list[StepFact]]:
    found: dict[str, list[StepFact]] = defaultdict(list)
    rows = models.Step.objects.filter(code__in=list(dossiers)).values_list(*columns(StepFact.kind))
    for row in rows.iterator(10_000):
        found[row[0]].append(StepFact(*row))
    return found


def _places() -> dict[str, Place]:
    return {
        code: Place(kind, body) for code, kind, body in Unit.objects.values_list("code", "kind", "body__code")
    }


def pauses(dossiers: Mapping[str, DossierFact]) -> dict[str, tuple[Pause, ...]]:
    """The waits of these dossiers for their applicants, as the ledger tells them. One query."""
    asked = [code for code, fact in dossiers.items() if fact.supplements]
    rows = Entry.objects.filter(subject__in=asked, kind__in=[ASKED, _GIVEN]).order_by("subject", "sequence")
    told: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
    for subject, kind, at in rows.values_list("subject", "kind", "recorded_at"):
        told[subject].append((kind, at))
    for code in told:
        if ended_at := dossiers[code].ended_at:
            told[code].append(("ended", ended_at))
    return {code: waits_of(entries) for code, entries in told.items()}


def _order(steps: dict[str, list[StepFact]]) -> dict[tuple[str, str, int], int]:
    """Of steps that were finished in one instant the sequence of their entries."""
    ties = [code for code, facts in steps.items() if in_one_instant(facts)]
    rows = Entry.objects.filter(subject__in=ties, kind="step.finished")
    told = rows.values_list("subject", "data__step", "data__round", "sequence")
    return {(code, step, int(number)): sequence for code, step, number, sequence in told}


class _Held(NamedTuple):
    role: str
    unit: str
    body: str
    since: date
    until: date | None

    def on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


def _held() -> Callable[[StepFact], frozenset[str] | None]:
    """The roles that who did a step held in its unit on that day; a leader of the body, or who had the power to sign
    from one, may sign there. Nobody knows of officers whom the house does not know (any more).
    """
    held: dict[str, list[_Held]] = defaultdict(list)
    rows = Mandate.objects.values_list(
        "officer__code", "role", "unit__code", "unit__body__code", "from_on", "until_on"
    )
    for officer, role, unit, body, since, until in rows:
        held[officer].append(_Held(role, unit, body, since, until))
    bodies = dict(Unit.objects.values_list("code", "body__code"))
    lent = _lent()

    kept: dict[tuple[str, str, date], tuple[frozenset[str], bool]] = {}

    def there(officer: str, unit: str, day: date) -> tuple[frozenset[str], bool]:
        """The roles held in the unit on a day, and whether he led its body."""
        if (officer, unit, day) not in kept:
            mine = [one for one in held[officer] if one.on(day)]
            roles = frozenset(one.role for one in mine if one.unit == unit)
            kept[officer, unit, day] = roles, _leads(mine, bodies.get(unit, ""))
        return kept[officer, unit, day]

    def roles(step: StepFact) -> frozenset[str] | None:
        if step.closed_at is None or step.officer not in held:
            return None
        day = step.closed_at.astimezone(ZONE).date()
        own, leads = there(step.officer, step.unit, day)
        if step.step_kind == "sign" and (leads or lent(step, bodies.get(step.unit, ""), held, day)):
            return own | {str(Role.LEADER)}
        return own

    return roles


def _leads(mandates: list[_Held], body: str) -> bool:
    return any(one.role == Role.LEADER and one.body == body for one in mandates)


def _lent() -> Callable[[StepFact, str, dict[str, list[_Held]], date], bool]:
    rows = Delegation.objects.values_list(
        "delegate__code", "delegator__code", "from_at", "until_at", "revoked_at"
    )
    lent: dict[str, list[tuple[str, datetime, datetime, datetime | None]]] = defaultdict(list)
    for delegate, delegator, since, until, revoked in rows:
        lent[delegate].append((delegator, since, until, revoked))

    def holds(step: StepFact, body: str, held: dict[str, list[_Held]], day: date) -> bool:
        at = step.closed_at
        return at is not None and any(
            since <= at < until
            and (revoked is None or at < revoked)
            and _leads([one for one in held[delegator] if one.on(day)], body)
            for delegator, since, until, revoked in lent[step.officer]
        )

    return holds
