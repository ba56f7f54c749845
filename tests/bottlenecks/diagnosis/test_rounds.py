"""Working time of many moments at once, medians by nearest rank, figures by step and by hand-over."""

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from motcua.bottlenecks.rules.diagnosis.model import Key
from motcua.bottlenecks.rules.diagnosis.rounds import median, spread
from motcua.bottlenecks.rules.diagnosis.steps import flow_figures, step_figures
from motcua.bottlenecks.rules.diagnosis.worktime import worked_before
from motcua.clock.queries.calendars import shipped_calendar
from motcua.clock.rules.counting import working_minutes
from motcua.criteria.models import microseconds
from tests.bottlenecks.diagnosis.making import START, at, rounds, row

CALENDAR = shipped_calendar("vn-standard")
MOMENTS = st.datetimes(datetime(2023, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis adds it


@given(st.lists(MOMENTS, min_size=2, max_size=20))
def test_many_moments_are_counted_as_the_clock_counts_each(moments):
    found = worked_before(CALENDAR, np.array([microseconds(moment) for moment in moments]))
    for index, moment in enumerate(moments):
        assert found[index] - found[0] == working_minutes(CALENDAR, moments[0], moment)


def test_no_moments_have_no_working_time():
    assert worked_before(CALENDAR, np.zeros(0, np.int64)).tolist() == []


@given(st.lists(st.integers(0, 99), min_size=1, max_size=60))
def test_the_median_and_the_90th_percentile_are_values_that_so_many_do_not_exceed(values):
    found = spread(values)
    for share, value in ((50, found.median), (90, found.p90)):
        assert value in values
        assert 100 * sum(one <= value for one in values) >= share * len(values)
        assert 100 * sum(one < value for one in values) < share * len(values)


def test_nothing_has_no_median():
    assert spread([]) is None
    assert median([]) is None


def test_a_step_waits_until_it_is_taken_and_is_over_by_its_own_limit():
    (one,) = rounds(row(opened=0, taken=30, closed=50, limit=40))
    assert (one.waiting, one.processing, one.all, one.limit, one.over) == (30, 20, 50, 40, 10)


def test_what_happens_after_the_end_is_not_looked_at():
    (one,) = rounds(row(opened=0, taken=30, closed=50, limit=10), ends=at(20))
    assert (one.waiting, one.processing, one.took, one.done, one.over) == (20, None, None, None, 10)
    assert rounds(row(opened=30), ends=at(20)) == []


def test_figures_by_step_count_rounds_returns_and_limits():
    told = rounds(
        row("1", "sign", 0, taken=10, closed=12, limit=20),
        row("1", "sign", 40, taken=80, closed=90, limit=20, round=2),
        row("2", "sign", 0, limit=20),
        row("2", "draft", 0, taken=1, closed=2, kind="draft", role="specialist", outcome="cancelled"),
    )
    (one,) = step_figures(told, {"sign": 0}, by_step=True)
    assert one.key == Key("sign", "sign", "leader")
    assert (one.dossiers, one.rounds, one.open, one.returns, one.over) == (2, 3, 1, 1, 2)
    assert (one.waiting.count, one.waiting.median, one.waiting.p90) == (2, 10, 40)
    assert one.limit == 20


def test_steps_follow_the_sheet_and_after_it_the_order_in_which_they_come():
    told = rounds(
        row("1", "b", 0, taken=0, closed=5),
        row("1", "a", 5, taken=5, closed=9),
        row("1", "new", 9, taken=9, closed=10),
    )
    assert [one.key.step for one in step_figures(told, {"a": 0, "b": 1}, by_step=True)] == ["a", "b", "new"]
    assert [one.key.step for one in step_figures(told, {}, by_step=True)] == ["b", "a", "new"]


def test_a_hand_over_goes_from_what_ended_last_and_knows_a_return():
    told = rounds(
        row("1", "a", 0, taken=0, closed=10),
        row("1", "b", 10, taken=25, closed=30, outcome="return"),
        row("1", "a", 30, taken=31, closed=40, round=2),
    )
    flows = {(flow.source.step, flow.target.step): flow for flow in flow_figures(told, by_step=True)}
    assert flows["a", "b"].waiting.median == 15
    assert not flows["a", "b"].back
    assert flows["b", "a"].back


def test_several_procedures_are_told_by_kind_and_position():
    told = rounds(
        row("1", "x", 0, taken=1, closed=2), row("2", "y", 0, taken=3, closed=4, procedure="Q"),
    )  # fmt: skip
    (one,) = step_figures(told, {}, by_step=False)
    assert (one.key, one.rounds) == (Key("", "sign", "leader"), 2)


def test_a_calendar_of_its_own_counts_for_each_body():
    monday = datetime(2026, 1, 5, 1, tzinfo=UTC)  # 08:00
    assert microseconds(datetime(2026, 1, 1, tzinfo=UTC)) == START
    found = worked_before(CALENDAR, np.array([microseconds(monday + timedelta(hours=n)) for n in (0, 1)]))
    assert found[1] - found[0] == 60
