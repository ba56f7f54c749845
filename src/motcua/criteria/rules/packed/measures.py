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
PERIODS = 1 << 15
"""A cell is place · PERIODS + period: one whole number of 31 bits, for up to 65,536 bodies and the years up to 2730."""


def numbered_bodies(facts: Table) -> Table:
    """Body and place: every body of which there is a fact, numbered from 0."""
    bodies = facts.select("body").distinct()
    return bodies.mutate(place=ibis.row_number().over(ibis.window(order_by="body")).cast("int32"))


def packed(layout: Layout, facts: Table, bodies: Table, horizon: int) -> Table:
    """Cell, words, and how many facts are alike in all of these: `alike`, of those that the reading counts before a
    horizon (microseconds). Sorted when they are written, they are read fastest.
    """
    rows = layout.reading.entered(facts, horizon, true).join(calendar(horizon), "day").join(bodies, "body")
    words: dict[str, list[Any]] = {name: [] for name in layout.words}
    for slot, word, shift in layout.places():
        one = rows[slot].fill_null(False).cast("int64")  # noqa: FBT003 -- what stands for NULL
        words[word].append(one * ibis.literal(1 << shift, "int64") if shift else one)
    told = {name: reduce(add, lanes) for name, lanes in words.items()}
    cell = rows.place.cast("int32") * ibis.literal(PERIODS, "int32") + rows.period.cast("int32")
    rows = rows.select(cell=cell.cast("int32"), **told)
    return rows.group_by("cell", *layout.words).aggregate(alike=rows.count().cast("int32"))


def from_packed(tables: Mapping[int, Table], layouts: list[Layout], bodies: Table) -> Table:
    """Body, period, and a column for each flow's slot: what the plain measure says, from the packed rows.

    `tables`: the packed rows of each layout, by its place in `layouts`.
    """
    found = joined([_added(layout, tables[place]) for place, layout in enumerate(layouts)], ("cell",))
    slots = [name for name in found.columns if name != "cell"]
    place = (found.cell // ibis.literal(PERIODS, "int32")).cast("int32")
    period = (found.cell % ibis.literal(PERIODS, "int32")).cast("int64")
    return found.mutate(place=place, period=period).join(bodies, "place").select(*LEAF, *slots)


def _added(layout: Layout, rows: Table) -> Table:
    sums = rows.group_by("cell").aggregate(
        **{name: total((rows[name] * rows.alike).sum()) for name in layout.words}
    )
    mask = ibis.literal((1 << layout.bits) - 1, "int64")
    lanes = {
        slot: ((sums[word] >> ibis.literal(shift, "int64")) & mask).cast("int64")
        for slot, word, shift in layout.places()
    }
    return sums.select("cell", **lanes)
