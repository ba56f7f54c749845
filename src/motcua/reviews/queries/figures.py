"""What the index says of a body now, made ready to be frozen in its report."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.bottlenecks.queries.diagnosis import Diagnoses
from motcua.clock.rules.calendar import ZONE
from motcua.criteria.queries.formulas import formula
from motcua.criteria.queries.scores import view
from motcua.criteria.rules.measuring import Flag, Measured
from motcua.directives.models import Directive
from motcua.directives.rules.states import OPEN, State
from motcua.kernel.refusals import Refusal
from motcua.reviews.queries.places import Diagnosed, diagnosed
from motcua.reviews.rules.figures import RATE, Figure, Figures, Standing, Task, exact

DATA = Path(__file__).parents[1] / "data"


def figures_of(body: str, period: str, criteria_set: str, on: date) -> Figures:
    """Every criterion that counts for the body, in the words of the paper (Vietnamese). Refused: nothing counted."""
    with override("vi"):
        seen = view(body, period, by=criteria_set)
        if seen.horizon is None:
            raise Refusal(
                _("The index has not counted anything yet, so no report can be drafted. Ask the operator."),
                code="nothing-counted",
            )
        tasks, read = _tasks(body, criteria_set), Diagnoses(seen)
        lines = [_line(read, code, tasks[code], on) for code in seen.score.criteria]
    score = seen.score
    return Figures(
        body=body,
        body_name=seen.node.name.vi,
        criteria_set=criteria_set,
        set_digest=seen.by.digest,
        period=seen.over.code,
        horizon=seen.horizon.astimezone(ZONE).isoformat(),
        points=exact(score.points),
        most=exact(score.max),
        lines=tuple(line for line in lines if line is not None),
    )


@cache
def proposals(criteria_set: str) -> Mapping[str, str]:
    """A measure by group of criteria, where nothing better is known."""
    told: dict[str, Any] = yaml.safe_load((DATA / "measures.yaml").read_text(encoding="utf-8"))
    return dict(told.get(criteria_set, {}))


def standing_of(measure: Measured) -> Standing | None:
    """None: not told of: shown only, another level's, or full points by rule without a case."""
    criterion = measure.criterion
    if criterion.is_shown_only or Flag.NOT_APPLICABLE in measure.flags or Flag.FULL_BY_RULE in measure.flags:
        return None
    if measure.points is None:
        return Standing.UNKNOWN
    if measure.ratio is None:
        return Standing.EMPTY
    return Standing.SHORT if measure.points < measure.max else Standing.KEPT


def _line(read: Diagnoses, code: str, tasks: tuple[Task, ...], on: date) -> Figure | None:
    seen = read.seen
    measure = seen.score.criteria[code]
    standing = standing_of(measure)
    if standing is None:
        return None
    criterion, points = measure.criterion, measure.points or 0
    rate = "" if measure.ratio is None else exact(measure.ratio * (1 if criterion.is_mean else 100), RATE)
    found = diagnosed(read, code, on) if standing is Standing.SHORT else Diagnosed()
    return Figure(
        criterion=code,
        group=seen.by.group_of(code).code,
        name=criterion.name.vi,
        name_en=criterion.name.en,
        standing=standing,
        numerator=measure.numerator,
        denominator=exact(measure.denominator, RATE),
        rate=rate,
        points=exact(points),
        most=exact(measure.max),
        lost=exact(measure.max - points),
        formula=formula(criterion),
        is_mean=criterion.is_mean,
        place=found.place,
        said=found.said,
        reasons=found.reasons,
        tasks=tasks,
    )


def _tasks(body: str, criteria_set: str) -> defaultdict[str, tuple[Task, ...]]:
    """Directives on the body's criteria that are open, or verified and watched. One query."""
    found: defaultdict[str, tuple[Task, ...]] = defaultdict(tuple)
    rows = Directive.objects.filter(
        body=body, criteria_set=criteria_set, state__in=[*OPEN, State.VERIFIED]
    ).exclude(criterion="")
    for one in rows.select_related("lead_unit", "lead").order_by("pk"):
        found[one.criterion] += (
            Task(
                code=one.code,
                title=one.title,
                unit_name=one.lead_unit.name_vi,
                position=one.lead.title_vi if one.lead else "",
                due_on=one.due_on.isoformat(),
                watched=one.state == State.VERIFIED,
            ),
        )
    return found
