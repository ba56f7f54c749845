"""A criterion that counts lateness: where the time of its dossiers went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import cached_property

from motcua.bottlenecks.queries.diagnosis.peers import best_peer
from motcua.bottlenecks.queries.diagnosis.place import Scene
from motcua.bottlenecks.queries.diagnosis.reading import (
    Counting,
    Names,
    counted_dossiers,
    names,
    pauses_of,
    rounds_before,
)
from motcua.bottlenecks.queries.diagnosis.sheet import order_of
from motcua.bottlenecks.queries.diagnosis.suspecting import Span, causes_of, pool_of
from motcua.bottlenecks.rules.diagnosis import Cause, Diagnosis, LateCase, StepFigures
from motcua.bottlenecks.rules.diagnosis.bearing import Carried, Late, carried, contributions
from motcua.bottlenecks.rules.diagnosis.concluding import concluded
from motcua.bottlenecks.rules.diagnosis.excluding import Wait, excluded
from motcua.bottlenecks.rules.diagnosis.model import NONE, Excluded, Reason
from motcua.bottlenecks.rules.diagnosis.norms import Norms
from motcua.bottlenecks.rules.diagnosis.rounds import Round, timed
from motcua.bottlenecks.rules.diagnosis.steps import by_dossier, flow_figures, step_figures
from motcua.clock.rules.counting import working_minutes
from motcua.criteria.models import microseconds
from motcua.criteria.queries.drilling import NO_STEP, TOO_SLACK
from motcua.criteria.queries.evidence import late_counters, points_of
from motcua.criteria.rules.facts import DossierFact


@dataclass(frozen=True)
class Cases:
    """The dossiers that the criterion counts here, those of them that were late, and the rounds of their steps."""

    scene: Scene
    known: Names
    facts: Mapping[str, DossierFact]
    late: Mapping[str, DossierFact]
    rounds: Sequence[Round]
    span: Span
    pool: Sequence[Round]
    """The rounds of everybody who is compared, of the period alone."""

    @property
    def ends(self) -> datetime:
        assert self.scene.ends is not None
        return self.scene.ends

    @cached_property
    def by_code(self) -> dict[str, list[Round]]:
        return by_dossier(self.rounds)

    @cached_property
    def by_step(self) -> bool:
        """One procedure's steps are told one by one; those of several by what they are and who does them."""
        return len({fact.procedure for fact in self.facts.values()}) == 1

    def until(self, fact: DossierFact) -> datetime:
        return min(fact.ended_at, self.ends) if fact.ended_at else self.ends


def cases_of(scene: Scene) -> Cases:
    place, ends = scene.place, scene.ends
    assert place is not None
    assert ends is not None
    criterion, known = scene.measured.criterion, names()
    facts = counted_dossiers(criterion.denominators[scene.measured.place].names, place)
    counting = Counting(criterion.counters & late_counters(), place)
    late = {code: fact for code, fact in facts.items() if counting.counts(fact)}
    span = Span(scene.tree, scene.node.code, scene.seen.over, ends)
    pool = pool_of(span, known)
    early = timed(rounds_before(facts, span.over.starts_at), known.calendars, microseconds(ends))
    rounds = [one for one in pool if one.row.code in facts] + early
    return Cases(scene, known, facts, late, rounds, span, pool)


def of_lateness(scene: Scene, norms: Norms) -> Diagnosis:
    cases = cases_of(scene)
    late = _late(cases)
    found = carried(late, cases.by_code, by_step=cases.by_step)
    enough = len(cases.facts) >= norms.least_cases
    order = order_of(scene.asked.procedure or _only(cases)) if cases.by_step else {}
    figures = step_figures(cases.rounds, order, by_step=cases.by_step)
    conclusion = concluded(
        found,
        cases.by_code,
        list(cases.late),
        by_step=cases.by_step,
        one_holder=norms.one_holder_share,
        most=scene.points,
        sample=len(cases.facts),
    )
    return Diagnosis(
        asked=scene.asked,
        horizon=scene.horizon,
        points=scene.points,
        most=scene.measured.max,
        by_steps=True,
        cases=len(cases.facts),
        late=len(cases.late),
        enough=enough,
        least=norms.least_cases,
        conclusion=conclusion if enough else None,
        steps=tuple(_borne(one, found) for one in figures),
        flows=flow_figures(cases.rounds, by_step=cases.by_step),
        causes=_causes(cases, norms) if enough else (),
        contributions=contributions(found, cases.rounds, by_step=cases.by_step),
        rest=_rest(scene, found),
        peer=best_peer(scene, cases.facts, norms, cases.pool) if enough else None,
        excluded=_excluded(cases),
        dossiers=_dossiers(cases, late, found),
        left_out=sum(code not in cases.by_code for code in cases.facts),
    )


