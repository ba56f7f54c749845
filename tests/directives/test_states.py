"""The life of a directive, as a table that the rules equal, and as laws that no order of acts breaks."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.directives.rules.states import (
    OPEN,
    RULES,
    Act,
    Asked,
    NotAllowed,
    Part,
    Standing,
    State,
    Why,
    after,
    next_parts,
    open_to,
)

TODAY = date(2026, 11, 23)
DUE = TODAY + timedelta(days=10)
EVERYBODY = frozenset(Part)

# What follows where; an act that is not named in a state is refused there. A criterion is named, nothing unclear.
LIFE = {
    State.OPENED: {Act.ACCEPT: State.ACCEPTED, Act.CONTEST: State.CONTESTED, Act.WITHDRAW: State.WITHDRAWN},
    State.CONTESTED: {
        Act.UPHOLD: State.OPENED, Act.REASSIGN: State.OPENED, Act.WITHDRAW: State.WITHDRAWN,
    },
    State.ACCEPTED: {
        Act.START: State.IN_PROGRESS, Act.ASK_EXTENSION: State.ACCEPTED, Act.WITHDRAW: State.WITHDRAWN,
    },
    State.IN_PROGRESS: {
        Act.ASK_EXTENSION: State.IN_PROGRESS, Act.REPORT: State.REPORTED, Act.WITHDRAW: State.WITHDRAWN,
    },
    State.REPORTED: {Act.SEND_BACK: State.IN_PROGRESS, Act.MEASURE: State.MEASURING},
    State.MEASURING: {Act.VERIFY: State.VERIFIED, Act.REOPEN: State.REOPENED},
    State.VERIFIED: {Act.REOPEN: State.REOPENED},
    State.REOPENED: {Act.START: State.IN_PROGRESS, Act.WITHDRAW: State.WITHDRAWN},
    State.WITHDRAWN: {},
}  # fmt: skip


def standing(state, **facts):
    return Standing(state, **{"due_on": DUE, "measurable": True, "ready_on": TODAY, **facts})


def refusal(of, act, parts=EVERYBODY, on=TODAY):
    with pytest.raises(NotAllowed) as no:
        after(of, act, parts, on)
    return no.value.why


@pytest.mark.parametrize("state", State)
def test_the_rules_are_the_table_and_nothing_else(state):
    found = {
        act: after(standing(state), act, EVERYBODY, TODAY).state
        for act in open_to(standing(state), EVERYBODY, TODAY)
    }
    assert found == LIFE[state]


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("part", Part)
def test_nobody_does_what_belongs_to_another(act, part):
    if RULES[act].by is not part:
        for state in State:
            assert refusal(standing(state), act, {part}) is Why.NOT_YOURS


@pytest.mark.parametrize(
    ("of", "act", "why"),
    [
        (standing(State.OPENED, contested=True), Act.CONTEST, Why.CONTESTED_BEFORE),
        (standing(State.ACCEPTED, asked=Asked.REFUSED), Act.ASK_EXTENSION, Why.EXTENDED_BEFORE),
        (standing(State.ACCEPTED, due_on=TODAY - timedelta(1)), Act.ASK_EXTENSION, Why.TOO_LATE_TO_ASK),
        (standing(State.ACCEPTED), Act.GRANT_EXTENSION, Why.NO_EXTENSION_ASKED),
        (standing(State.ACCEPTED, asked=Asked.GRANTED), Act.REFUSE_EXTENSION, Why.NO_EXTENSION_ASKED),
        (standing(State.REPORTED, measurable=False), Act.MEASURE, Why.NOTHING_TO_MEASURE),
        (standing(State.REPORTED), Act.CONFIRM, Why.CLOSED_BY_ITS_NUMBER),
        (standing(State.MEASURING), Act.SEND_BACK, Why.WINDOW_RUNNING),
        (standing(State.MEASURING, ready_on=TODAY + timedelta(1)), Act.VERIFY, Why.WINDOW_RUNNING),
        (standing(State.MEASURING, ready_on=None), Act.REOPEN, Why.WINDOW_RUNNING),
        (standing(State.VERIFIED, measurable=False), Act.REOPEN, Why.NOTHING_TO_MEASURE),
    ],
)
def test_each_hindrance_is_named(of, act, why):
    assert refusal(of, act) is why


def test_where_the_number_cannot_tell_the_giver_judges():
    unclear = standing(State.MEASURING, inconclusive=True)
    assert {Act.CONFIRM, Act.SEND_BACK} <= set(open_to(unclear, {Part.GIVER}, TODAY))
    free = standing(State.REPORTED, measurable=False, ready_on=None)
    assert after(free, Act.CONFIRM, {Part.GIVER}, TODAY).state is State.VERIFIED


ROUNDS = st.lists(st.tuples(st.sampled_from(Act), st.sampled_from(Part), st.integers(0, 20)), max_size=40)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROUNDS, st.booleans())
def test_whatever_is_tried_in_whatever_order(tried, measurable):
    now, done = Standing(State.OPENED, DUE, measurable), []
    for act, part, days in tried:
        try:
            now = after(now, act, {part}, TODAY + timedelta(days))
        except NotAllowed:
            continue
        done.append(act)
    assert done.count(Act.CONTEST) <= 1
    assert done.count(Act.ASK_EXTENSION) <= 1 + done.count(Act.REOPEN)
    assert done.count(Act.GRANT_EXTENSION) + done.count(Act.REFUSE_EXTENSION) <= done.count(Act.ASK_EXTENSION)
    if now.state is State.VERIFIED:
        assert Act.REPORT in done
        assert Act.CONFIRM in done or measurable
    if Act.WITHDRAW in done:
        assert done[-1] is Act.WITHDRAW
    # Nothing that is open waits for nobody, but for the months over which it is measured.
    waits_for_its_window = now.state is State.MEASURING and now.ready_on is None
    if now.state in OPEN and not waits_for_its_window:
        assert next_parts(now, TODAY)
