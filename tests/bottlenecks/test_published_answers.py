"""The three logs whose answers the authors of the method worked out by hand, to the second."""

import csv
from datetime import timedelta

import pytest

from motcua.bottlenecks.rules.given import given
from motcua.bottlenecks.rules.handoffs import handoffs
from motcua.criteria.rules.logs.roles import ACTIVITY, CASE, RESOURCE, START, TIME, Roles
from tests.criteria.logs.making import SHARED, needs_public_logs, reading

pytestmark = needs_public_logs
COLUMNS = Roles(case="case_id", activity="Activity", start="start_time", end="end_time", resource="Resource")
# As their tests give it: Marcus rests from 12:00 to 12:30, nobody else does.
CALENDAR = "\n".join(
    [
        'everyone: &all {mon: ["10:00-20:00"], tue: ["10:00-20:00"], wed: ["10:00-20:00"], thu: ["10:00-20:00"],',
        '  fri: ["10:00-20:00"]}',
        "resources:",
        "  Marcus: {mon: &day [10:00-12:00, 12:30-20:00], tue: *day, wed: *day, thu: *day, fri: *day}",
    ]
)


@pytest.mark.parametrize("calendar", ["given", "read off the log"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_part_of_every_hand_over_is_the_published_one(number, calendar, tmp_path):
    path = tmp_path / "calendar.yaml"
    path.write_text(CALENDAR)
    hours = given(str(path)) if calendar == "given" else None
    with reading(
        SHARED / f"waiting_{number}.csv", COLUMNS, needed=(CASE, ACTIVITY, TIME, START, RESOURCE)
    ) as log:
        found = handoffs(log, hours)
    with (SHARED / f"waiting_{number}_expected.csv").open() as file:
        expected = list(csv.DictReader(file))
    assert len(found) == len(expected) > 0
    for row, told in zip(found, expected, strict=True):
        assert float(told.pop("wt_total_seconds")) == row.wt_total / 1_000_000
        assert float(told.pop("frequency")) == row.frequency
        assert tuple(told.pop("cases").split(",")) == row.cases
        for name, value in told.items():
            wanted = _duration(value) // timedelta(microseconds=1) if name.startswith("wt_") else value
            assert getattr(row, name) == wanted, (name, row)


def _duration(text):
    """`0 days 01:30:00`, `0 days`"""
    days, _, clock = text.partition(" days")
    hours, minutes, seconds = (clock.strip() or "0:0:0").split(":")
    return timedelta(int(days), hours=int(hours), minutes=int(minutes), seconds=float(seconds))
