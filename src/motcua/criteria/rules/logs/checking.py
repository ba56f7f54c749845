"""Everything that a log says wrongly, row by row."""

from collections.abc import Collection, Iterator

import duckdb

from motcua.criteria.rules.logs.faults import MOST_TOLD, Fault, Found, shortened
from motcua.criteria.rules.logs.log import Log
from motcua.criteria.rules.logs.roles import ACTIVITY, CASE, DEADLINE, END, OF_CASE, START, TIME
from motcua.criteria.rules.logs.spool import INTEGER, NUMBER, TRUTH

TYPES = {INTEGER: "BIGINT", NUMBER: "DOUBLE", TRUTH: "BOOLEAN"}

Finding = tuple[Fault, str, duckdb.DuckDBPyRelation]  # code, name of the column, rows with `row` and `value`


def check(log: Log) -> None:
    """Adds to the log's faults all that its rows say wrongly."""
    _tell(log, _of_events(log))
    _tell(log, _of_columns(log, log.columns))


def check_columns(log: Log, names: Collection[str]) -> None:
    """Adds what the rows say wrongly in these columns and in the one of the case."""
    _tell(log, _of_columns(log, names))


def _tell(log: Log, findings: Iterator[Finding]) -> None:
    for code, column, rows in findings:
        of = _number(rows, "count(*)")
        if of:
            first = rows.project("row, value").order("row").limit(MOST_TOLD).fetchall()
            found = [Found(row, column, code, shortened(value or "")) for row, value in first]
            log.faults.count(found, code, of=of)


def _of_columns(log: Log, names: Collection[str]) -> Iterator[Finding]:
    events = log.rows.filter("NOT void")
    case = log.roles[CASE]
    yield Fault.EMPTY_CASE, case, _cells(events.filter(f"{log.cell(CASE)} IS NULL"), None)
    for name in log.moments:
        if name in names:
            yield from _misread(log, name)
    yield from _differing(log, [name for name in names if _is_of_case(log, name)])
    if log.roles.get(START) in names:
        yield from _reversed(log, events)


def _is_of_case(log: Log, name: str) -> bool:
    said = name == log.roles.get(DEADLINE)
    return (said or name.startswith(OF_CASE)) and name != log.roles[CASE]


def _misread(log: Log, name: str) -> Iterator[Finding]:
    column = log.columns[name]
    rows = log.rows
    if name.startswith(OF_CASE):  # XES says it once for the whole trace
        nth = "row_number() OVER (PARTITION BY trace ORDER BY row) AS nth"
        rows = rows.project(f"row, {column}, fault_{column}, trace, {nth}").filter("trace = 0 OR nth = 1")
    for code in sorted(log.moments[name]):
        yield code, name, _cells(rows.filter(f"fault_{column} = '{code}'"), column)


def _differing(log: Log, names: Collection[str]) -> Iterator[Finding]:
    """The rows that say something else of their case than the first row that says anything."""
    if not names:
        return
    case = log.cell(CASE)
    columns = {name: log.columns[name] for name in names}
    known = log.rows.filter(f"{case} IS NOT NULL")
    per_case = known.aggregate(", ".join(f"min({c}) <> max({c}) AS {c}" for c in columns.values()), case)
    differ = per_case.aggregate(", ".join(f"coalesce(bool_or({c}), FALSE)" for c in columns.values()))
    for (name, column), differs in zip(columns.items(), differ.fetchone() or (), strict=True):
        if differs:
            first = f"first_value({column}) OVER (PARTITION BY {case} ORDER BY row) AS first"
            said = known.filter(f"{column} IS NOT NULL").project(f"row, {column} AS value, {first}")
            yield Fault.CASE_DIFFERS, name, said.filter("value <> first")


def _reversed(log: Log, events: duckdb.DuckDBPyRelation) -> Iterator[Finding]:
    yield Fault.REVERSED, log.roles[START], _cells(events.filter(reversed_interval(log)), log.cell(START))


def reversed_interval(log: Log) -> str:
    """The SQL of “ends before it starts”; a start of the case is held against the end of the case."""
    of_case = log.roles.get(START, "").startswith(OF_CASE) and END in log.roles
    return f"{log.instant(START)} > {log.latest(END if of_case else TIME)}"


def _of_events(log: Log) -> Iterator[Finding]:
    events = log.rows.filter("NOT void")
    yield (
        Fault.EMPTY_ACTIVITY,
        log.roles[ACTIVITY],
        _cells(events.filter(f"{log.cell(ACTIVITY)} IS NULL"), None),
    )
    time = log.cell(TIME)
    untimed = events.filter(f"{log.instant(TIME)} IS NULL AND fault_{time} IS NULL")
    yield Fault.EMPTY_TIME, log.roles[TIME], _cells(untimed, time)
    for name, kind in log.kinds.items():
        if kind in TYPES:
            column = log.columns[name]
            wrong = events.filter(f"{column} IS NOT NULL AND TRY_CAST({column} AS {TYPES[kind]}) IS NULL")
            yield Fault.BAD_VALUE, name, _cells(wrong, column)
    yield from _twice(log, events)


def _twice(log: Log, events: duckdb.DuckDBPyRelation) -> Iterator[Finding]:
    whole = ", ".join(("trace", *log.columns.values()))
    if _number(events, f"count(*) - count(DISTINCT hash({whole}))"):
        nth = f"row_number() OVER (PARTITION BY {whole} ORDER BY row) AS nth"
        again = events.project(f"row, {nth}, {log.cell(CASE)} AS value")
        yield Fault.DUPLICATE_ROW, "", again.filter("nth > 1")
    case = log.cell(CASE)
    places = log.rows.filter(f"trace > 0 AND {case} IS NOT NULL").project(
        f"row, {case} AS value, trace, min(trace) OVER (PARTITION BY {case}) AS first, "
        f"row_number() OVER (PARTITION BY {case}, trace ORDER BY row) AS nth"
    )
    yield Fault.CASE_TWICE, log.roles[CASE], places.filter("trace > first AND nth = 1")


def _cells(rows: duckdb.DuckDBPyRelation, column: str | None) -> duckdb.DuckDBPyRelation:
    return rows.project(f"row, {column or 'NULL::VARCHAR'} AS value")


def _number(rows: duckdb.DuckDBPyRelation, expression: str) -> int:
    row = rows.aggregate(expression).fetchone()
    return int(row[0]) if row else 0
