"""The totals that are kept beside the counters: nodes by month, pairs by body and by node in every period of the grid.

Only the follower writes them, in its own transaction: rows that every act moves are then in nobody's way.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection

from motcua.criteria.models import PAIR_SLOTS, SLOTS
from motcua.criteria.queries.groups import Groups
from motcua.criteria.rules.counters import Counters, Pairs
from motcua.criteria.rules.periods import SPANS
from motcua.criteria.services.pouring import pour
from motcua.criteria.services.tallying import Moves

MONTHS, PAIRS = "criteria_grouptally", "criteria_pairtally"
BODIES_AT_ONCE, PLACES_AT_ONCE = 200, 10_000
"""Whose cells are sorted in memory together."""
_OF_BODIES = "body = ANY(%s)"
_OF_PLACES = "(body, procedure) IN (SELECT * FROM unnest(%s::text[], %s::text[]))"
KEPT = 0
"""The month, and the period, of the rows that say that something is kept."""
_SAYING_KEPT = (
    f"INSERT INTO {MONTHS} (owner, month) SELECT unnest(%s::text[]), {KEPT}",  # noqa: S608 -- our own names
    f"INSERT INTO {PAIRS} (owner, first, count) SELECT unnest(%s::text[]), {KEPT}, {KEPT}",  # noqa: S608 -- our own names
)
PairKey = tuple[str, int, int]
"""A body or a group, the first month of a period and how many it has."""


def digest(counters: Counters, groups: Groups) -> str:
    """SHA-256 of the tree, of the flows and of the pairs: where another one was kept, the totals are counted anew."""
    stocks = {code: list(stock.of.terms) for code, stock in counters.stocks.items()}
    pairs = [(pair.code, list(pair.of), pair.among) for pair in counters.pairs.values()]
    told = json.dumps([groups.mark, counters.digest, stocks, pairs], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


class Totals:
    """What a batch changes in the totals that are kept."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        self._telling = {
            counters.flows[name].slot for code in counters.pairs for name in counters.flows_of(code)
        }
        self.months: dict[tuple[str, int], list[int]] = {}
        self._places: dict[tuple[str, str], None] = {}
        self._pairs: dict[PairKey, list[int]] = {}

    def note(self, moves: Moves) -> None:
        """What is about to be written to the counters: the pairs that it may change are counted as they were."""
        _add(self.months, moves.months)
        told = {
            (body, procedure): None
            for (body, procedure, _month), amounts in moves.procedures.items()
            if procedure and any(amounts[slot] for slot in self._telling)
        }
        new = [place for place in sorted(told) if place not in self._places]
        self._count(new, -1)
        self._places |= dict.fromkeys(new)

    def write(self, groups: Groups) -> None:
        """After the counters stand: add what has moved to the bodies' pairs and to all that is of their groups."""
        sums: dict[Any, list[int]] = {}
        for (body, month), amounts in self.months.items():
            _add(sums, {(group, month): amounts for group in groups.of.get(body, ())})
        _pour(MONTHS, ("owner", "month"), SLOTS, sums)
        self._count(list(self._places), 1)
        moved: dict[Any, list[int]] = {}
        for (body, *period), amounts in self._pairs.items():
            _add(moved, {(owner, *period): amounts for owner in (body, *groups.of.get(body, ()))})
        _pour(PAIRS, ("owner", "first", "count"), PAIR_SLOTS, moved)

    def _count(self, places: list[tuple[str, str]], sign: int) -> None:
        statement, rest = pairs_counted(self._counters, _OF_PLACES), iter(places)
        nothing = [0] * (len(PAIR_SLOTS) - len(self._counters.pairs))
        with connection.cursor() as cursor:
            while some := list(islice(rest, PLACES_AT_ONCE)):
                bodies, procedures = zip(*some, strict=True)
                cursor.execute(statement, [list(bodies), list(procedures)])
                for body, first, count, *numbers in cursor.fetchall():
                    _add(self._pairs, {(body, first, count): [sign * n for n in numbers] + nothing})


def forget() -> None:
    """Keep no totals, until they are counted anew: who is far behind would count the same pairs again and again."""
    with connection.cursor() as cursor:
        for table in (MONTHS, PAIRS):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 -- our own name


