"""Numerators and denominators of a criteria set, for every node and period: whole numbers, one division at the end."""

from collections.abc import Iterable
from typing import Any

import ibis

from motcua.criteria.rules.measures.tables import Table
from motcua.criteria.rules.sets import Criterion


def criteria(nodes: Table, measured: Iterable[Criterion]) -> Table:
    """Node, period, and three columns for each criterion (`criterion_columns`). `nodes`: its counters, by code.

    The ratio is a double, NULL where the denominator is not above 0. Whose threshold it reaches, and what points
    that gives, is said by exact fractions elsewhere.
    """
    columns: dict[str, Any] = {}
    for criterion in measured:
        if criterion.numerator is None:
            continue
        numerator, denominator, ratio = criterion_columns(criterion.code)
        above = criterion.numerator.over(nodes.__getitem__)
        sums = [one.over(nodes.__getitem__) for one in criterion.denominators]
        below = ibis.greatest(*sums) if len(sums) > 1 else sums[0]
        columns[numerator], columns[denominator] = above, below
        columns[ratio] = ibis.cases((below > 0, above.cast("float64") / below.cast("float64")))
    return nodes.select("node", "period", **columns)


def criterion_columns(code: str) -> tuple[str, str, str]:
    """The names of a criterion's columns: numerator, denominator, ratio."""
    plain = code.replace(".", "_")
    return f"numerator_{plain}", f"denominator_{plain}", f"ratio_{plain}"
