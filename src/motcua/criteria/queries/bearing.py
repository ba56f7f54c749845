"""What late dossiers lost, over the steps and officers that made them late."""

from collections.abc import Sequence
from datetime import datetime

from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import Calendar
from motcua.clock.rules.counting import working_minutes
from motcua.criteria.models import Step
from motcua.criteria.queries.evidence import Place, facts_behind, late_counters, points_of
from motcua.criteria.rules.bearing import Borne, Holder, LateDossier, Round, borne
from motcua.criteria.rules.facts import DossierFact, StepFact, columns
from motcua.criteria.rules.losses import Loss
from motcua.organizations.models import Body

MOST_DOSSIERS = 2_000
"""Late dossiers of one procedure at one body in one period that are split; more stand apart as not split."""


def borne_by_steps(loss: Loss, place: Place) -> Borne | None:
    """The lateness of a criterion's loss, over steps. None if the criterion does not count lateness."""
    late = late_counters().intersection(name for name, weight in loss.weights.items() if weight)
    if not late:
        return None
    facts: dict[str, DossierFact] = {}
    for name in sorted(late):
        for fact in facts_behind(name, place, most=MOST_DOSSIERS).facts:
            facts[fact.code] = fact
    rounds = _rounds(sorted(facts))
    clock = calendar(_calendar_of(place))
    ends = min(place.over.ends_at, place.horizon)
    return borne(
        LateDossier(
            fact.code,
            points_of(loss, fact, place, only=late),
            _lateness(fact, ends, clock),
            tuple(_round(one, fact, ends, clock) for one in rounds.get(fact.code, ())),
        )
        for fact in facts.values()
    )


def _rounds(codes: Sequence[str]) -> dict[str, list[StepFact]]:
    found: dict[str, list[StepFact]] = {}
    for row in (
        Step.objects.filter(code__in=codes)
        .order_by("code", "opened_at", "step")
        .values_list(*columns("step"))
    ):
        fact = StepFact(*row)
        found.setdefault(fact.code, []).append(fact)
    return found


def _lateness(fact: DossierFact, ends: datetime, clock: Calendar) -> int:
    """Working minutes past its due moment, when it ended or, while it is open, by now."""
    if fact.due_at is None:
        return 0
    return working_minutes(clock, fact.due_at, _until(fact, ends))


def _round(step: StepFact, fact: DossierFact, ends: datetime, clock: Calendar) -> Round:
    until = min(step.closed_at or ends, _until(fact, ends))
    over = working_minutes(clock, step.due_at, until) if step.due_at else 0
    return Round(step.step, Holder(step.officer, step.unit, step.body), over)


def _until(fact: DossierFact, ends: datetime) -> datetime:
    return min(fact.ended_at, ends) if fact.ended_at else ends


def _calendar_of(place: Place) -> str:
    codes = Body.objects.filter(code__in=list(place.bodies)).values_list("calendar", flat=True)
    return next(iter(codes), "vn-standard")
