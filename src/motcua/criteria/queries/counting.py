"""The counters of bodies and procedures, read from the tallies: flows of a period, stocks and pairs at its end.

Two to four queries, however many parts and periods: the months are cut at the bounds of all periods, and one pass sums
each piece. A period's flows are then a difference of running sums, a stock is the running sum itself. What the follower
keeps totals of (whole nodes; pairs in periods of the grid) is read as it is kept; anything else is folded from bodies.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from django.db import connection

from motcua.criteria.models import PAIR_SLOTS
from motcua.criteria.queries.asking import Asked, Counts, PairCounts, Parts, Sums, counters
from motcua.criteria.queries.groups import owner_of
from motcua.criteria.rules.counters import Pairs, Stock
from motcua.criteria.rules.periods import Period

_CELLS = "criteria_proceduretally"
_MONTHS = "criteria_monthtally"
_GROUPS = "criteria_grouptally"
_PAIRS = "criteria_pairtally"


def counts_of(parts: Parts, over: Period, *, procedures: Collection[str] = ()) -> dict[str, Counts]:
    """Every counter of each part in one period. `procedures`: count only these, if any are given."""
    return counts_over(parts, [over], procedures=procedures)[over]


def counts_over(
    parts: Parts, periods: Iterable[Period], *, procedures: Collection[str] = (), only: Collection[str] = ()
) -> dict[Period, dict[str, Counts]]:
    """Every counter of each part in each period. ValueError if periods overlap: their pairs cannot be told apart.

    `only`: these counters, if any are named; the others may be missing, and are then not nothing.
    """
    asked = Asked.of(parts, periods, procedures, only)
    sums = _sums_kept(asked, parts)
    wants_pairs = not only or not counters().pairs.keys().isdisjoint(only)
    found = _pairs_kept(asked, parts) if wants_pairs else None
    return {over: {part: asked.counted(over, part, sums, found) for part in parts} for over in asked.periods}


def counts_and_trend(
    parts: Parts, periods: Iterable[Period], trend: Collection[Period], *, procedures: Collection[str] = ()
) -> tuple[dict[Period, dict[str, Counts]], dict[Period, Counts]]:
    """Every counter of each part in some periods, and of all parts together in every period of a trend.

    Of some procedures alone no totals are kept: their pairs, the costliest, are counted once for both.
    """
    bodies = [body for made_of in parts.values() for body in made_of]
    if not procedures:
        running_whole = counts_over({"": bodies}, trend)
        return counts_over(parts, periods), {over: counts[""] for over, counts in running_whole.items()}
    asked = Asked.of(parts, periods, procedures)
    whole = Asked.of({"": bodies}, trend, procedures)
    both = Asked.of(parts, {*asked.periods, *trend}, procedures)
    sums, running = _sums(asked, "parts.part", _CELLS), _sums(whole, "parts.part", _CELLS)
    pairs = _pairs(both, "parts.part")
    together: PairCounts = {}
    for (_part, over), found in pairs.items():
        before = together.get(("", over), (0,) * len(found))
        together["", over] = tuple(n + m for n, m in zip(before, found, strict=True))
    now = {over: {part: asked.counted(over, part, sums, pairs) for part in parts} for over in asked.periods}
    return now, {over: whole.counted(over, "", running, together) for over in whole.periods}


def counts_by_procedure(
    bodies: Collection[str], periods: Iterable[Period], *, procedures: Collection[str] = ()
) -> dict[Period, dict[str, Counts]]:
    """Every counter of each procedure at these bodies; what belongs to none stands under the empty code."""
    asked = Asked.of({"": bodies}, periods, procedures)
    sums, pairs = _sums(asked, "tally.procedure", _CELLS), _pairs(asked, "tally.procedure")
    return {
        over: {code: asked.counted(over, code, sums, pairs) for code in sorted(sums)}
        for over in asked.periods
    }


def _sums_kept(asked: Asked, parts: Parts) -> Sums:
    """The sums of every part: those of groups as they are kept, of others from their bodies. At most two queries."""
    if not asked.flows:
        return {}
    if asked.procedures:
        return _sums(asked, "parts.part", _CELLS)
    groups = {part: (owner_of(bodies),) for part, bodies in parts.items() if len(bodies) > 1}
    sums = _sums(asked.narrowed(groups), "parts.part", _GROUPS) if groups else {}
    others = {part: bodies for part, bodies in parts.items() if bodies and part not in sums}
    return sums | (_sums(asked.narrowed(others), "parts.part", _MONTHS) if others else {})


def _pairs_kept(asked: Asked, parts: Parts) -> PairCounts:
    """The pairs of every part, as they are kept for it; where they are not, counted. At most two queries."""
    if asked.procedures or not all(over.is_on_grid for over in asked.periods):
        return _pairs(asked, "parts.part")
    owners = {part: owner_of(bodies) for part, bodies in parts.items() if bodies}
    kept = _kept_pairs(list(owners.values()), asked.periods)
    found = {
        (part, over): kept[owner, over.first, over.count]
        for part, owner in owners.items()
        for over in asked.periods
        if (owner, over.first, over.count) in kept
    }
    others = {
        part: parts[part]
        for part, owner in owners.items()
        if ("" if owner in parts[part] else owner, 0, 0) not in kept
    }
    return found | (_pairs(asked.narrowed(others), "parts.part") if others else {})


def _kept_pairs(
    owners: list[str], periods: Collection[Period]
) -> dict[tuple[str, int, int], tuple[int, ...]]:
    """The rows of these owners in these periods, and those that say what is kept (period 0)."""
    slots = ", ".join(PAIR_SLOTS[: len(counters().pairs)])
    statement = f"""
        SELECT owner, first, count, {slots} FROM {_PAIRS}
        WHERE owner = ANY(%s) AND first = ANY(%s) AND count = ANY(%s)
    """  # noqa: S608 -- as above
    firsts = [0, *(over.first for over in periods)]
    counts = [0, *{over.count for over in periods}]
    return {
        (owner, first, count): tuple(found)
        for owner, first, count, *found in _rows(statement, [["", *owners], firsts, counts])
    }


def _sums(asked: Asked, by: str, table: str) -> Sums:
    flows = [counters().flows[code] for code in asked.flows]
    since = "" if asked.stocks else "AND tally.month >= %(first)s"
    statement = f"""
        SELECT {by}, width_bucket(tally.month, %(bounds)s::int[]) AS piece,
            {", ".join(f"sum({_slot(flow.slot)})::bigint" for flow in flows)}
        FROM {table} AS tally
        JOIN unnest(%(bodies)s::text[], %(parts)s::text[]) AS parts (body, part)
            ON parts.body = tally.{"owner" if table == _GROUPS else "body"}
        WHERE tally.month < %(end)s {since} {asked.among} GROUP BY 1, 2
    """  # noqa: S608 -- columns and tables are ours; what was said goes in as parameters
    pieces: dict[str, dict[int, Sequence[int]]] = defaultdict(dict)
    for part, piece, *sums in _rows(statement, asked.values):
        pieces[part][piece] = sums
    return {part: _running(found, len(asked.bounds), len(flows)) for part, found in pieces.items()}


def _running(pieces: Mapping[int, Sequence[int]], bounds: int, width: int) -> list[list[int]]:
    """The sums before each bound, from the sums of the pieces between them."""
    total, told = [0] * width, []
    for piece in range(bounds):
        if piece in pieces:
            total = [n + more for n, more in zip(total, pieces[piece], strict=True)]
        told.append(total)
    return told


def _pairs(asked: Asked, by: str) -> PairCounts:
    """Cells of the periods themselves, and what stood before them.

    A stock hardly moves within them: it is summed once up to the first bound, and only the cells in which it does
    move are put in order. Bodies go by number: to compare names would take most of the time.
    """
    known = counters()
    within = dict.fromkeys(code for pair in known.pairs.values() for code in pair.of)
    stocks = dict.fromkeys(pair.among for pair in known.pairs.values() if pair.among)
    cells = asked.summed([f"{_slot(known.flows[code].slot)} AS within_{code}" for code in within])
    moves = asked.summed([f"{_linear(known.stocks[code])} AS moved_{code}" for code in stocks])
    moved = " OR ".join(f"moved_{code} <> 0" for code in stocks)
    before = ", ".join(f"sum({_linear(known.stocks[code])}) AS before_{code}" for code in stocks)
    since = ", ".join(f"sum(moved_{code}) OVER (cell ORDER BY piece) AS since_{code}" for code in stocks)
    flows = dict.fromkeys(flow for code in stocks for flow in known.stocks[code].of.names)
    slots = " OR ".join(f"{_slot(known.flows[code].slot)} <> 0" for code in flows)
    told = ", ".join(f"count(*) FILTER (WHERE {_condition(pair)})" for pair in known.pairs.values())
    statement = f"""
        WITH parts AS MATERIALIZED (
            SELECT * FROM unnest(%(bodies)s::text[], %(parts)s::text[], %(numbers)s::int[])
                AS parts (body, part, number)
        ), cells AS MATERIALIZED (
            SELECT {by} AS part, parts.number, tally.procedure,
                width_bucket(tally.month, %(bounds)s::int[]) AS piece, {", ".join((*cells, *moves))}
            FROM {_CELLS} AS tally JOIN parts ON parts.body = tally.body
            WHERE tally.month >= %(first)s AND tally.month < %(end)s AND tally.procedure <> '' {asked.among}
            {"" if asked.is_monthly else "GROUP BY 1, 2, 3, 4"}
        ), standing AS (
            SELECT parts.number, tally.procedure, {before}
            FROM {_CELLS} AS tally JOIN parts ON parts.body = tally.body
            WHERE tally.body = ANY(%(bodies)s) AND tally.month < %(first)s AND ({slots}) {asked.among}
            GROUP BY 1, 2
        ), moving AS (
            SELECT number, procedure, piece, lead(piece) OVER (cell ORDER BY piece) AS until, {since}
            FROM cells WHERE {moved} WINDOW cell AS (PARTITION BY number, procedure)
        )
        SELECT cells.part, cells.piece, {told} FROM cells LEFT JOIN standing USING (number, procedure)
        LEFT JOIN moving ON moving.number = cells.number AND moving.procedure = cells.procedure
            AND moving.piece <= cells.piece AND (moving.until IS NULL OR moving.until > cells.piece)
        GROUP BY 1, 2
    """  # noqa: S608 -- as above
    periods = {asked.bounds.index(over.first) + 1: over for over in asked.periods}
    return {
        (part, periods[piece]): tuple(found)
        for part, piece, *found in _rows(statement, asked.values)
        if piece in periods
    }


def _condition(pair: Pairs) -> str:
    happened = " OR ".join(f"within_{code} > 0" for code in pair.of)
    if not pair.among:
        return f"({happened})"
    return f"({happened}) AND coalesce(before_{pair.among}, 0) + coalesce(since_{pair.among}, 0) > 0"


def _linear(stock: Stock) -> str:
    slots = counters().flows
    return " ".join(f"{factor:+d} * {_slot(slots[code].slot)}" for code, factor in stock.of.terms)


def _slot(number: int) -> str:
    return f"tally.c{number:02}"


def _rows(statement: str, values: Mapping[str, Any] | Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def added(several: Collection[Mapping[str, int]]) -> Counts:
    """The counters of a whole from those of its parts: every counter is additive, and what some lack is 0 there."""
    names = tuple(dict.fromkeys(chain.from_iterable(several)))
    rows = [[counts.get(name, 0) for name in names] for counts in several]
    return dict(zip(names, map(sum, zip(*rows, strict=True)), strict=False))


__all__ = [
    "Counts",
    "Parts",
    "added",
    "counters",
    "counts_and_trend",
    "counts_by_procedure",
    "counts_of",
    "counts_over",
]
