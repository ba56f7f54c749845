"""Packing facts, and adding up what is packed: both in Ibis, as all measures are."""

from collections.abc import Mapping
from functools import reduce
from operator import add
from typing import Any

import ibis

from motcua.criteria.rules.counters_columnar import true
from motcua.criteria.rules.measures.moments import calendar
from motcua.criteria.rules.measures.passes import joined, total
from motcua.criteria.rules.measures.tables import Table
from motcua.criteria.rules.packed.layout import Layout

LEAF = ("body", "period")


def numbered_bodies(facts: Table) -> Table:
    """Body and place: every body of which there is a fact, numbered from 0."""
    bodies = facts.select("body").distinct()
    return bodies.mutate(place=ibis.row_number().over(ibis.window(order_by="body")).cast("int32"))


def packed(layout: Layout, facts: Table, bodies: Table, horizon: int) -> Table:
    """Place, period, words: a row for each fact that the reading counts before a horizon (microseconds)."""
    rows = layout.reading.entered(facts, horizon, true).join(calendar(horizon), "day").join(bodies, "body")
    words: dict[str, list[Any]] = {name: [] for name in layout.words}
    for slot, word, shift in layout.places():
        one = rows[slot].fill_null(False).cast("int64")  # noqa: FBT003 -- what stands for NULL
        words[word].append(one * ibis.literal(1 << shift, "int64") if shift else one)
    told = {name: reduce(add, lanes) for name, lanes in words.items()}
    return rows.select("place", period=rows.period.cast("int32"), **told)


def from_packed(tables: Mapping[int, Table], layouts: list[Layout], bodies: Table) -> Table:
    """Body, period, and a column for each flow's slot: what the plain measure says, from the packed rows.

    `tables`: the packed rows of each layout, by its place in `layouts`.
    """
    return joined([_added(layout, tables[place], bodies) for place, layout in enumerate(layouts)], LEAF)


def _added(layout: Layout, rows: Table, bodies: Table) -> Table:
    sums = rows.group_by("place", "period").aggregate(
        **{name: total(rows[name].sum()) for name in layout.words}
    )
    sums = sums.join(bodies, "place")
    mask = ibis.literal((1 << layout.bits) - 1, "int64")
    lanes = {
        slot: ((sums[word] >> ibis.literal(shift, "int64")) & mask).cast("int64")
        for slot, word, shift in layout.places()
    }
    return sums.select("body", period=sums.period.cast("int64"), **lanes)
