"""The receiving phase of a Dutch environmental permit, counted by an independent reader beforehand."""

import csv
import gzip
from datetime import datetime
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest

from motcua.criteria.rules.logs.describing import described
from motcua.criteria.rules.logs.ontime import Group, Part, on_time
from motcua.criteria.rules.logs.roles import Roles
from motcua.criteria.rules.logs.writing import write
from tests.criteria.logs.making import CASES, SHARED, form, needs_public_logs, reading

pytestmark = needs_public_logs
FILES = ["receipt.csv.gz", "receipt.xes.gz"]


@pytest.mark.parametrize("name", FILES)
def test_the_three_readings_of_on_time_are_those_counted_by_hand(name):
    with reading(SHARED / name, needed=CASES) as log:
        found = on_time(log)
        assert (found.closed, found.open) == (1329, 105)
        assert found.timestamp == Part(952, 1329)
        assert found.date == Part(1020, 1329)
        assert found.with_open == Part(952, 1329 + 39)
        assert log.faults.counts.total() == 0


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("column", "groups"),
    [
        ("case:department", {"General": (1285, 915), "Customer contact": (29, 28), "Experts": (15, 9)}),
        (
            "case:channel",
            {
                "Internet": (1148, 835),
                "Desk": (107, 68),
                "Post": (52, 35),
                "e-mail": (21, 13),
                "Intern": (1, 1),
            },
        ),
    ],
)
def test_departments_and_channels_add_up_to_the_whole(name, column, groups):
    with reading(SHARED / name, Roles(by=column), needed=CASES, whole=False) as log:
        found = on_time(log)
    assert found.by == {value: Group(*counts) for value, counts in groups.items()}
    assert sum(group.closed for group in found.by.values()) == found.closed
    assert sum(group.on_time for group in found.by.values()) == found.timestamp.on_time


@pytest.mark.parametrize("name", FILES)
def test_the_log_is_without_fault_and_has_its_known_size(name):
    with reading(SHARED / name) as log:
        found = described(log)
        assert (found.rows, found.cases, found.activities, found.resources) == (8577, 1434, 27, 48)
        assert log.faults.first == []


@pytest.mark.parametrize("name", FILES)
def test_the_imported_log_answers_as_the_original(name, tmp_path):
    to = tmp_path / "receipt.parquet"
    with reading(SHARED / name) as log:
        assert write(log, source=SHARED / name, to=to).imported == 8577
    with reading(SHARED / name, Roles(by="case:group"), needed=CASES) as log:
        before = on_time(log)
    with reading(to, Roles(by="case:group"), needed=CASES, whole=False) as log:
        assert on_time(log) == before
    assert "case:responsible" in pq.read_schema(to).names


def test_the_calendar_date_depends_on_the_zone_so_the_zone_is_asked_for():
    """The municipality's own zone gives the figure counted by hand; days cut in London do not."""
    by_zone = {}
    for name in ("Europe/Amsterdam", "UTC"):
        with reading(SHARED / FILES[0], needed=CASES, like=form(ZoneInfo(name))) as log:
            by_zone[name] = on_time(log).date.on_time
    assert by_zone == {"Europe/Amsterdam": 1020, "UTC": 971}


def test_the_csv_agrees_with_a_plain_reader():
    with gzip.open(SHARED / FILES[0], "rt", encoding="utf-8") as file:
        cases = {row["case:concept:name"]: row for row in csv.DictReader(file)}
    closed = [row for row in cases.values() if row["case:enddate"]]
    punctual = [
        row
        for row in closed
        if datetime.fromisoformat(row["case:enddate"]) <= datetime.fromisoformat(row["case:deadline"])
    ]
    with reading(SHARED / FILES[0], needed=CASES) as log:
        assert on_time(log).timestamp == Part(len(punctual), len(closed))


@pytest.mark.parametrize(("number", "cases"), [(1, 4), (2, 5), (3, 18)])
def test_a_log_of_intervals_is_read_by_its_own_headers(number, cases):
    roles = Roles(
        case="case_id", activity="Activity", end="end_time", start="start_time", resource="Resource"
    )
    with reading(SHARED / f"waiting_{number}.csv", roles) as log:
        assert described(log).cases == cases
        assert log.faults.first == []