def total_anew(counters: Counters, groups: Groups) -> None:
    """All totals from the counters as they stand. In the caller's transaction, like a recount."""
    forget()
    bodies, owners = groups.members
    named, pairs = ", ".join(SLOTS), _slots(counters)
    months = (
        f"INSERT INTO {MONTHS} (owner, month, {named}) SELECT parts.owner, tally.month, {_sums(SLOTS)}"  # noqa: S608 -- our own names
        " FROM criteria_monthtally AS tally"
        " JOIN unnest(%s::text[], %s::text[]) AS parts (body, owner) ON parts.body = tally.body GROUP BY 1, 2"
    )
    of_groups = (
        f"INSERT INTO {PAIRS} (owner, first, count, {', '.join(pairs)})"  # noqa: S608 -- our own names
        f" SELECT parts.owner, tally.first, tally.count, {_sums(pairs)} FROM {PAIRS} AS tally"
        " JOIN unnest(%s::text[], %s::text[]) AS parts (body, owner) ON parts.body = tally.owner GROUP BY 1, 2, 3"
    )
    with connection.cursor() as cursor:
        cursor.execute(months, [bodies, owners])
        _pairs_anew(cursor, counters)
        cursor.execute(of_groups, [bodies, owners])
        for statement in _SAYING_KEPT:
            cursor.execute(statement, [["", *groups.all]])
        for table in (MONTHS, PAIRS):
            cursor.execute(f"ANALYZE {table}")


def _pairs_anew(cursor: Any, counters: Counters) -> None:
    cursor.execute("SELECT DISTINCT body FROM criteria_monthtally ORDER BY 1")
    every = iter([body for (body,) in cursor.fetchall()])
    counted = pairs_counted(counters, _OF_BODIES)
    into = f"INSERT INTO {PAIRS} (owner, first, count, {', '.join(_slots(counters))}) {counted}"  # noqa: S608 -- our own names
    while some := list(islice(every, BODIES_AT_ONCE)):
        cursor.execute(into, [some])


def pairs_counted(counters: Counters, which: str) -> str:
    """The query for the pairs of the cells for `which` a condition holds: body, first month, months, their numbers.

    What stands at the end of a period is all that has moved up to it; a period without a cell has no pair.
    """
    within = {name: _slot(counters, name) for pair in counters.pairs.values() for name in pair.of}
    stocks = dict.fromkeys(pair.among for pair in counters.pairs.values() if pair.among)
    moved = {
        code: " ".join(
            f"{factor:+d} * {_slot(counters, name)}" for name, factor in counters.stocks[code].of.terms
        )
        for code in stocks
    }
    summed = [f"sum({slot}) AS within_{code}" for code, slot in within.items()]
    summed += [
        f"sum(sum({slots})::int) OVER (PARTITION BY body, procedure, span.count ORDER BY month - month %% span.count)"
        f" AS standing_{code}"
        for code, slots in moved.items()
    ]
    told = [f"count(*) FILTER (WHERE {_holds(pair)})" for pair in counters.pairs.values()]
    spans = ", ".join(f"({span})" for span in SPANS)
    return f"""
        SELECT body, first, count, {", ".join(told)} FROM (
            SELECT body, procedure, month - month %% span.count AS first, span.count, {", ".join(summed)}
            FROM criteria_proceduretally CROSS JOIN (VALUES {spans}) AS span (count)
            WHERE {which} AND procedure <> '' GROUP BY 1, 2, 3, 4
        ) AS cells GROUP BY 1, 2, 3
    """  # noqa: S608 -- our own names


def _holds(pair: Pairs) -> str:
    happened = " OR ".join(f"within_{code} > 0" for code in pair.of)
    return f"({happened})" + (f" AND standing_{pair.among} > 0" if pair.among else "")


def _add(sums: dict[Any, list[int]], more: Mapping[Any, list[int]]) -> None:
    for cell, amounts in more.items():
        if any(amounts):
            here = sums.get(cell)
            sums[cell] = [n + m for n, m in zip(here, amounts, strict=True)] if here else list(amounts)


def _pour(table: str, key: Sequence[str], slots: Sequence[str], sums: Mapping[Any, list[int]]) -> None:
    rows = [(*cell, *amounts) for cell, amounts in sorted(sums.items()) if any(amounts)]
    pour(table, key, (*key, *slots), rows, count=len(rows), adds=slots)


def _slots(counters: Counters) -> Sequence[str]:
    return PAIR_SLOTS[: len(counters.pairs)]


def _slot(counters: Counters, code: str) -> str:
    return SLOTS[counters.flows[code].slot]


def _sums(columns: Collection[str]) -> str:
    return ", ".join(f"sum(tally.{name})" for name in columns)


__all__ = ["Totals", "digest", "forget", "pairs_counted", "total_anew"]
