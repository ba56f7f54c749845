"""Overlaps, weeks, states, answers and calendar files, against slow and obvious oracles."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from motcua.clock.rules.calendar import ZONE
from motcua.schedule.rules.answers import Answer, Delegate, Why, hindrance, may_vote
from motcua.schedule.rules.calendar_files import Entry, calendar_file
from motcua.schedule.rules.clashing import Claim, clashes, overlap, same_place
from motcua.schedule.rules.letters import span
from motcua.schedule.rules.states import RULES, Act, NotAllowed, Part, Standing, State, after, open_to
from motcua.schedule.rules.weeks import Cell, Session, Week, cells

NOON = datetime(2024, 5, 8, 12, tzinfo=ZONE)
QUARTER = timedelta(minutes=15)
moments = st.integers(0, 400).map(lambda quarters: datetime(2024, 5, 6, tzinfo=ZONE) + quarters * QUARTER)
spans = st.tuples(moments, st.integers(1, 200)).map(lambda told: (told[0], told[0] + told[1] * QUARTER))
people = st.frozensets(st.sampled_from("abcde"), max_size=3)


def claim(name, during, who=frozenset(), place=""):
    return Claim(name, *during, who, place)


def quarters(during):
    return {during[0] + n * QUARTER for n in range(int((during[1] - during[0]) / QUARTER))}


@given(spans, spans)
def test_two_meetings_overlap_where_they_share_a_quarter_of_an_hour(one, other):
    assert overlap(claim("A", one), claim("B", other)) == bool(quarters(one) & quarters(other))


@given(st.lists(st.tuples(spans, people, st.sampled_from(["", "P1", " p1 ", "P2"])), min_size=1, max_size=6))
def test_clashes_are_those_who_are_asked_for_at_one_time(told):
    claims = [claim(str(number), *facts) for number, facts in enumerate(told)]
    first, *others = claims
    expected = []
    for other in others:
        together = quarters((first.begins_at, first.ends_at)) & quarters((other.begins_at, other.ends_at))
        place = first.place.strip().lower() == other.place.strip().lower() != ""
        if together and (first.people & other.people or place):
            expected.append((other.meeting, first.people & other.people, place))
    assert [(one.meeting, one.people, one.place) for one in clashes(first, claims)] == expected


def test_a_place_is_the_same_whatever_its_case_and_spacing():
    assert same_place("Phòng họp  A", "phòng HỌP a ")
    assert not same_place("", "")


@given(spans)
def test_a_meeting_stands_in_every_session_that_it_takes(during):
    expected = {
        Cell(at.date(), Session.MORNING if at.hour < 12 else Session.AFTERNOON) for at in quarters(during)
    }
    assert set(cells(*during)) == expected
    assert len(cells(*during)) == len(expected)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_week_is_read_as_it_is_written(on):
    week = Week.of(on)
    assert Week.read(week.code) == week
    assert on in week.days
    assert week.moved(1).moved(-1) == week
    assert week.ends_at == week.moved(1).begins_at


@pytest.mark.parametrize("said", ["", "2024", "2024-W54", "2024-W", "x-W1", "2024-W00"])
def test_what_is_no_week_is_none(said):
    assert Week.read(said) is None


standings = st.builds(
    Standing,
    st.sampled_from(State),
    st.just(NOON),
    has_chair=st.booleans(),
    minutes_written=st.booleans(),
    minutes_approved=st.booleans(),
)


@given(
    standings, st.frozensets(st.sampled_from(Part)), st.sampled_from([NOON - QUARTER, NOON, NOON + QUARTER])
)
def test_what_is_offered_is_what_is_allowed(standing, parts, at):
    for act in Act:
        try:
            follows = after(standing, act, parts, at)
        except NotAllowed:
            assert act not in open_to(standing, parts, at)
        else:
            assert act in open_to(standing, parts, at)
            assert parts & RULES[act].by
            assert standing.state in RULES[act].before
            assert follows == (RULES[act].after or standing.state)


@given(standings, st.frozensets(st.sampled_from(Part)), st.sampled_from([NOON - QUARTER, NOON + QUARTER]))
def test_nothing_is_concluded_before_it_was_held_and_nothing_called_off_comes_back(standing, parts, at):
    for act in open_to(standing, parts, at):
        follows = after(standing, act, parts, at)
        if follows is State.CONCLUDED:
            assert standing.state in (State.HELD, State.CONCLUDED)
        assert standing.state is not State.CANCELLED


def test_who_comes_for_another_is_of_his_body_and_free():
    free = Delegate(is_invitee=False, same_body=True, invited_himself=False, stands_in_already=False)
    assert hindrance(free) is None
    assert hindrance(Delegate(True, True, True, True)) is Why.SELF
    assert hindrance(Delegate(False, False, True, True)) is Why.OTHER_BODY
    assert hindrance(Delegate(False, True, True, True)) is Why.INVITED
    assert hindrance(Delegate(False, True, False, True)) is Why.TWICE


@pytest.mark.parametrize("answer", Answer)
def test_nobody_votes_who_is_away_has_none_or_stands_in(answer):
    assert may_vote(has_vote=True, answer=answer, came=True) == (answer is not Answer.STAND_IN)
    assert not may_vote(has_vote=False, answer=answer, came=True)
    assert not may_vote(has_vote=True, answer=answer, came=False)
    assert not may_vote(has_vote=True, answer=answer, came=None)


def test_a_span_is_said_as_papers_say_it():
    begins = datetime(2024, 2, 6, 7, 30, tzinfo=ZONE)
    assert span(begins, begins + timedelta(hours=4)) == ("từ 7 giờ 30 đến 11 giờ 30, thứ Ba, ngày 06/02/2024")
    assert span(begins, begins + timedelta(days=1)) == (
        "từ 7 giờ 30, thứ Ba, ngày 06/02/2024 đến 7 giờ 30, thứ Tư, ngày 07/02/2024"
    )


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200)


@given(texts, texts, spans, st.sampled_from(State), st.integers(0, 10**6))
def test_a_calendar_file_is_read_back_as_it_was_told(title, place, during, state, sequence):
    entry = Entry(
        "HOP-2024-0001",
        state,
        sequence,
        *during,
        title,
        place,
        "https://x.vn/",
        during[0],
        link="https://h.vn",
    )
    read = Calendar.from_ical(calendar_file([entry], host="x.vn", name="Lịch"))
    (event,) = read.walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == ("HOP-2024-0001@x.vn", sequence)
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == during
    assert str(event["SUMMARY"]) == title
    assert (event["STATUS"] == "CANCELLED") == (state is State.CANCELLED)
