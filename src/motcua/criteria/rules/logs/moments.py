"""Texts of moments, as logs of any origin write them, become moments.

Understood are ISO 8601 (with T or a space, with or without seconds and offset), 20260105 and 20260105093000,
2026/1/5, and dates with the year last: 05/01/2026, 5.1.2026 09:30, 09:30 05/01/2026, with AM/PM or SA/CH. Which of
the first two numbers is the day is told by the column as a whole: by a number above 12. Where it is not told, a
date that could be either is no moment.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import duckdb

from motcua.criteria.rules.logs.faults import Fault

FIRST_YEAR, LAST_YEAR = 1900, 2199  # beyond are the fillers of other systems: 0001-01-01, 9999-12-31
_BLANK = r"(?i)(nat|nan|null|none|n/a|\\n|-+)"
_SHIFT = r"[+-](?:0\d|1[0-8])(?::?[0-5]\d)?"
_STRICT = rf"\d{{4}}-\d{{2}}-\d{{2}}(?:[T ]\d{{2}}:\d{{2}}:\d{{2}}(?:\.\d+)?(?:Z|{_SHIFT})?)?"
_OFFSET = rf"Z|UTC|GMT|{_SHIFT}"
_CLOCK = r"\d{1,2}[:hH]\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*(?:AM|PM|SA|CH))?"
_TIME_FIRST = rf"(?i)^({_CLOCK})[\s,]+(\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}})$"
_DATE = r"^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:[Tt\s,]+(.+))?$"
_TIME = rf"(?i)^(\d{{1,2}})[:h](\d{{2}})(?::(\d{{2}})(?:[.,](\d+))?)?\s*(AM|PM|SA|CH)?\s*({_OFFSET})?$"
_RUN_TOGETHER = (  # what it looks like, and with its marks
    (r"(\d{4})(\d{2})(\d{2})", r"\1-\2-\3"),
    (r"(\d{4})(\d{2})(\d{2})[T ]?(\d{2})(\d{2})", r"\1-\2-\3 \4:\5"),
    (rf"(\d{{4}})(\d{{2}})(\d{{2}})[T ]?(\d{{2}})(\d{{2}})(\d{{2}})({_OFFSET})?", r"\1-\2-\3 \4:\5:\6\7"),
)


class Dates(StrEnum):
    """How a date with the year last is read."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    AS_THE_COLUMN_SAYS = "as-the-column-says"


@dataclass(frozen=True)
class Habits:
    """How to read what a text leaves unsaid.

    A moment without an offset is one of the connection's time zone; `zone_said`: even in a column where others have
    one.
    """

    dates: Dates = Dates.AS_THE_COLUMN_SAYS
    zone_said: bool = False


def read_moments(
    connection: duckdb.DuckDBPyConnection, rows: duckdb.DuckDBPyRelation, column: str, habits: Habits
) -> tuple[duckdb.DuckDBPyRelation, frozenset[Fault]]:
    """The rows with what the texts of a column say, for a column c0: `instant_c0`, `whole_day_c0`, `fault_c0`.

    Also which faults there are.

    The instant is NULL where there is a fault, and where the text is a word for nothing (NULL, NaT). A whole day is
    named without a time: its instant is its beginning.
    """
    texts = rows.project(f"{column} AS text").filter("text IS NOT NULL").distinct()
    _strict(texts).union(_loose(texts)).to_table(f"parts_{column}")
    parts = connection.table(f"parts_{column}")
    zoned = parts.filter("zoned").limit(1).fetchone() is not None
    no_zone = "timed AND NOT zoned" if zoned and not habits.zone_said else "FALSE"
    dated = parts.project(f"text, timed, zoned, clock, coalesce(iso, {_iso(parts, habits.dates)}) AS iso")
    read = dated.project(
        f"text, NOT timed AS whole_day, {no_zone} AS no_zone, iso IS NULL AS ambiguous, iso = '' AS blank, "
        "TRY_CAST(iso || clock AS TIMESTAMPTZ) AS instant"
    )
    judged = read.project(f"text, whole_day, instant, {_FAULT} AS fault")
    judged.project(
        f"text AS text_{column}, whole_day AS whole_day_{column}, fault AS fault_{column}, "
        f"CASE WHEN fault IS NULL THEN instant END AS instant_{column}"
    ).to_table(f"moments_{column}")
    moments = connection.table(f"moments_{column}")
    faults = moments.project(f"fault_{column}").filter(f"fault_{column} IS NOT NULL").distinct().fetchall()
    joined = rows.join(moments, f"{column} = text_{column}", how="left").project(f"* EXCLUDE (text_{column})")
    return joined, frozenset(Fault(code) for (code,) in faults)


