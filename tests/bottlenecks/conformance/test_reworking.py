"""Returns and their time, against a minute-by-minute count and against what was written down by hand."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from motcua.bottlenecks.rules.reworking import Return, merged, minutes_in, returns_of
from motcua.clock.queries import shipped_calendar
from motcua.clock.rules.counting import working_minutes
from motcua.criteria.rules.facts import StepFact

CLOCK = shipped_calendar("vn-standard")
MONDAY = datetime(2026, 1, 5, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
UNTIL = MONDAY + timedelta(days=30)


def hour(number):
    return MONDAY + timedelta(hours=number)


def went(path, *, open_last=False):
    """Steps that followed one another, an hour each: `abcb` is a, b, c and back to b."""
    rounds, facts = {}, []
    for nth, step in enumerate(path):
        rounds[step] = rounds.get(step, 0) + 1
        closed = None if open_last and nth == len(path) - 1 else hour(nth + 1)
        facts.append(
            StepFact("H49", step, rounds[step], "B", "P", "process", "head", "U", hour(nth), closed_at=closed)
        )
    return facts


def told(path, **more):
    return [(one.source, one.target, one.at, one.until) for one in returns_of(went(path, **more), UNTIL)]


def test_a_return_lasts_until_the_step_that_returned_is_come_to_again():
    assert told("abcbcd") == [("c", "b", hour(3), hour(4))]


def test_the_way_onward_again_is_no_further_return():
    assert told("abcdabcd") == [("d", "a", hour(4), hour(7))]


def test_a_step_that_is_begun_again_at_once_returns_to_itself():
    assert told("abbc") == [("b", "b", hour(2), hour(2))]


def test_a_return_that_never_came_back_lasts_until_the_steps_ended_or_until_now():
    assert told("abca") == [("c", "a", hour(3), hour(4))]
    assert told("abca", open_last=True) == [("c", "a", hour(3), UNTIL)]


def test_two_returns_are_two():
    assert [(source, target) for source, target, *_ in told("abcbcacd")] == [("c", "b"), ("c", "a")]


def test_a_dossier_that_went_straight_has_none():
    assert told("abcd") == []


spans = st.lists(
    st.tuples(st.integers(0, 3000), st.integers(0, 600)).map(
        lambda pair: (MONDAY + pair[0] * MINUTE, MONDAY + (pair[0] + pair[1]) * MINUTE)
    ),
    max_size=6,
)


@given(spans)
def test_every_working_minute_of_overlapping_spans_counts_once(spans):
    minutes = {
        at
        for since, until in spans
        for at in range(int((since - MONDAY) / MINUTE), int((until - MONDAY) / MINUTE))
    }
    slow = sum(working_minutes(CLOCK, MONDAY + at * MINUTE, MONDAY + (at + 1) * MINUTE) for at in minutes)
    assert minutes_in(spans, CLOCK) == slow


@given(spans)
def test_merged_spans_are_apart_and_in_order(spans):
    found = list(merged(spans))
    assert all(one[1] < two[0] for one, two in zip(found, found[1:], strict=False))


@given(st.text("abc", min_size=1, max_size=9))
def test_every_return_leads_to_a_step_that_this_dossier_had_come_to_before_the_one_that_returned(path):
    for one in returns_of(went(path), UNTIL):
        assert isinstance(one, Return)
        assert path.index(one.target) <= path.index(one.source)
        assert one.until >= one.at
    leads_back = sum(b in path[: n + 1] and path.index(b) <= path.index(a)
                     for n, (a, b) in enumerate(zip(path, path[1:], strict=False)))  # fmt: skip
    assert len(list(returns_of(went(path), UNTIL))) == leads_back
