"""The counters of bodies and procedures in a period, read from the tallies: flows of it, stocks at its end."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection

from motcua.criteria.rules.counters import Counters, Pairs, Stock
from motcua.criteria.rules.periods import Period
from motcua.criteria.rules.reading_counters import shipped

Counts = dict[str, int]
PROCEDURE = "procedure"


def counters() -> Counters:
    """What is counted, as shipped."""
    return shipped()


def counts_of(
    parts: Mapping[str, Collection[str]], over: Period, *, procedures: Collection[str] = ()
) -> dict[str, Counts]:
    """Every counter of each part, a part being the bodies that it is made of. Two queries, however many parts.

    `procedures`: count only these, if any are given.
    """
    groups = [(body, part) for part, bodies in parts.items() for body in bodies]
    table = "criteria_proceduretally" if procedures else "criteria_monthtally"
    sums = _sums(table, "parts.part", groups, over, procedures)
    pairs = _pairs("parts.part", groups, over, procedures)
    return {part: _counted(sums.get(part, {}), pairs.get(part, {})) for part in parts}


def counts_by_procedure(bodies: Collection[str], over: Period) -> dict[str, Counts]:
    """Every counter of each procedure at these bodies; what belongs to none stands under the empty code."""
    groups = [(body, "") for body in bodies]
    sums = _sums("criteria_proceduretally", "tally.procedure", groups, over, ())
    pairs = _pairs("tally.procedure", groups, over, ())
    return {code: _counted(sums[code], pairs.get(code, {})) for code in sums}


def _counted(sums: Mapping[str, int], pairs: Mapping[str, int]) -> Counts:
    known = counters()
    counts = {code: sums.get(code, 0) for code in known.flows}
    for stock in known.stocks.values():
        counts[stock.code] = sums.get(stock.code, 0)
    return counts | {code: pairs.get(code, 0) for code in known.pairs}


def _sums(
    table: str, by: str, groups: list[tuple[str, str]], over: Period, procedures: Collection[str]
) -> dict[str, dict[str, int]]:
    known = counters()
    within = [f"sum({_slot(flow.slot)}) FILTER (WHERE tally.month >= %s)" for flow in known.flows.values()]
    ever = [f"sum({_linear(stock)})" for stock in known.stocks.values()]
    where = "AND tally.procedure = ANY(%s)" if procedures else ""
    statement = f"""
        SELECT {by}, {", ".join((*within, *ever))} FROM {table} AS tally
        JOIN unnest(%s::text[], %s::text[]) AS parts (body, part) ON parts.body = tally.body
        WHERE tally.month < %s {where} GROUP BY 1
    """  # noqa: S608 -- columns and tables are ours; what was said goes in as parameters
    values: list[Any] = [over.first] * len(within) + [*_columns(groups), over.end]
    rows = _rows(statement, values + ([list(procedures)] if procedures else []))
    codes = (*known.flows, *known.stocks)
    return {row[0]: {code: n or 0 for code, n in zip(codes, row[1:], strict=True)} for row in rows}


def _pairs(
    by: str, groups: list[tuple[str, str]], over: Period, procedures: Collection[str]
) -> dict[str, dict[str, int]]:
    known = counters()
    told = [_pair(pair) for pair in known.pairs.values()]
    where = "AND tally.procedure = ANY(%s)" if procedures else ""
    sums = ", ".join(dict.fromkeys(column for pair in told for column in pair[0]))
    conditions = ", ".join(f"count(*) FILTER (WHERE {pair[1]})" for pair in told)
    statement = f"""
        SELECT part, {conditions} FROM (
            SELECT {by} AS part, tally.body, tally.procedure, {sums} FROM criteria_proceduretally AS tally
            JOIN unnest(%s::text[], %s::text[]) AS parts (body, part) ON parts.body = tally.body
            WHERE tally.month < %s AND tally.procedure <> '' {where}
            GROUP BY 1, 2, 3
        ) AS cells GROUP BY 1
    """  # noqa: S608 -- as above
    values: list[Any] = [over.first] * sums.count("%s") + [*_columns(groups), over.end]
    rows = _rows(statement, values + ([list(procedures)] if procedures else []))
    return {row[0]: dict(zip(known.pairs, row[1:], strict=True)) for row in rows}


def _pair(pair: Pairs) -> tuple[list[str], str]:
    """The columns that a pair needs of a cell, and when it counts."""
    known = counters()
    columns = [
        f"sum({_slot(known.flows[code].slot)}) FILTER (WHERE tally.month >= %s) AS within_{code}"
        for code in pair.of
    ]
    condition = " OR ".join(f"within_{code} > 0" for code in pair.of)
    if not pair.among:
        return columns, condition
    columns.append(f"sum({_linear(known.stocks[pair.among])}) AS ever_{pair.among}")
    return columns, f"({condition}) AND ever_{pair.among} > 0"


def _linear(stock: Stock) -> str:
    slots = counters().flows
    return " ".join(f"{factor:+d} * {_slot(slots[code].slot)}" for code, factor in stock.of.terms)


def _slot(number: int) -> str:
    return f"tally.c{number:02}"


def _columns(groups: list[tuple[str, str]]) -> list[list[str]]:
    return [[body for body, _ in groups], [part for _, part in groups]]


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def added(several: Collection[Mapping[str, int]]) -> Counts:
    """The counters of a whole from those of its parts: every counter is additive."""
    total: dict[str, int] = defaultdict(int)
    for counts in several:
        for code, n in counts.items():
            total[code] += n
    return dict(total)