def from_microseconds(since_1970: int | None) -> datetime | None:
    """A moment in UTC, as `epoch_us` of DuckDB tells it."""
    return None if since_1970 is None else _EPOCH + timedelta(microseconds=since_1970)


def _number(text: str) -> str:
    """DuckDB may compute both branches of a CASE: a cast must not fail in the one that does not hold."""
    return f"TRY_CAST({text} AS INTEGER)"


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FAULT = (
    f"CASE WHEN blank THEN NULL WHEN ambiguous THEN '{Fault.AMBIGUOUS_DATE}' "
    f"WHEN instant IS NULL OR year(instant) NOT BETWEEN {FIRST_YEAR} AND {LAST_YEAR} THEN '{Fault.BAD_TIME}' "
    f"WHEN no_zone THEN '{Fault.NO_ZONE}' END"
)
_HOUR = (
    f"CASE WHEN upper(time.half) IN ('PM', 'CH') AND {_number('time.hour')} < 12 THEN {_number('time.hour')} + 12 "
    f"WHEN upper(time.half) IN ('AM', 'SA') AND {_number('time.hour')} = 12 THEN 0 ELSE {_number('time.hour')} END"
)
_SECONDS = (
    "(CASE WHEN time.second = '' THEN '00' ELSE time.second END) || "
    "(CASE WHEN time.fraction = '' THEN '' ELSE '.' || time.fraction END)"
)
_ZONE = "CASE WHEN upper(time.zone) IN ('UTC', 'GMT', 'Z') THEN '+00' ELSE time.zone END"


def _strict(texts: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """What DuckDB reads as it stands: `iso` is the whole text."""
    return texts.filter(f"regexp_full_match(text, '{_STRICT}')").project(
        "text, length(text) > 10 AS timed, regexp_matches(text[20:], '[Z+-]') AS zoned, text AS iso, "
        "'' AS clock, '' AS one, '' AS two, '' AS year"
    )


def _loose(texts: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Everything else, taken apart; `iso` is NULL if the year comes last, and empty if the text is for nothing."""
    marked = "CASE "
    for look, marks in _RUN_TOGETHER:
        marked += f"WHEN regexp_full_match(text, '{look}') THEN regexp_replace(text, '^{look}$', '{marks}') "
    marked += rf"ELSE regexp_replace(text, '{_TIME_FIRST}', '\2 \1') END"
    loose = texts.filter(f"NOT regexp_full_match(text, '{_STRICT}')").project(f"text, {marked} AS marked")
    dates = loose.project(f"text, regexp_extract(marked, '{_DATE}', ['one', 'two', 'three', 'rest']) AS date")
    fields = "['hour', 'minute', 'second', 'fraction', 'half', 'zone']"
    times = dates.project(f"text, date, regexp_extract(date.rest, '{_TIME}', {fields}) AS time")
    return times.project(
        "text, date.rest <> '' AS timed, time.zone <> '' AS zoned, "
        f"CASE WHEN regexp_full_match(text, '{_BLANK}') THEN '' WHEN length(date.three) <> 4 OR date.one = '' "
        "OR length(date.one) = 4 THEN date.one || '-' || date.two || '-' || date.three END AS iso, "
        "CASE WHEN date.rest = '' THEN '' WHEN time.hour = '' THEN ' ?' "
        f"ELSE ' ' || ({_HOUR}) || ':' || time.minute || ':' || {_SECONDS} || ({_ZONE}) END AS clock, "
        "date.one AS one, date.two AS two, date.three AS year"
    )


def _iso(parts: duckdb.DuckDBPyRelation, dates: Dates) -> str:
    """The SQL of the date of a text whose year comes last; NULL where it could be read in two ways."""
    day_first, month_first = "year || '-' || two || '-' || one", "year || '-' || one || '-' || two"
    if dates is Dates.AS_THE_COLUMN_SAYS:
        dates = _told_by(parts)
    if dates is not Dates.AS_THE_COLUMN_SAYS:
        return day_first if dates is Dates.DAY_FIRST else month_first
    return (
        f"CASE WHEN {_number('one')} > 12 THEN {day_first} "
        f"WHEN {_number('two')} > 12 OR {_number('one')} = {_number('two')} THEN {month_first} END"
    )


def _told_by(parts: duckdb.DuckDBPyRelation) -> Dates:
    undecided = parts.filter("iso IS NULL").project(f"{_number('one')} AS one, {_number('two')} AS two")
    days, months = undecided.aggregate(
        "count(*) FILTER (one > 12 AND two <= 12), count(*) FILTER (two > 12 AND one <= 12)"
    ).fetchone() or (0, 0)
    if days and not months:
        return Dates.DAY_FIRST
    return Dates.MONTH_FIRST if months and not days else Dates.AS_THE_COLUMN_SAYS