def _causes(cases: Cases, norms: Norms) -> tuple[Cause, ...]:
    """Those that touched a dossier that is counted here."""
    found = causes_of(cases.span, cases.known, norms, cases.pool)
    return tuple(cause for cause in found if not cases.facts.keys().isdisjoint(cause.dossiers))


def _only(cases: Cases) -> str:
    return next(iter(cases.facts.values())).procedure


def _late(cases: Cases) -> list[Late]:
    """With the points and minutes of criteria's own drill, so that both tell the same."""
    place = cases.scene.place
    assert place is not None
    told = []
    for code, fact in sorted(cases.late.items()):
        clock = cases.known.calendars[fact.body]
        until = cases.until(fact)
        over = working_minutes(clock, fact.due_at, until) if fact.due_at else 0
        points = points_of(cases.scene.loss, fact, place, only=late_counters())
        told.append(Late(code, points, over, clock.worked_before(*clock.place_of(until))))
    return told


def _borne(one: StepFigures, found: Carried) -> StepFigures:
    saved = found.saved.get(one.key, {})
    return replace(
        one,
        points=found.of(one.key),
        made_late=len(found.made_late.get(one.key, ())),
        regained=sum(saved.values(), NONE),
        saved=len(saved),
    )


def _rest(scene: Scene, found: Carried) -> dict[str, Fraction]:
    missing = scene.points - found.total - sum(scene.rest.values(), NONE)
    rest = {TOO_SLACK: found.too_slack, NO_STEP: missing, **scene.rest}
    return {reason: points for reason, points in rest.items() if points}


def _excluded(cases: Cases) -> tuple[Excluded, ...]:
    waits = [*_citizens(cases), *_agencies(cases), *_payments(cases)]
    return excluded(waits, frozenset(cases.late))


def _citizens(cases: Cases) -> list[Wait]:
    found = []
    for code, asked_at, answered_at in pauses_of(cases.facts):
        clock, until = cases.known.calendars[cases.facts[code].body], cases.until(cases.facts[code])
        if asked_at < until:
            minutes = working_minutes(clock, asked_at, min(answered_at or until, until))
            found.append(Wait(Reason.CITIZEN, code, minutes))
    return found


def _agencies(cases: Cases) -> list[Wait]:
    return [
        Wait(Reason.AGENCY, one.row.code, one.waiting + (one.processing or 0))
        for one in cases.rounds
        if one.ran and cases.known.elsewhere(one.row)
    ]


def _payments(cases: Cases) -> list[Wait]:
    """Of results that were ready before their fee was paid."""
    found = []
    for code, fact in cases.facts.items():
        ended, paid = fact.ended_at, fact.paid_at or cases.ends
        if fact.ending != "completed" or not fact.fee or ended is None or not ended < paid <= cases.ends:
            continue
        found.append(
            Wait(Reason.PAYMENT, code, working_minutes(cases.known.calendars[fact.body], ended, paid))
        )
    return found


def _dossiers(cases: Cases, late: Sequence[Late], found: Carried) -> tuple[LateCase, ...]:
    """The most costly first, then those longest past due."""
    rows = []
    for one in late:
        fact = cases.late[one.code]
        rows.append(
            LateCase(
                one.code,
                fact.body,
                fact.procedure,
                fact.due_at,
                fact.ended_at,
                one.points,
                one.lateness,
                found.worst.get(one.code),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.points, -row.overdue, row.code)))
