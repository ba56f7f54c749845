"""Skipped, out of order, extra: against an oracle that tries every way."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.bottlenecks.rules.conformance import Doing, Kind, Run, Sheet, conformance
from motcua.bottlenecks.rules.conformance.aligning import LONGEST, TooLong
from motcua.catalog.rules.sheet import net_of
from motcua.clock.queries import shipped_calendar
from tests.bottlenecks.conformance.oracle import best_way, steps_in
from tests.catalog.processes import Oracle, sheets

CLOCK = shipped_calendar("vn-standard")
BEGUN = datetime(2026, 1, 5, 1, tzinfo=UTC)
ORDER = {Kind.SKIPPED, Kind.EXTRA, Kind.OUT_OF_ORDER}
LINE = [
    {"step": name, "name": {"vi": name}, "role": "specialist", "outcomes": {"done": then}}
    for name, then in zip("abcd", [*"bcd", "end"], strict=True)
]


def run(events, *, ended=True):
    doings = tuple(
        Doing(step, outcome, closed_at=BEGUN + timedelta(hours=nth))
        for nth, (step, outcome) in enumerate(events)
    )
    return Run("H49", doings, ended, until=BEGUN + timedelta(days=99))


def judged(rows, events, *, ended=True):
    verdict = conformance(run(events, ended=ended), Sheet(net_of(rows), CLOCK))
    return [(one.kind, one.step, one.nth) for one in verdict.deviations if one.kind in ORDER]


def said(letters):
    return [(letter, "done") for letter in letters]


@st.composite
def true_runs(draw, rows):
    """A run that the sheet allows, perhaps broken off."""
    here, events = Oracle(rows), []
    for _ in range(draw(st.integers(0, 7))):
        if here.at is None:
            break
        step = draw(st.sampled_from(here.open()))
        outcome = draw(st.sampled_from(here.outcomes(step)))
        here.finish(step, outcome)
        events.append((step, outcome))
    return events, here.at is None


@st.composite
def bent(draw, events, rows):
    """The same with up to two things wrong: something left out, done twice, moved, or of unknown outcome."""
    events = list(events)
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(events)))
        match draw(st.sampled_from(["drop", "add", "swap", "forget"])):
            case "drop" if events:
                events.pop(at % len(events))
            case "add":
                events.insert(at, (draw(st.sampled_from([*steps_in(rows), "unheard-of"])), "done"))
            case "swap" if len(events) > 1:
                at %= len(events) - 1
                events[at], events[at + 1] = events[at + 1], events[at]
            case "forget" if events:
                events[at % len(events)] = (events[at % len(events)][0], "")
    return events


@given(st.data())
@settings(max_examples=250)
def test_a_run_that_the_sheet_allows_has_no_deviation_of_order(data):
    rows = data.draw(sheets())
    events, ended = data.draw(true_runs(rows))
    assert judged(rows, events, ended=ended) == []


@given(st.data())
@settings(max_examples=250, deadline=None)
def test_the_fast_way_finds_the_departures_that_trying_every_way_finds(data):
    rows = data.draw(sheets(most=4))
    events, ended = data.draw(true_runs(rows))
    events = data.draw(bent(events, rows))
    departures = best_way(rows, events, ended=ended)
    extra = Counter(events[nth][0] for how, nth in departures if how == "extra")
    skipped = Counter(step for how, step in departures if how == "skipped")
    paired = extra & skipped
    found = judged(rows, events, ended=ended)
    assert Counter(step for kind, step, _nth in found if kind is Kind.OUT_OF_ORDER) == paired
    assert Counter(step for kind, step, _nth in found if kind is Kind.EXTRA) == extra - paired
    assert Counter(step for kind, step, _nth in found if kind is Kind.SKIPPED) == skipped - paired
    astray = {nth for how, nth in departures if how == "extra"}
    assert {nth for _kind, _step, nth in found if nth is not None} == astray


def test_a_step_that_was_left_out_is_skipped():
    assert judged(LINE, said("acd")) == [(Kind.SKIPPED, "b", None)]


def test_a_step_that_was_done_too_late_is_out_of_order_and_nothing_else():
    assert judged(LINE, said("acbd")) == [(Kind.OUT_OF_ORDER, "b", 2)]


def test_a_step_that_was_done_twice_without_a_return_is_extra():
    assert judged(LINE, said("abbcd")) == [(Kind.EXTRA, "b", 2)]


def test_a_step_that_the_sheet_does_not_know_is_extra():
    assert judged(LINE, said("abxcd")) == [(Kind.EXTRA, "x", 2)]


def test_what_an_unfinished_dossier_has_not_done_yet_is_not_skipped():
    assert judged(LINE, said("ab"), ended=False) == []
    assert judged(LINE, said("ab")) == [(Kind.SKIPPED, "c", None), (Kind.SKIPPED, "d", None)]


def test_the_branches_of_a_consultation_may_be_done_in_any_order():
    rows = [
        {**LINE[0], "outcomes": {"done": "ask"}},
        {"consult": "ask", "branches": [{"step": s, "name": {"vi": s}, "role": "specialist"} for s in "xy"]},
    ]
    assert judged(rows, said("axy")) == judged(rows, said("ayx")) == []
    assert judged(rows, said("ax")) == [(Kind.SKIPPED, "y", None)]


def test_a_run_without_end_is_refused_as_no_dossier():
    with pytest.raises(TooLong):
        judged(LINE, said("b" * (LONGEST + 1)))
