"""What the forecast said: of the open dossiers, and of the ends of the running periods. Read as it was kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from motcua.criteria.models import Foretelling, ForetoldDossier, ForetoldEnd
from motcua.criteria.queries.counting import Counts, counters, counts_over
from motcua.criteria.queries.nodes import tree
from motcua.criteria.queries.scores import DEFAULT_SET, horizon, year_before
from motcua.criteria.queries.sets import timeline
from motcua.criteria.rules.forecast import OnTime, Rest
from motcua.criteria.rules.measuring import NONE
from motcua.criteria.rules.periods import Period, month_of
from motcua.criteria.rules.scoring import Score, score
from motcua.criteria.rules.sets import CriteriaSet
from motcua.criteria.rules.sets.model import Criterion, Ratio

OLD, BEHIND = timedelta(hours=23), timedelta(hours=1)
ENDS_BEFORE = 6
"""Past periods from whose ends the other criteria are reckoned."""
WITH_OPEN = "with_open"


class Now(NamedTuple):
    """How a node stands in a running period, parted into what the share on time gives and all the rest."""

    score: float
    most: float
    on_time: OnTime
    rest: Rest


@dataclass(frozen=True)
class Running:
    """A period that is not over, with the nodes in which something has happened in it."""

    over: Period
    by: CriteriaSet
    nodes: Mapping[str, Now]
    bodies: Mapping[str, Collection[str]]


def newest() -> Foretelling | None:
    """The last time that a forecast was made."""
    return Foretelling.objects.order_by("number").last()


def is_due(at: datetime) -> bool:
    """A forecast is wanted: none was made for a day, and the index has counted all but the last hour."""
    counted, last = horizon(), newest()
    if counted is None or at - counted > BEHIND:
        return False
    return last is None or at - last.at >= OLD


def foretold_end(node: str, over: Period) -> ForetoldEnd | None:
    return ForetoldEnd.objects.filter(node=node, period=over.code).first()


def likely_late(bodies: Collection[str], *, most: int, late: bool = False) -> list[ForetoldDossier]:
    """Open dossiers of these bodies that are in time (`late`: that are late already), the likeliest first."""
    rows = ForetoldDossier.objects.filter(body__in=bodies, late=late)
    return list(rows.order_by("-probability", "code")[:most])


def running_periods(at: datetime) -> tuple[Period, Period]:
    """The month and the quarter of a moment."""
    month = month_of(at)
    return month, Period(month.first // 3 * 3, 3)


def running(over: Period, at: datetime) -> Running:
    """How every node stands in a running period, and how it ended the periods before. Four queries in all."""
    known, sets = tree(), timeline(DEFAULT_SET)
    bodies = {code: known.below(code) for code in known.nodes}
    before = [over.back(step) for step in range(1, ENDS_BEFORE + 1)]
    counted = counts_over(bodies, [over, *before])
    years = counts_over(bodies, {year_before(one) for one in (over, *before)})

    def scored(code: str, one: Period) -> Score | None:
        counts = counted[one][code]
        if not _happened(counts):
            return None
        last_year = years[year_before(one)][code]
        return score(sets.over(one), counts, known[code].level, last_year=last_year, months=one.count)

    passed = min(1.0, (at - over.starts_at) / (over.ends_at - over.starts_at))
    nodes = {}
    for code in known.nodes:
        if this := scored(code, over):
            ends = [end for end in (scored(code, one) for one in before) if end]
            if told := _parted(this, ends, passed):
                nodes[code] = told
    return Running(over, sets.over(over), nodes, bodies)


def on_time_criterion(by: CriteriaSet) -> Criterion | None:
    """The criterion of a set that counts dossiers on time, late and open ones against it."""
    reading = next(one for one in counters().readings if one.code == WITH_OPEN)
    meant = dict(reading.numerator.terms)
    return next((one for one in by if one.numerator and dict(one.numerator.terms) == meant), None)


def _happened(counts: Counts) -> bool:
    return bool(counts["received"] or counts["finished"] or counts["pending"])


def _parted(this: Score, ends: Sequence[Score], passed: float) -> Now | None:
    rated = this.rated
    if rated is None:
        return None
    criterion = on_time_criterion(this.set)
    scale = rated / this.points if this.points else NONE
    most = criterion.points * scale if criterion else NONE
    threshold = criterion.scoring.threshold if criterion and isinstance(criterion.scoring, Ratio) else 1
    return Now(
        float(rated),
        float(this.max),
        OnTime(float(most), float(threshold)),
        Rest(
            points=float(_without(this, criterion)),
            maximum=float(this.max - most),
            ends=tuple(float(_without(one, criterion)) for one in ends if one.rated is not None),
            passed=passed,
        ),
    )


def _without(one: Score, criterion: Criterion | None) -> Fraction:
    """The rated points of all criteria but this one."""
    rated = one.rated or NONE
    if criterion is None or not one.points:
        return rated
    points = one.criteria[criterion.code].points if criterion.code in one.criteria else NONE
    return rated - (points or NONE) * rated / one.points
