"""Days and months of moments, by the legal zone, the same on every engine."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import ibis

from motcua.criteria.rules.expressions.columnar import DAY, ZONE
from motcua.criteria.rules.measures.tables import Table
from motcua.criteria.rules.periods import first_instant

FIRST_DAY = -25_508
"""1 March 1900, in days since 1970. Nothing that is measured happened before."""
END = 47_541
"""1 March 2100: the day from which on nothing is measured, for `_month` does not hold."""
FOREVER = 2**31 - 1
"""A day and a period after all others. An open end as NULL would make engines compare every row with every span."""
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def day_of(moment: Any) -> Any:
    """Days since 1970 by the legal zone, as int32, of microseconds since 1970 in UTC.

    Engines divide whole numbers as doubles and round down. That is exact here: before END a quotient is below 2^16,
    where doubles lie 2^-37 apart, and a quotient that is not whole is at least 1/DAY > 2^-37 away from the next whole
    number.
    """
    return ((moment + ibis.literal(ZONE, "int64")) // ibis.literal(DAY, "int64")).cast("int32")


def calendar(until: int, months: int = 1) -> Table:
    """A small table (day, period): the days up to that of the moment `until` and some more, each with its period.

    A period is a whole number of `months`, counted since year 0: 1, 3 or 12. It stands in the text of the query
    itself, so that no engine needs a table of it; as two short ranges, for one long one is carried about as a list of
    tens of thousands of constants while the query is planned (DuckDB: seconds). It is not cut off at the last day:
    engines would ask every fact that meets it for its day once more. Raises ValueError from END on.
    """
    last = (until + ZONE) // DAY
    if last >= END:
        raise ValueError(until)
    side = math.isqrt(last - FIRST_DAY) + 1
    over, within = (ibis.range(0, side).unnest().name(name).as_table() for name in ("over", "within"))
    days = over.cross_join(within)
    day = days.over.cast("int64") * side + days.within.cast("int64") + FIRST_DAY
    days = days.select(day=day.cast("int32"))
    return days.select("day", period=periods(_month(days.day), months).cast("int32"))


def periods(month: Any, months: int) -> Any:
    """The period in which a month lies."""
    return month if months == 1 else (month // months).cast("int64")


def first_microsecond(month: int) -> int:
    """When a month (since year 0) begins, in microseconds since 1970."""
    return (first_instant(month) - _EPOCH) // _MICROSECOND


def _month(day: Any) -> Any:
    """Months since year 0 (12 × year + month - 1), from days since 1970.

    Years begin in March here, so that the leap day is their last; 153 days are five months, 1461 four years. From March
    1900 to February 2100 every fourth year has a leap day. All quotients are small, hence exact.
    """
    days = day - FIRST_DAY
    year = (4 * days + 3) // 1461
    month = (5 * (days - 1461 * year // 4) + 2) // 153
    return 12 * (1900 + year) + 2 + month
