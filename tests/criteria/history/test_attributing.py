"""The late dossiers of a whole history over their steps: as the page says of each, and summing to the index."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.clock.rules.counting import working_minutes
from motcua.criteria.queries.attributing import borne_in
from motcua.criteria.rules.bearing import Holder, LateDossier, Round, borne
from motcua.criteria.rules.history import schema_of
from motcua.criteria.rules.periods import Period, first_instant, month_of
from tests.clock.calendars import shipped_calendar

CALENDAR, EPOCH, MICROSECOND = shipped_calendar(), datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
FIRST, LAST = 12 * 2026 + 6, 12 * 2026 + 9
HORIZON = datetime(2026, 10, 20, 9, tzinfo=UTC)
HOURS = st.integers(0, 24 * 150)
BEGINS = first_instant(FIRST) - timedelta(days=20)


def hours_later(hours):
    return None if hours is None else min(BEGINS + timedelta(hours=hours), HORIZON - timedelta(seconds=1))


rounds = st.lists(st.tuples(st.sampled_from("abc"), HOURS, st.none() | HOURS, st.none() | HOURS), max_size=6)
dossiers = st.lists(
    st.tuples(st.sampled_from(["B1", "B2"]), st.sampled_from("PQ"), st.none() | HOURS, HOURS, rounds),
    max_size=6,
)


def facts_of(drawn):
    """Dossiers received before everything, late from the instant after they were due, if they were."""
    told, steps = [], []
    for number, (body, procedure, ended, due, work) in enumerate(drawn):
        code, ended_at, due_at = f"HS{number}", hours_later(ended), hours_later(due)
        late_at = due_at + MICROSECOND if (ended_at or HORIZON) > due_at else None
        told.append((code, body, procedure, BEGINS, due_at, late_at, ended_at))
        for place, (step, opened, limit, closed) in enumerate(work):
            steps.append((code, step, place, step.upper(), *map(hours_later, (opened, limit, closed))))
    return told, steps


def in_duckdb(told, steps):
    names = {
        "dossier": ("code", "body", "procedure", "received_at", "due_at", "late_at", "ended_at"),
        "step": ("code", "step", "round", "step_kind", "opened_at", "due_at", "closed_at"),
    }
    database = duckdb.connect()
    for (kind, columns), rows in zip(names.items(), (told, steps), strict=True):
        types = {field.name: field.type for field in schema_of(kind)}
        table = {
            name: pa.array([stored(row[place]) for row in rows], types[name])
            for place, name in enumerate(columns)
        }
        database.register(kind, pa.table(table))
    return database


def stored(value):
    return (value - EPOCH) // MICROSECOND if isinstance(value, datetime) else value


def one_by_one(told, steps):
    """What `rules.bearing` says of every late dossier, in every month in which it counts."""
    shares, cases = defaultdict(Fraction), defaultdict(int)
    for code, body, procedure, _received, due, late, ended in told:
        if late is None:
            continue
        last = month_of(ended or HORIZON).first
        for month in range(max(month_of(late).first, FIRST), min(last, LAST) + 1):
            until = min(ended or HORIZON, Period(month).ends_at, HORIZON)
            work = tuple(
                Round(
                    step, Holder("", "", body), working_minutes(CALENDAR, limit, min(closed or until, until))
                )
                for of, step, _round, _kind, _opened, limit, closed in steps
                if of == code and limit
            )
            lateness = working_minutes(CALENDAR, due, until)
            split = borne([LateDossier(code, Fraction(1), lateness, work)])
            cases[body, procedure, month] += 1
            shares[body, procedure, month, ""] += split.too_slack
            for step in split.by:
                shares[body, procedure, month, step.upper()] += split.of(step)
    return {place: share for place, share in shares.items() if share}, cases


def at_once(told, steps):
    return borne_in(
        Path(), CALENDAR, horizon=stored(HORIZON), first=FIRST, last=LAST, database=in_duckdb(told, steps)
    )


@settings(max_examples=40, deadline=None)
@given(dossiers)
def test_a_history_is_split_as_its_dossiers_one_by_one(drawn):
    told, steps = facts_of(drawn)
    wanted, cases = one_by_one(told, steps)
    found = at_once(told, steps)
    rows = found.rows.to_pylist()
    assert found.cases == sum(cases.values())
    assert {
        (row["body"], row["procedure"], row["month"], row["step_kind"]): Fraction(row["share"], found.common)
        for row in rows
    } == wanted
    whole = defaultdict(int)
    for row in rows:
        whole[row["body"], row["procedure"], row["month"]] += row["share"]
    assert whole == {place: found.common * count for place, count in cases.items()}


def test_a_dossier_that_stays_late_counts_in_every_month_until_it_ends():
    told = [("HS", "B1", "P", BEGINS, BEGINS, BEGINS + MICROSECOND, first_instant(LAST))]
    steps = [("HS", "a", 1, "A", BEGINS, BEGINS, None)]
    found = at_once(told, steps).rows.to_pylist()
    assert [row["month"] for row in found] == list(range(FIRST, LAST + 1))
    assert {(row["step_kind"], row["cases"]) for row in found} == {("A", 1)}


@pytest.mark.parametrize("ended", [None, BEGINS])
def test_a_dossier_in_time_is_borne_by_nobody(ended):
    told = [("HS", "B1", "P", BEGINS, HORIZON, None, ended)]
    assert at_once(told, []).rows.num_rows == 0


def test_no_bar_of_progress_is_written_among_the_answers():
    database = in_duckdb(*facts_of([]))
    borne_in(Path(), CALENDAR, horizon=0, first=FIRST, last=LAST, database=database)
    assert database.execute("SELECT current_setting('enable_progress_bar')").fetchone() == (False,)
