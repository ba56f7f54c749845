"""A criterion that counts lateness: where the time of its dossiers went."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import cached_property

import numpy as np

from motcua.bottlenecks.queries.diagnosis.peers import best_peer
from motcua.bottlenecks.queries.diagnosis.place import Scene
from motcua.bottlenecks.queries.diagnosis.reading import (
    Counting,
    Names,
    pauses_of,
    rounds_before,
)
from motcua.bottlenecks.queries.diagnosis.sharing import Shared
from motcua.bottlenecks.queries.diagnosis.sheet import order_of
from motcua.bottlenecks.rules.diagnosis import Cause, Conclusion, Diagnosis, LateCase, StepFigures
from motcua.bottlenecks.rules.diagnosis.bearing import Carried, Late, carried, contributions
from motcua.bottlenecks.rules.diagnosis.columns import columns_of
from motcua.bottlenecks.rules.diagnosis.concluding import concluded
from motcua.bottlenecks.rules.diagnosis.excluding import Wait, excluded
from motcua.bottlenecks.rules.diagnosis.model import NONE, Excluded, Reason
from motcua.bottlenecks.rules.diagnosis.rounds import Round, timed
from motcua.bottlenecks.rules.diagnosis.steps import by_dossier, flows_of, steps_of
from motcua.bottlenecks.rules.diagnosis.worktime import worked_before
from motcua.clock.rules.counting import working_minutes
from motcua.criteria.models import microseconds
from motcua.criteria.queries.drilling import NO_STEP, TOO_SLACK
from motcua.criteria.queries.evidence import late_counters, points_of
from motcua.criteria.rules.facts import DossierFact


@dataclass(frozen=True)
class Cases:
    """The dossiers that the criterion counts here, those of them that were late, and the rounds of their steps."""

    scene: Scene
    shared: Shared
    facts: Mapping[str, DossierFact]
    late: Mapping[str, DossierFact]
    rounds: Sequence[Round]

    @property
    def known(self) -> Names:
        return self.shared.names

    @property
    def ends(self) -> datetime:
        assert self.scene.ends is not None
        return self.scene.ends

    @cached_property
    def of_late(self) -> dict[str, list[Round]]:
        """The rounds of each late dossier."""
        return by_dossier(one for one in self.rounds if one.row.code in self.late)

    @cached_property
    def by_step(self) -> bool:
        """One procedure's steps are told one by one; those of several by what they are and who does them."""
        return len({fact.procedure for fact in self.facts.values()}) == 1

    def until(self, fact: DossierFact) -> datetime:
        return min(fact.ended_at, self.ends) if fact.ended_at else self.ends


def cases_of(scene: Scene, shared: Shared) -> Cases:
    place, ends = scene.place, scene.ends
    assert place is not None
    assert ends is not None
    criterion, starts = scene.measured.criterion, scene.seen.over.starts_at
    facts = shared.counted(criterion.denominators[scene.measured.place].names, place)
    counting = Counting(criterion.counters & late_counters(), place)
    late = {code: fact for code, fact in facts.items() if counting.counts(fact)}
    rounds = [one for one in shared.pool if one.row.code in facts]
    elder = [code for code, fact in facts.items() if fact.filed_at < starts]
    rounds += timed(rounds_before(elder, starts), shared.names.calendars, microseconds(ends))
    return Cases(scene, shared, facts, late, rounds)


def of_lateness(scene: Scene, shared: Shared, *, tables: bool = True) -> Diagnosis:
    """Without `tables`: what is concluded and the causes alone."""
    cases = cases_of(scene, shared)
    late = _late(cases)
    found = carried(late, cases.of_late, by_step=cases.by_step)
    enough = len(cases.facts) >= shared.norms.least_cases
    told = Diagnosis(
        asked=scene.asked,
        horizon=scene.horizon,
        points=scene.points,
        most=scene.measured.max,
        by_steps=True,
        cases=len(cases.facts),
        late=len(cases.late),
        enough=enough,
        least=shared.norms.least_cases,
        conclusion=_concluded(cases, found) if enough else None,
        causes=_causes(cases) if enough else (),
        causes_over=(shared.span.since(shared.norms), shared.span.ends),
        rest=_rest(scene, found),
        dossiers=_dossiers(cases, late, found),
    )
    return _with_tables(told, cases, found) if tables else told


def _with_tables(told: Diagnosis, cases: Cases, found: Carried) -> Diagnosis:
    order = order_of(told.asked.procedure or _only(cases)) if cases.by_step else {}
    columns = columns_of(cases.rounds, by_step=cases.by_step)
    peer = best_peer(cases.scene, cases.facts, cases.shared.norms, cases.shared.pool) if told.enough else None
    return replace(
        told,
        steps=tuple(_borne(one, found) for one in steps_of(columns, order)),
        flows=flows_of(columns),
        contributions=contributions(found, cases.rounds, by_step=cases.by_step),
        peer=peer,
        excluded=_excluded(cases),
        left_out=len(cases.facts.keys() - {one.row.code for one in cases.rounds}),
    )


def _concluded(cases: Cases, found: Carried) -> Conclusion | None:
    return concluded(
        found,
        cases.rounds,
        list(cases.late),
        by_step=cases.by_step,
        one_holder=cases.shared.norms.one_holder_share,
        most=cases.scene.points,
        sample=len(cases.facts),
    )


def _causes(cases: Cases) -> tuple[Cause, ...]:
    """Those that touched a dossier that is counted here."""
    return tuple(one for one in cases.shared.causes if not cases.facts.keys().isdisjoint(one.dossiers))


def _only(cases: Cases) -> str:
    return next(iter(cases.facts.values())).procedure


def _late(cases: Cases) -> list[Late]:
    """With the points and minutes of criteria's own drill, so that both tell the same."""
    place = cases.scene.place
    assert place is not None
    lateness, loss = late_counters(), cases.scene.loss
    told = []
    for code, (until, over) in _minutes(cases).items():
        points = points_of(loss, cases.late[code], place, only=lateness)
        told.append(Late(code, points, over, until))
    return told


def _minutes(cases: Cases) -> dict[str, tuple[int, int]]:
    """Of each late dossier the working minute up to which is looked, and how many of them it is past due."""
    found: dict[str, tuple[int, int]] = {}
    for calendar, codes in _by_calendar(cases).items():
        clock, facts = cases.known.by_calendar[calendar], [cases.late[code] for code in codes]
        until = worked_before(clock, np.array([microseconds(cases.until(fact)) for fact in facts]))
        due = worked_before(
            clock, np.array([microseconds(fact.due_at or cases.until(fact)) for fact in facts])
        )
        found |= dict(zip(codes, zip(until.tolist(), (until - due).tolist(), strict=True), strict=True))
    return dict(sorted(found.items()))


def _by_calendar(cases: Cases) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for code, fact in cases.late.items():
        codes[cases.known.calendars[fact.body].code].append(code)
    return codes


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
    for code, asked_at, answered_at in pauses_of(
        [code for code, fact in cases.facts.items() if fact.supplements]
    ):
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
