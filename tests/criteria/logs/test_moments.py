"""Texts of moments, against what `datetime` itself makes of them."""

from datetime import UTC, datetime, timedelta, timezone

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.criteria.rules.logs.faults import Fault
from motcua.criteria.rules.logs.moments import Dates, Habits, from_microseconds, read_moments
from tests.criteria.logs.making import ZONE


def read(texts, **habits):
    """Text → moment in UTC, fault."""
    with duckdb.connect() as connection:
        connection.execute(f"SET TimeZone = '{ZONE.key}'")
        connection.execute("CREATE TABLE given AS SELECT unnest(?::VARCHAR[]) AS c0", [list(texts)])
        rows, _faults = read_moments(connection, connection.table("given"), "c0", Habits(**habits))
        found = rows.project("c0, epoch_us(instant_c0), fault_c0").fetchall()
    return {text: (from_microseconds(instant), fault) for text, instant, fault in found}


def local(*parts):
    return datetime(*parts, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-05T10:00:00.000+02:00", local(2026, 1, 5, 15)),
        ("2026-01-05T10:00:00Z", local(2026, 1, 5, 17)),
        ("2026-01-05 10:00:00 UTC", local(2026, 1, 5, 17)),
        ("2026-01-05T10:00+07:00", local(2026, 1, 5, 10)),
        ("2026-01-05 10:00:00-0300", local(2026, 1, 5, 20)),
        ("2026-01-05 10:00", local(2026, 1, 5, 10)),
        ("2026-1-5 9:05", local(2026, 1, 5, 9, 5)),
        ("2026/01/05 10:00:00", local(2026, 1, 5, 10)),
        ("2026-01-05T10:00:00.123456789", local(2026, 1, 5, 10, 0, 0, 123456)),
        ("20260105", local(2026, 1, 5)),
        ("202601050930", local(2026, 1, 5, 9, 30)),
        ("20260105093015", local(2026, 1, 5, 9, 30, 15)),
        ("20260105T093015Z", local(2026, 1, 5, 16, 30, 15)),
        ("25/01/2026", local(2026, 1, 25)),
        ("25.1.2026 09:30:15,5", local(2026, 1, 25, 9, 30, 15, 500000)),
        ("09:30 25/01/2026", local(2026, 1, 25, 9, 30)),
        ("9h30 25-01-2026", local(2026, 1, 25, 9, 30)),
        ("25/01/2026 3:04 CH", local(2026, 1, 25, 15, 4)),
        ("25/01/2026 12:04:05 SA", local(2026, 1, 25, 0, 4, 5)),
        ("01/25/2026 3:04:05 PM", local(2026, 1, 25, 15, 4, 5)),
        ("05/05/2026", local(2026, 5, 5)),
        ("5/05/2026", local(2026, 5, 5)),
    ],
)
def test_every_usual_way_of_writing_a_moment_is_understood(text, moment):
    assert read([text]) == {text: (moment, None)}


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "2026-02-30",
        "31/02/2026",
        "2026-13-01",
        "05/01/26",
        "10:00",
        "1899-12-31",
        "2200-01-01",
        "0001-01-01",
        "infinity",
        "epoch",
        "2026-01-05T25:00:00",
        "2026-01-05T10:61",
        "46027",
        "1767600000",
        "2026-01-05T10:00:00+99:99",
    ],
)
def test_what_is_no_moment_is_a_fault(text):
    assert read([text]) == {text: (None, Fault.BAD_TIME)}


@pytest.mark.parametrize("text", ["NaT", "nan", "NULL", "None", "N/A", "-", "\\N"])
def test_a_word_for_nothing_is_nothing_and_no_fault(text):
    assert read([text]) == {text: (None, None)}


def test_a_column_with_a_day_above_twelve_is_day_first_as_a_whole():
    assert read(["03/04/2026", "13/04/2026"])["03/04/2026"] == (local(2026, 4, 3), None)


def test_a_column_with_a_month_place_above_twelve_is_month_first_as_a_whole():
    assert read(["03/04/2026", "04/13/2026"])["03/04/2026"] == (local(2026, 3, 4), None)


@pytest.mark.parametrize("others", [[], ["13/04/2026", "04/13/2026"]])
def test_what_the_column_does_not_settle_is_ambiguous_until_somebody_says(others):
    text = "03/04/2026"
    assert read([text, *others])[text] == (None, Fault.AMBIGUOUS_DATE)
    assert read([text, *others], dates=Dates.DAY_FIRST)[text] == (local(2026, 4, 3), None)
    assert read([text, *others], dates=Dates.MONTH_FIRST)[text] == (local(2026, 3, 4), None)


MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30))
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.builds(lambda moment, zone: moment.replace(tzinfo=zone), MOMENTS, OFFSETS), min_size=1))
def test_iso_texts_with_an_offset_are_read_as_datetime_reads_them(moments):
    found = read({moment.isoformat() for moment in moments})
    assert {text: moment for text, (moment, _fault) in found.items()} == {
        moment.isoformat(): moment.astimezone(UTC) for moment in moments
    }


@settings(max_examples=15, deadline=None)
@given(st.lists(MOMENTS.map(lambda moment: moment.replace(microsecond=0)), min_size=1))
def test_day_first_texts_are_read_as_strptime_reads_them(moments):
    texts = {f"{moment:%d/%m/}{moment.year} {moment:%H:%M:%S}" for moment in moments}
    found = read(texts, dates=Dates.DAY_FIRST)
    for text, (moment, fault) in found.items():
        naive = datetime.strptime(text, "%d/%m/%Y %H:%M:%S")
        assert fault is None
        assert moment.astimezone(ZONE).replace(tzinfo=None) == naive


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text):
    """It is a moment between the years told, or a fault, or a word for nothing."""
    (moment, fault), *_rest = read([text]).values()
    assert moment is None or (fault is None and 1899 <= moment.year <= 2200)
