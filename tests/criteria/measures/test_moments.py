"""Days and months of moments in the text of a query, against Python's own calendar."""

from datetime import UTC, date, datetime, timedelta

import duckdb
import ibis
import pytest

from motcua.criteria.rules.expressions.columnar import DAY, ZONE
from motcua.criteria.rules.measures import sql
from motcua.criteria.rules.measures.moments import END, FIRST_DAY, calendar, day_of

EPOCH = date(1970, 1, 1)
LATEST = (date(2100, 2, 28) - EPOCH).days


def test_every_day_until_march_2100_lies_in_the_month_that_python_says() -> None:
    assert END == LATEST + 1
    days = duckdb.sql(sql(calendar(LATEST * DAY), "duckdb")).fetchall()
    every = sorted(day for day, _ in days)
    assert every == list(range(FIRST_DAY, every[-1] + 1))
    assert every[-1] >= LATEST
    for day, month in sorted(days)[: LATEST - FIRST_DAY + 1]:
        on = EPOCH + timedelta(days=day)
        assert month == 12 * on.year + on.month - 1


def test_nothing_is_measured_later() -> None:
    with pytest.raises(ValueError, match=str(END * DAY)):
        calendar(END * DAY)


@pytest.mark.parametrize("months", [3, 12])
def test_longer_periods_are_whole_numbers_of_months(months: int) -> None:
    longer = duckdb.sql(sql(calendar(LATEST * DAY, months), "duckdb")).fetchall()
    single = dict(duckdb.sql(sql(calendar(LATEST * DAY), "duckdb")).fetchall())
    assert all(period == single[day] // months for day, period in longer)


def test_the_last_and_the_first_microsecond_of_every_day_fall_on_it() -> None:
    table = ibis.table({"day": "int64", "moment": "int64"}, name="moments")
    first, last = FIRST_DAY * DAY - ZONE, DAY - 1
    duckdb.sql(
        f"CREATE OR REPLACE TEMP TABLE moments AS SELECT {FIRST_DAY} + i AS day, {first} + i * {DAY} + offs AS moment "
        f"FROM range({LATEST - FIRST_DAY}) days(i), (VALUES (0::BIGINT), (1), ({last} - 1), ({last})) parts(offs)"
    )
    wrong = table.filter(day_of(table.moment) != table.day)
    assert duckdb.sql(sql(wrong, "duckdb")).fetchall() == []


def test_a_day_begins_at_midnight_in_hanoi() -> None:
    moment = datetime(2038, 12, 31, 17, tzinfo=UTC)
    microseconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    day = duckdb.sql(
        sql(ibis.literal(microseconds).name("m").as_table().select(d=day_of(ibis._.m)), "duckdb")
    )
    assert day.fetchone() == ((date(2039, 1, 1) - EPOCH).days,)
