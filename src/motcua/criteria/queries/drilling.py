"""Down from a node's lost points: bodies, procedures, steps, officers. Every level sums exactly to the one above.

The points are always those of the node where the reader began (`View`): a criterion's loss is a weighted sum of
counters, and the same weights hold for a body, a procedure, and a single dossier.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from motcua.criteria.queries.bearing import borne_by_steps
from motcua.criteria.queries.counting import Counts, counts_by_procedure, counts_over
from motcua.criteria.queries.evidence import Place
from motcua.criteria.queries.nodes import Node
from motcua.criteria.queries.scores import View, year_before
from motcua.criteria.rules.bearing import Borne, Holder
from motcua.criteria.rules.losses import Loss
from motcua.criteria.rules.measuring import NONE, Figures, Measured
from motcua.criteria.rules.periods import Period

TOO_SLACK = "too-slack"
NO_STEP = "no-step"
MEANWHILE = "meanwhile"


class Level(StrEnum):
    """What the parts are."""

    BODIES = "bodies"
    PROCEDURES = "procedures"
    STEPS = "steps"
    OFFICERS = "officers"
    NONE = "none"


class Way(NamedTuple):
    """How far down: a node below the view's own (`own`: without the bodies under it), a procedure, a step."""

    body: str
    own: bool = False
    procedure: str = ""
    step: str = ""
    by_procedure: bool = False


class Share(NamedTuple):
    """A part's points; its counters where it has any, the holder where it is an officer, and how many late dossiers."""

    key: str
    points: Fraction
    counts: Counts | None = None
    holder: Holder | None = None
    cases: int = 0


@dataclass(frozen=True)
class Drill:
    """`total` = all shares + `rest` by its reasons, exactly."""

    measured: Measured
    loss: Loss
    way: Way
    node: Node
    level: Level
    total: Fraction
    shares: tuple[Share, ...]
    rest: Mapping[str, Fraction]

    def cases(self, share: Share) -> tuple[int, int]:
        """Numerator and denominator of a part."""
        criterion = self.measured.criterion
        if share.counts is None or criterion.numerator is None:
            return 0, 0
        return criterion.numerator.of(share.counts), criterion.denominators[self.measured.place].of(
            share.counts
        )


def drill(seen: View, criterion: str, way: Way) -> Drill:
    """The parts of a criterion's loss at a place. KeyError for an unknown criterion or a body outside the view."""
    measured, loss = seen.score.criteria[criterion], seen.losses.criteria[criterion]
    if way.body not in seen.bodies:
        raise KeyError(way.body)
    level = _level(seen, way)
    if level in (Level.STEPS, Level.OFFICERS):
        return _by_steps(seen, measured, loss, way, level)
    is_whole = way.body == seen.node.code and not way.own and not way.procedure
    if is_whole and level is Level.BODIES:
        figures = {code: seen.figures(code) for code in seen.parts}
    else:
        figures = _figures(seen, loss, way, level)
    parts = {key: loss.part(one) for key, one in figures.items()}
    total = loss.total if is_whole else sum(parts.values(), NONE)
    rest = _left(total, parts, loss.rest) if is_whole else {}
    shares = [Share(key, points, dict(figures[key].counts)) for key, points in parts.items()]
    shares.sort(key=lambda share: (-share.points, share.key))
    return Drill(measured, loss, way, seen.tree[way.body], level, total, tuple(shares), rest)


def place_of(seen: View, way: Way) -> Place | None:
    """Where the facts of a way lie; None while nothing has been counted."""
    if seen.horizon is None:
        return None
    procedures = (way.procedure,) if way.procedure else seen.procedures
    return Place(_bodies(seen, way), seen.over, seen.horizon, procedures)


def _level(seen: View, way: Way) -> Level:
    is_leaf = way.own or not seen.tree.children(way.body)
    if way.procedure:
        if not is_leaf:
            return Level.BODIES
        return Level.OFFICERS if way.step else Level.STEPS
    return Level.PROCEDURES if is_leaf or way.by_procedure else Level.BODIES


def _bodies(seen: View, way: Way) -> list[str]:
    return [way.body] if way.own else list(seen.tree.below(way.body))


def _figures(seen: View, loss: Loss, way: Way, level: Level) -> dict[str, Figures]:
    counted = _counts(seen, way, level, [seen.over])[seen.over]
    year = year_before(seen.over)
    before = _counts(seen, way, level, [year])[year] if loss.last_year else {}
    nothing: Counts = dict.fromkeys(loss.last_year, 0)
    return {
        key: Figures(counts, before.get(key, nothing), seen.over.count) for key, counts in counted.items()
    }


def _counts(seen: View, way: Way, level: Level, periods: Sequence[Period]) -> dict[Period, dict[str, Counts]]:
    procedures = (way.procedure,) if way.procedure else seen.procedures
    if level is Level.PROCEDURES:
        return counts_by_procedure(_bodies(seen, way), periods, procedures=procedures)
    return counts_over(seen.tree.parts(way.body), periods, procedures=procedures)


def _left(
    total: Fraction, parts: Mapping[str, Fraction], rest: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """What belongs to nobody below, by its reason; what was counted between two reads of the tallies included."""
    missing = total - sum(parts.values(), NONE) - sum(rest.values(), NONE)
    return {**rest, MEANWHILE: missing} if missing else dict(rest)


def _by_steps(seen: View, measured: Measured, loss: Loss, way: Way, level: Level) -> Drill:
    """The procedure's points over its steps; what no step bears stands apart."""
    node, place = seen.tree[way.body], place_of(seen, way)
    figures = _figures(seen, loss, way._replace(step=""), Level.PROCEDURES)
    total = sum((loss.part(one) for one in figures.values()), NONE)
    borne = borne_by_steps(loss, place) if place else None
    if borne is None:
        return Drill(measured, loss, way, node, Level.NONE, total, (), {NO_STEP: total} if total else {})
    if level is Level.OFFICERS:
        holders = borne.by.get(way.step, {})
        shares = [Share(f"{one.unit}/{one.officer}", points, holder=one) for one, points in holders.items()]
        total, rest = borne.of(way.step), {}
    else:
        shares = [Share(step, borne.of(step), cases=borne.cases[step]) for step in borne.by]
        rest = _not_borne(total, borne)
    kept = tuple(sorted(shares, key=lambda share: (-share.points, share.key)))
    return Drill(measured, loss, way, node, level, total, kept, rest)


def _not_borne(total: Fraction, borne: Borne) -> dict[str, Fraction]:
    rest = {TOO_SLACK: borne.too_slack, NO_STEP: total - borne.total}
    return {reason: points for reason, points in rest.items() if points}
