"""Who may do what with a report, and what follows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.reviews.rules.states import (
    NOT_SENT,
    RULES,
    Act,
    NotAllowed,
    Part,
    State,
    Why,
    after,
    open_to,
    state_after,
)

EVERYBODY = frozenset(Part)


def test_a_report_goes_from_its_draft_to_its_receiver():
    state = State.ASKED
    for act, part in (
        (Act.DRAFT, Part.HOUSE), (Act.EDIT, Part.WRITER), (Act.SUBMIT, Part.WRITER), (Act.SIGN, Part.SIGNER),
        (Act.SEND, Part.WRITER),
    ):  # fmt: skip
        state = after(state, act, {part}, closed=False)
    assert state is State.SENT


@pytest.mark.parametrize(
    ("state", "act", "parts", "why"),
    [
        (State.SUBMITTED, Act.SIGN, {Part.WRITER, Part.CALLER}, Why.NOT_YOURS),
        (State.SENT, Act.RETURN, {Part.WRITER, Part.SIGNER}, Why.NOT_YOURS),
        (State.DRAFTED, Act.SIGN, {Part.SIGNER}, Why.NOT_NOW),
        (State.SUBMITTED, Act.EDIT, {Part.WRITER}, Why.NOT_NOW),
        (State.SIGNED, Act.DRAFT, {Part.WRITER}, Why.NOT_NOW),
        (State.SENT, Act.REMIND, {Part.CALLER}, Why.NOT_NOW),
        (State.ASKED, Act.EDIT, {Part.HOUSE}, Why.NOT_YOURS),
    ],
)
def test_what_is_not_allowed_says_why(state, act, parts, why):
    with pytest.raises(NotAllowed) as no:
        after(state, act, parts, closed=False)
    assert no.value.why is why


@given(st.sampled_from(State), st.sampled_from(Act))
def test_nothing_is_done_to_the_reports_of_a_closed_call(state, act):
    with pytest.raises(NotAllowed) as no:
        after(state, act, EVERYBODY, closed=True)
    assert no.value.why is Why.CLOSED


@given(st.sampled_from(State), st.sets(st.sampled_from(Part)), st.booleans())
def test_what_is_offered_is_exactly_what_is_allowed(state, parts, closed):
    for act in Act:
        try:
            after(state, act, parts, closed=closed)
            allowed = True
        except NotAllowed:
            allowed = False
        assert (act in open_to(state, parts, closed=closed)) == allowed


@given(st.lists(st.sampled_from(Act), max_size=12))
def test_a_sent_report_was_signed_after_it_was_last_written_on(acts):
    state, done = State.ASKED, []
    for act in acts:
        try:
            state = after(state, act, EVERYBODY, closed=False)
        except NotAllowed:
            continue
        done.append(act)
    assert state_after(done) is state
    if state is State.SENT:
        moves = [act for act in done if RULES[act].after is not None]
        assert moves[-3:] == [Act.SUBMIT, Act.SIGN, Act.SEND]


def test_everybody_who_has_not_sent_may_be_reminded():
    assert {state for state in State if Act.REMIND in open_to(state, {Part.CALLER}, closed=False)} == NOT_SENT
