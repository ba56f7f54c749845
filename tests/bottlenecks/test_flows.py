"""The map of a process: the public log's known figures, and a plain count in Python."""

import csv
import gzip
import statistics
from collections import Counter
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.bottlenecks.rules.flows import map_of
from motcua.bottlenecks.rules.rework import Repeated, Return, rework_of
from motcua.criteria.rules.logs.roles import Roles
from tests.bottlenecks.making import HEADERS, at, rows
from tests.bottlenecks.oracle import Piece
from tests.criteria.logs.making import SHARED, as_csv, needs_public_logs, reading, written


def sorted_cases(pieces):
    cases = {}
    for place, piece in enumerate(pieces):
        cases.setdefault(piece.case, []).append((piece.start, piece.end, place, piece.activity))
    return [sorted(case) for case in cases.values()]


@st.composite
def logs(draw):
    pieces = []
    for _ in range(draw(st.integers(1, 12))):
        start = draw(st.integers(0, 60))
        end = start + draw(st.integers(0, 20))
        pieces.append(
            Piece(draw(st.sampled_from("ab")), draw(st.sampled_from(["ký", "Trả"])), "An", start, end)
        )
    return pieces


@settings(max_examples=12, deadline=None)
@given(logs())
def test_map_and_rework_are_those_of_counting_in_order(tmp_path_factory, pieces):
    path = written(tmp_path_factory.mktemp("log") / "log.csv", as_csv(rows(pieces), HEADERS))
    with reading(path) as log:
        found, rework = map_of(log), rework_of(log)
    cases = sorted_cases(pieces)
    assert found.activities == Counter(piece.activity for piece in pieces)
    assert found.start == Counter(case[0][3] for case in cases)
    assert found.end == Counter(case[-1][3] for case in cases)
    waits = {}
    for case in cases:
        for one, other in zip(case, case[1:], strict=False):
            waits.setdefault((one[3], other[3]), []).append((other[0] - one[1]) * 60)
    assert {(flow.source, flow.target): flow.count for flow in found.flows} == {
        way: len(each) for way, each in waits.items()
    }
    for flow in found.flows:
        clipped = [max(0, seconds) for seconds in waits[flow.source, flow.target]]
        assert flow.mean_s == pytest.approx(statistics.fmean(clipped), rel=1e-12)
        assert flow.median_s == pytest.approx(statistics.median(clipped), rel=1e-12)
        assert flow.overlaps == sum(seconds < 0 for seconds in waits[flow.source, flow.target])
        assert min(clipped) <= flow.p90_s <= max(clipped)
    names = [[event[3] for event in case] for case in cases]
    assert rework.cases == len(names)
    assert rework.cases_with_rework == sum(len(set(case)) < len(case) for case in names)
    assert {each.activity: (each.repeats, each.cases_repeated) for each in rework.activities} == {
        name: (sum(case.count(name) - 1 for case in names if name in case), again)
        for name in found.activities
        if (again := sum(case.count(name) > 1 for case in names))
    }
    assert {(each.source, each.target): each.count for each in rework.returns} == Counter(
        (case[place], case[place + 1])
        for case in names
        for place in range(len(case) - 1)
        if case[place + 1] in case[:place] and case[place] != case[place + 1]
    )


def test_ninety_per_cent_lie_between_two_values_in_proportion(tmp_path):
    pieces = [
        Piece(str(n), name, "An", start, start) for n in range(11) for name, start in (("a", 0), ("b", n))
    ]
    with reading(written(tmp_path / "log.csv", as_csv(rows(pieces), HEADERS))) as log:
        (flow,) = map_of(log).flows
    assert (flow.count, flow.mean_s, flow.median_s, flow.p90_s) == (11, 300, 300, 540)


def test_without_a_column_of_starts_events_last_no_time(tmp_path):
    events = [["1", "a", at(0)], ["1", "b", at(10)], ["1", "b", at(30)]]
    path = written(
        tmp_path / "log.csv", as_csv(events, ("case:concept:name", "concept:name", "time:timestamp"))
    )
    with reading(path) as log:
        assert [(flow.source, flow.target, flow.mean_s) for flow in map_of(log).flows] == [
            ("a", "b", 600),
            ("b", "b", 1200),
        ]


def test_a_start_after_its_end_counts_as_unsaid(tmp_path):
    events = [["1", "a", at(0), at(5), "An"], ["1", "b", at(40), at(15), "An"]]
    with reading(written(tmp_path / "log.csv", as_csv(events, HEADERS))) as log:
        (flow,) = map_of(log).flows
    assert (flow.mean_s, flow.overlaps) == (600, 0)


def test_repeats_at_once_are_told_from_returns(tmp_path):
    names = ["receive", "check", "check", "ask", "check", "sign"]
    pieces = [Piece("1", name, "An", nth * 10, nth * 10 + 5) for nth, name in enumerate(names)]
    with reading(written(tmp_path / "log.csv", as_csv(rows(pieces), HEADERS))) as log:
        found = rework_of(log)
    assert (found.cases, found.cases_with_rework) == (1, 1)
    assert found.activities == (Repeated("check", 3, 1, 1, 2, 1),)
    assert found.returns == (Return("ask", "check", 1, 1),)


@needs_public_logs
@pytest.mark.parametrize("name", ["receipt.csv.gz", "receipt.xes.gz"])
def test_the_public_log_has_its_known_map_and_rework(name):
    """99 flows and 27 activities as pm4py counts them; 91 cases with rework by an independent reader."""
    with reading(SHARED / name, Roles()) as log:
        found, rework = map_of(log), rework_of(log)
    cases = public_cases()
    assert (len(found.activities), sum(found.activities.values())) == (27, 8577)
    assert (len(found.flows), sum(flow.count for flow in found.flows)) == (99, 8577 - 1434)
    assert found.start == {"Confirmation of receipt": 1434}
    assert found.end == Counter(case[-1][1] for case in cases)
    assert (rework.cases, rework.cases_with_rework) == (1434, 91)
    waits = {}
    for case in cases:
        for one, other in zip(case, case[1:], strict=False):
            waits.setdefault((one[1], other[1]), []).append((other[0] - one[0]).total_seconds())
    for flow in found.flows:
        seconds = waits.pop((flow.source, flow.target))
        assert flow.count == len(seconds)
        assert flow.mean_s == pytest.approx(statistics.fmean(seconds), rel=1e-12)
        assert flow.median_s == pytest.approx(statistics.median(seconds), rel=1e-12)
    assert not waits


def public_cases():
    cases = {}
    with gzip.open(SHARED / "receipt.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            moment = datetime.fromisoformat(row["time:timestamp"])
            cases.setdefault(row["case:concept:name"], []).append((moment, row["concept:name"]))
    return [sorted(case, key=lambda event: event[0]) for case in cases.values()]
