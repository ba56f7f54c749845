"""Minutes that lay in somebody's hands, against an oracle that walks through every minute."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from motcua.bottlenecks.rules.fairness.hands import Off, Outside, Span, gaps, in_hands, joined

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)


def at(minute):
    return BEGIN + timedelta(minutes=minute)


def minutes(a, b):
    return (b - a) // timedelta(minutes=1)


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=4).map(
    lambda told: [Span(at(first), at(first + long)) for first, long in told]
)


def test_a_wait_for_the_applicant_is_taken_off_and_told():
    asked = {Off.CITIZEN: [Span(at(10), at(25))]}
    seen = in_hands(Span(at(0), at(40)), Outside(asked), minutes)
    assert (seen.minutes, seen.off) == (25, {Off.CITIZEN: 15})


def test_a_minute_with_two_reasons_is_taken_off_once():
    both = {Off.CITIZEN: [Span(at(5), at(20))], Off.BEFORE_TAKEN: [Span(at(0), at(10))]}
    seen = in_hands(Span(at(0), at(30)), Outside(both), minutes)
    assert (seen.minutes, seen.off) == (10, {Off.CITIZEN: 15, Off.BEFORE_TAKEN: 5})


@given(st.integers(0, 60), st.integers(0, 40), st.dictionaries(st.sampled_from(Off), spans, max_size=4))
def test_minutes_agree_with_a_walk_through_each(first, long, outside):
    outside = {why: joined(told) for why, told in outside.items()}
    counted, off = 0, dict.fromkeys(Off, 0)
    for minute in range(first, first + long):
        why = next((one for one in Off if any(a <= at(minute) < b for a, b in outside.get(one, ()))), None)
        if why is None:
            counted += 1
        else:
            off[why] += 1
    seen = in_hands(Span(at(first), at(first + long)), Outside(outside), minutes)
    assert seen.minutes == counted
    assert seen.off == {why: spent for why, spent in off.items() if spent}


@given(spans, st.integers(0, 60), st.integers(1, 40))
def test_gaps_are_the_minutes_that_nobody_holds(held, first, long):
    whole = Span(at(first), at(first + long))
    free = {minute for minute in range(first, first + long) if not any(a <= at(minute) < b for a, b in held)}
    found = gaps(whole, joined(held))
    told = {minute for minute in range(first, first + long) if any(a <= at(minute) < b for a, b in found)}
    assert told == free
