"""On time in three readings, against a slow count in plain Python."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.criteria.rules.logs.faults import Unknown
from motcua.criteria.rules.logs.ontime import Group, Part, on_time
from motcua.criteria.rules.logs.roles import ACTIVITY, CASE, DEADLINE, TIME, Roles
from tests.criteria.logs.making import CASES, ZONE, as_csv, reading, written

HEADERS = ["case:concept:name", "concept:name", "time:timestamp", "case:deadline", "case:enddate", "unit"]
START = datetime(2026, 1, 5, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    case: str
    activity: str
    at: datetime
    due: datetime | None
    ended: datetime | None
    unit: str

    def cells(self):
        moments = [moment.isoformat() if moment else "" for moment in (self.at, self.due, self.ended)]
        return [self.case, self.activity, *moments, self.unit]


def slowly(rows, *, end_activity=None, at=None):
    """Case by case, row by row, as one would by hand."""
    horizon = at or max(row.at for row in rows)
    tally = dict.fromkeys(("closed", "open", "good", "good_date", "judged", "late_open"), 0)
    groups = {}
    for case in sorted({row.case for row in rows}):
        mine = sorted((row for row in rows if row.case == case), key=lambda row: (row.at, rows.index(row)))
        if at and mine[0].at > at:
            continue
        if end_activity:
            ends = [row.at for row in mine if row.activity == end_activity]
        else:
            ends = [row.ended for row in mine if row.ended]
        ends = [end for end in ends if not at or end <= at]
        due = min((row.due for row in mine if row.due), default=None)
        unit = next((row.unit for row in reversed(mine) if row.unit), "")
        group = groups.setdefault(unit, [0, 0])
        if not ends:
            tally["open"] += 1
            tally["late_open"] += due is not None and due < horizon
            continue
        tally["closed"] += 1
        group[0] += 1
        if due:
            tally["judged"] += 1
            tally["good"] += max(ends) <= due
            tally["good_date"] += max(ends).astimezone(ZONE).date() <= due.astimezone(ZONE).date()
            group[1] += max(ends) <= due
    return tally, {unit: Group(*counts) for unit, counts in groups.items()}


moments = st.integers(0, 20 * 24).map(lambda hours: START + timedelta(hours=hours, minutes=hours % 7))
some_rows = st.lists(
    st.builds(
        Row,
        case=st.sampled_from("abcdefgh"),
        activity=st.sampled_from(["receive", "return", "archive"]),
        at=moments,
        due=st.none() | moments,
        ended=st.none() | moments,
        unit=st.sampled_from(["", "Sở A", "Sở B"]),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=25, deadline=None)
@given(rows=some_rows, by_activity=st.booleans(), at=st.none() | moments)
def test_the_fast_count_equals_the_slow_one(tmp_path_factory, rows, by_activity, at):
    path = written(tmp_path_factory.mktemp("log") / "log.csv", as_csv([row.cells() for row in rows], HEADERS))
    activity = rows[0].activity if by_activity else None
    needed, end = ((CASE, DEADLINE, ACTIVITY, TIME), "time:timestamp") if by_activity else (CASES, None)
    with reading(path, Roles(end=end, by="unit"), needed=needed, whole=False) as log:
        found = on_time(log, end_activities=[activity] if activity else [], at=at)
    tally, groups = slowly(rows, end_activity=activity, at=at)
    assert (found.closed, found.open) == (tally["closed"], tally["open"])
    assert found.timestamp == Part(tally["good"], tally["judged"])
    assert found.date == Part(tally["good_date"], tally["judged"])
    assert found.with_open == Part(tally["good"], tally["judged"] + tally["late_open"])
    assert found.by == groups


def of_cases(tmp_path, *rows, headers=("case:concept:name", "case:deadline", "case:enddate")):
    """A list of dossiers, a row each, is a log too."""
    return written(tmp_path / "cases.csv", as_csv(rows, headers))


def test_a_day_without_a_time_lasts_until_midnight(tmp_path):
    path = of_cases(
        tmp_path,
        ["done in the evening of the day", "2026-01-05", "2026-01-05 23:59:59"],
        ["done after midnight", "2026-01-05", "2026-01-06 00:00:00"],
        ["done on that day, nobody said when", "2026-01-05 10:00", "2026-01-05"],
        ["both are days", "2026-01-05", "2026-01-05"],
    )
    with reading(path, needed=CASES) as log:
        found = on_time(log)
    assert found.timestamp == Part(2, 4)
    assert found.date == Part(3, 4)


def test_not_closing_a_late_case_does_not_help_the_third_reading(tmp_path):
    late = ["late", "2026-01-05 10:00", "2026-01-09 10:00"]
    last = ["good", "2026-01-12 10:00", "2026-01-11 10:00"]
    with reading(of_cases(tmp_path, late, last), needed=CASES) as log:
        closed = on_time(log)
    with reading(of_cases(tmp_path, [*late[:2], ""], last), needed=CASES) as log:
        hidden = on_time(log)
    assert (closed.timestamp, hidden.timestamp) == (Part(1, 2), Part(1, 1))
    assert closed.with_open == hidden.with_open == Part(1, 2)


def test_a_second_deadline_does_not_help(tmp_path):
    path = of_cases(
        tmp_path, ["a", "2026-01-05 10:00", "2026-01-09 10:00"], ["a", "2026-01-30 10:00", "2026-01-09 10:00"]
    )
    with reading(path, needed=CASES) as log:
        assert on_time(log).timestamp == Part(0, 1)
        assert [each.code.value for each in log.faults.first] == ["case_differs"]


def test_cases_without_a_deadline_are_counted_apart(tmp_path):
    path = of_cases(tmp_path, ["a", "", "2026-01-05"], ["b", "", ""], ["c", "2026-01-07", "2026-01-06"])
    with reading(path, needed=CASES) as log:
        found = on_time(log)
    assert (found.closed, found.open, found.timestamp) == (2, 1, Part(1, 1))
    assert (found.closed_without_deadline, found.open_without_deadline) == (1, 1)


def test_an_end_beyond_the_log_and_deadlines_at_midnight_are_told(tmp_path):
    headers = ("case:concept:name", "time:timestamp", "case:deadline", "case:enddate")
    row = ["a", "2026-01-05 10:00", "2026-02-01 00:00:00", "2026-01-20 10:00"]
    with reading(of_cases(tmp_path, row, headers=headers), needed=CASES) as log:
        found = on_time(log)
    assert (found.ending_after_log, found.due_at_midnight) == (1, 1)


def test_an_activity_that_never_happens_is_told_with_the_nearest(tmp_path):
    row = Row("a", "return", START, START, None, "")
    path = written(tmp_path / "log.csv", as_csv([row.cells()], HEADERS))
    with reading(path, needed=(CASE, DEADLINE, ACTIVITY)) as log, pytest.raises(Unknown) as refused:
        on_time(log, end_activities=["retrun"])
    assert refused.value.nearest == "return"
