"""The criteria that lose most points at a body: where a diagnosis begins."""

from fractions import Fraction
from typing import NamedTuple

from motcua.criteria.queries.evidence import late_counters
from motcua.criteria.queries.scores import DEFAULT_SET, View, view
from motcua.criteria.rules.measuring import Measured


class Losing(NamedTuple):
    """A criterion, how many of its points were lost, and whether its diagnosis goes down to steps."""

    measured: Measured
    points: Fraction
    by_steps: bool


def losing(seen: View) -> list[Losing]:
    """Every criterion of a view that lost something, the greatest loss first."""
    late = late_counters()
    rows = [
        Losing(
            seen.score.criteria[code], loss.total, bool(seen.score.criteria[code].criterion.counters & late)
        )
        for code, loss in seen.losses.criteria.items()
        if loss.total > 0
    ]
    return sorted(rows, key=lambda row: (-row.points, row.measured.criterion.code))


def losing_at(body: str, period: str, *, by: str = DEFAULT_SET) -> list[Losing]:
    """Refused: an unknown body, period or set."""
    return losing(view(body, period, by=by))
