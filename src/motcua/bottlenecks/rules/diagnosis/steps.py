"""Figures by step, and by hand-over from one step to the next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from motcua.bottlenecks.rules.diagnosis.columns import (
    MISSING,
    Columns,
    Whole,
    columns_of,
    grouped,
    sources,
    spread_of,
)
from motcua.bottlenecks.rules.diagnosis.model import FlowFigures, Key, StepFigures
from motcua.bottlenecks.rules.diagnosis.rounds import Round

_ALIKE = 9
"""Digits to which two places are one: sums of floating numbers differ in the last."""


def step_figures(
    rounds: Sequence[Round], order: Mapping[str, int], *, by_step: bool
) -> tuple[StepFigures, ...]:
    """In the order of the ISO sheet (`order`: of step codes); what it does not tell, by when it usually comes."""
    return steps_of(columns_of(rounds, by_step=by_step), order)


def steps_of(columns: Columns, order: Mapping[str, int]) -> tuple[StepFigures, ...]:
    places = _places(columns)
    rows = {columns.keys[code]: _figures(columns, code, where) for code, where in grouped(columns.key)}

    def place(key: Key) -> tuple[float, float, Key]:
        return (order.get(key.step, len(order)) if key.step else 0, places[key], key)

    return tuple(rows[key] for key in sorted(rows, key=place))


def _figures(columns: Columns, code: int, where: Whole) -> StepFigures:
    waiting, ended = columns.waiting[where], columns.ended[where]
    limit = spread_of(columns.limit[where])
    return StepFigures(
        key=columns.keys[code],
        dossiers=len(np.unique(columns.dossier[where])),
        rounds=len(where),
        open=len(where) - int(ended.sum()),
        returns=int((columns.nth[where] > 1).sum()),
        waiting=spread_of(waiting[columns.taken[where]]),
        processing=spread_of(columns.processing[where]),
        all=spread_of(columns.all[where]),
        limit=limit.median if limit else None,
        over=int(((columns.over[where] > 0) & (columns.over[where] != MISSING)).sum()),
    )


def _places(columns: Columns) -> dict[Key, float]:
    """When a step usually comes: the mean of its places within dossiers, from 0 to 1."""
    if not len(columns):
        return {}
    counts = np.bincount(columns.key, minlength=len(columns.keys))
    totals = np.bincount(columns.key, weights=columns.places, minlength=len(columns.keys))
    return {
        key: round(total / count, _ALIKE)
        for key, total, count in zip(columns.keys, totals.tolist(), counts.tolist(), strict=True)
    }


def flow_figures(rounds: Iterable[Round], *, by_step: bool) -> tuple[FlowFigures, ...]:
    """From the step that ended last before a round opened to that round, the most frequent first."""
    return flows_of(columns_of(rounds, by_step=by_step))


def flows_of(columns: Columns) -> tuple[FlowFigures, ...]:
    source = sources(columns)
    led = np.flatnonzero(source >= 0)
    many = len(columns.keys)
    ways = (columns.key[source[led]] * many + columns.key[led]) * 2 + columns.returned[source[led]]
    flows = []
    for way, where in grouped(ways):
        pair, back = divmod(way, 2)
        first, then = divmod(pair, many)
        waits = spread_of(columns.waiting[led[where]])
        flows.append(FlowFigures(columns.keys[first], columns.keys[then], len(where), waits, bool(back)))
    return tuple(sorted(flows, key=lambda flow: (-flow.count, flow.source, flow.target)))


def by_dossier(rounds: Iterable[Round]) -> dict[str, list[Round]]:
    """The rounds of each dossier as they opened."""
    found: dict[str, list[Round]] = defaultdict(list)
    for one in rounds:
        found[one.row.code].append(one)
    for several in found.values():
        several.sort(key=lambda one: (one.row.opened, one.row.step, one.row.round))
    return found
