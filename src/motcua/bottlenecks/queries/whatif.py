"""What would happen to a body if something were changed: the scenario read, the model learned, the answer as facts."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.bottlenecks.queries.whatif_past import Known, known
from motcua.bottlenecks.queries.whatif_words import told_change
from motcua.bottlenecks.rules.whatif.answers import Answer, Counts, Question, Window, ask, count
from motcua.bottlenecks.rules.whatif.changes import Limit, Paper, asked_for, movable
from motcua.bottlenecks.rules.whatif.changes import check as check_data
from motcua.bottlenecks.rules.whatif.learning import Model, TooLittle, learn
from motcua.bottlenecks.rules.whatif.norms import norms
from motcua.bottlenecks.rules.whatif.scenario import Scenario, World, check, last_day, read
from motcua.criteria.models import microseconds
from motcua.criteria.queries.nodes import tree
from motcua.criteria.queries.scores import DEFAULT_SET, horizon
from motcua.criteria.queries.sets import set_of
from motcua.criteria.rules.measuring import Figures, measured
from motcua.criteria.rules.periods import Period
from motcua.criteria.rules.sets import CriteriaSet
from motcua.criteria.rules.sets.model import Criterion, Ratio
from motcua.kernel.refusals import Refusal

_COUNTED = frozenset({"finished", "finished_late", "pending", "pending_late"})


@dataclass(frozen=True)
class Prepared:
    """A scenario that can be played: nothing is unknown, and there is enough to learn from."""

    scenario: Scenario
    at: datetime
    known: Known
    model: Model
    question: Question
    criterion: Criterion | None


def prepare(text: str, at: datetime, *, replications: int | None = None, seed: int | None = None) -> Prepared:
    """Read a scenario, with another number of replications or seed if given, and learn its bodies.

    Learned as of `at`, or of the moment up to which the index has counted if that is earlier.

    Raises Unreadable with every fault of the scenario and its line. Refused: too little to learn from, with how much
    there is.
    """
    scenario = _with(read(text), replications, seed)
    counted = horizon()
    if counted is None:
        raise Refusal(_("Nothing has been counted yet, so nothing can be foretold."), code="nothing-counted")
    at = min(at, counted)
    nodes = tree()
    bodies = tuple(nodes.below(nodes[scenario.body].code))
    told = known(bodies, at)
    try:
        model = learn(told.past, told.at, told.grid, norms(), units=told.units)
        check(scenario, world(model, at))
        for _where, change in scenario.changes:
            check_data(model, change, norms())
    except TooLittle as little:
        raise Refusal(too_little(little), code=f"too-little-{little.what}") from little
    by, level = set_of(DEFAULT_SET, scenario.over), nodes[scenario.body].level
    criterion = on_time_criterion(by, level)
    question = _question(told, scenario, _points(by, criterion, scenario.over, level) if criterion else None)
    return Prepared(scenario, at, told, model, question, criterion)


def _with(scenario: Scenario, replications: int | None, seed: int | None) -> Scenario:
    return replace(
        scenario,
        replications=replications or scenario.replications,
        seed=scenario.seed if seed is None else seed,
    )


def answer(prepared: Prepared, told: Callable[[int], None] | None = None) -> dict[str, Any]:
    """Everything that was asked, as plain facts."""
    scenario = prepared.scenario
    found = ask(
        prepared.model,
        [change for _where, change in scenario.changes],
        prepared.question,
        replications=scenario.replications,
        seed=scenario.seed,
        told=told,
    )
    return _facts(prepared, found)


def world(model: Model, at: datetime) -> World:
    """What a scenario may name."""
    desks = {(team.unit, team.role) for team in model.teams}
    asked: dict[str, set[str]] = {procedure: set() for procedure in model.by_procedure}
    for way in model.ways:
        asked[way.procedure].update(way.asked)
    return World(
        procedures={
            procedure: frozenset(leg.step for number in numbers for leg in model.ways[number].legs)
            for procedure, numbers in model.by_procedure.items()
        },
        papers={procedure: frozenset(papers) for procedure, papers in asked.items()},
        desks={desk: len(movable(model, desk)) for desk in desks},
        batched=frozenset((team.unit, team.role) for team in model.teams if team.weekdays),
        today=localdate(at),
    )


def too_little(little: TooLittle) -> str:
    """Why there is no answer, with how much there is and how much would be needed."""
    words = {
        "dossiers": _("Only %(found)s dossiers have ended here: %(needed)s are needed to learn from."),
        "weeks": _("Only %(found)s whole weeks of arrivals are known: %(needed)s are needed."),
        "turns": _("The step with a limit was seen only %(found)s times: %(needed)s are needed."),
        "merged": _("The second step followed the first one only %(found)s times: %(needed)s are needed."),
        "asked": _("The paper was asked for only %(found)s times: %(needed)s are needed."),
        "steps": _(
            "It cannot be told from these dossiers how times follow limits: %(needed)s steps with different limits "
            "are needed."
        ),
    }
    return words[little.what] % {"found": little.found, "needed": little.needed}


def on_time_criterion(by: CriteriaSet, level: str) -> Criterion | None:
    """The criterion with most points that follows from dossiers finished, pending and late alone."""
    able = [
        one
        for one in by
        if one.numerator
        and level in one.levels
        and _COUNTED.issuperset(one.numerator.names)
        and all(_COUNTED.issuperset(denominator.names) for denominator in one.denominators)
    ]
    return max(able, key=lambda one: one.points, default=None)


def _points(
    by: CriteriaSet, criterion: Criterion, over: Period, level: str
) -> Callable[[Counts], float | None]:
    def points(counts: Counts) -> float | None:
        found = measured(by, criterion, Figures(counts._asdict(), None, over.count), level).points
        return None if found is None else float(found)

    return points


def window_of(told: Known, over: Period) -> Window:
    """A period on the line of working minutes."""
    ends = np.array([microseconds(over.starts_at), microseconds(over.ends_at)])
    return Window(*(float(one) for one in told.grid.worked(ends)))


def _question(told: Known, scenario: Scenario, points: Callable[[Counts], float | None] | None) -> Question:
    window = window_of(told, scenario.over)
    procedures: Collection[str] = (scenario.procedure,) if scenario.procedure else ()

    def so_far(of: Collection[str]) -> Counts:
        found = count(told.past, window, procedures=of, at=told.at)
        return Counts(found.finished, found.finished_late)

    return Question(window, so_far(procedures), so_far(()), procedures, points)


def _facts(prepared: Prepared, found: Answer) -> dict[str, Any]:
    scenario, model, criterion = prepared.scenario, prepared.model, prepared.criterion
    return {
        "body": scenario.body,
        "procedure": scenario.procedure or None,
        "period": scenario.over.code,
        "as_of": prepared.at.isoformat(),
        "seed": scenario.seed,
        "replications": found.replications,
        "changes": [told_change(change) for _where, change in scenario.changes],
        "criterion": criterion and _criterion(criterion),
        **{name: asdict_of(getattr(found, name)) for name in _FIGURES},
        "better": found.better,
        "queues": [
            {
                "unit": queue.unit,
                "role": queue.role,
                "waiting": asdict_of(queue.waiting),
                "in_hand": asdict_of(queue.in_hand),
            }
            for queue in found.queues
        ],
        "learned": {
            "from": (prepared.at - timedelta(days=norms().learned_days)).date().isoformat(),
            "dossiers_ended": len(model.ways),
            "turns_of_steps": model.stays,
            "weeks_of_arrivals": len(model.weeks),
            "open_now": found.open_now,
            "expected_to_come": round(found.comes, 1),
            "until": last_day(scenario.over).isoformat(),
        },
        "assumptions": list(_assumptions(prepared)),
    }


_FIGURES = ("on_time", "points", "late", "finished", "a_week")


def _criterion(criterion: Criterion) -> dict[str, Any]:
    """`threshold`: the rate from which on all points are earned, where points follow the rate."""
    scoring = criterion.scoring
    threshold = float(scoring.threshold) if isinstance(scoring, Ratio) else None
    return {"code": criterion.code, "max": float(criterion.points), "threshold": threshold}


def asdict_of(compared: Any) -> dict[str, Any]:
    """Base, scenario and difference, each with its interval."""
    return {
        side: band and {name: round(value, 5) for name, value in band._asdict().items()}
        for side, band in compared._asdict().items()
    }


def _assumptions(prepared: Prepared) -> list[dict[str, Any]]:
    """By code, with the numbers that each rests on: queries.whatif_words says them."""
    model, scenario = prepared.model, prepared.scenario
    told: list[dict[str, Any]] = [
        {"code": "arrivals", "weeks": len(model.weeks)},
        {"code": "ways", "dossiers": len(model.ways)},
        {"code": "hands", "turns": model.stays, "teams": len(model.teams)},
    ]
    changes = [change for _where, change in scenario.changes]
    if any(isinstance(change, Limit) for change in changes) and model.elasticity:
        told.append({"code": "limits", **asdict_rounded(model.elasticity._asdict())})
    told += [
        {"code": "paper", "paper": change.paper, "asked": asked_for(model, change)}
        for change in changes
        if isinstance(change, Paper)
    ]
    batched = sorted({(team.unit, team.role) for team in model.teams if team.weekdays})
    told += [{"code": "batched", "unit": unit, "role": role} for unit, role in batched]
    if len(prepared.known.past.foreign):
        told.append({"code": "lent", "turns": len(prepared.known.past.foreign)})
    return told


def asdict_rounded(numbers: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 3) for name, value in numbers.items()}
