"""The table of a recommendation's life, and what its date and its text may be."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.reviews.rules.dating import Misdated, misdated
from motcua.reviews.rules.publishing import points_at_a_person
from motcua.reviews.rules.recommendations import (
    OPEN,
    WAITING,
    Act,
    Answered,
    NotAllowed,
    Part,
    Standing,
    State,
    Why,
    after,
    is_overdue,
    open_to,
)

standings = st.builds(
    Standing,
    state=st.sampled_from(State),
    answered=st.none() | st.sampled_from(Answered),
    merged=st.booleans(),
    carries=st.booleans(),
)
parts = st.sampled_from([set(kept) for n in range(4) for kept in combinations(Part, n)])


def why(standing, act, *who):
    with pytest.raises(NotAllowed) as no:
        after(standing, act, who)
    return no.value.why


@pytest.mark.parametrize(
    ("state", "act", "part", "follows"),
    [
        (State.DRAFTED, Act.SEND, Part.SIGNER, State.SENT),
        (State.SENT, Act.ACKNOWLEDGE, Part.KEEPER, State.ACKNOWLEDGED),
        (State.SENT, Act.ANSWER, Part.KEEPER, State.ANSWERED),
        (State.ACKNOWLEDGED, Act.ANSWER, Part.KEEPER, State.ANSWERED),
        (State.ANSWERED, Act.BEGIN, Part.KEEPER, State.IN_PROGRESS),
        (State.ANSWERED, Act.FINISH, Part.KEEPER, State.DONE),
        (State.IN_PROGRESS, Act.FINISH, Part.KEEPER, State.DONE),
        (State.IN_PROGRESS, Act.ANSWER, Part.KEEPER, State.ANSWERED),
        (State.ANSWERED, Act.WITHDRAW, Part.KEEPER, State.WITHDRAWN),
    ],
)
def test_the_road_of_a_recommendation(state, act, part, follows):
    assert after(Standing(state, Answered.ACCEPTED), act, {part}) is follows


def test_whoever_drafted_it_does_not_sign_it_whatever_he_may_sign():
    assert why(Standing(State.DRAFTED), Act.SEND, Part.KEEPER, Part.DRAFTER, Part.SIGNER) is Why.OWN_DRAFT


def test_nothing_is_answered_before_it_is_sent():
    for act in (Act.ACKNOWLEDGE, Act.ANSWER, Act.URGE):
        assert why(Standing(State.DRAFTED), act, Part.KEEPER) is Why.NOT_NOW


@pytest.mark.parametrize("said", [Answered.REJECTED, Answered.NO_COMPETENCE, None])
def test_what_the_receiver_did_not_agree_to_is_not_carried_out(said):
    for act in (Act.BEGIN, Act.FINISH):
        assert why(Standing(State.ANSWERED, said), act, Part.KEEPER) is Why.NOT_AGREED


def test_what_carries_others_is_neither_withdrawn_nor_merged_itself():
    for act in (Act.WITHDRAW, Act.MERGE):
        assert why(Standing(State.SENT, carries=True), act, Part.KEEPER) is Why.OTHERS_REST_ON_IT


@given(standings, parts)
def test_a_merged_one_can_only_be_separated(standing, who):
    if standing.merged:
        assert set(open_to(standing, who)) <= {Act.SEPARATE}


@given(standings, parts)
def test_nothing_is_done_any_more_with_what_is_closed(standing, who):
    if standing.state not in OPEN:
        assert open_to(standing, who) == []


@given(standings, parts)
def test_a_keeper_who_may_not_sign_never_sends(standing, who):
    if Part.SIGNER not in who:
        assert Act.SEND not in open_to(standing, who)


@given(st.sampled_from(State), st.dates(), st.dates())
def test_an_answer_is_overdue_from_the_day_after_and_only_while_it_is_owed(state, due_on, on):
    assert is_overdue(Standing(state), due_on, on) == (state in WAITING and on > due_on)
    assert not is_overdue(Standing(state), None, on)


@pytest.mark.parametrize(
    ("dated_on", "wrong"),
    [
        (date(2024, 5, 9), Misdated.FUTURE),
        (date(2024, 5, 8), None),
        (date(2024, 5, 2), None),
        (date(2024, 5, 1), Misdated.BEFORE),
    ],
)
def test_a_document_is_not_of_tomorrow_and_not_older_than_what_it_follows(dated_on, wrong):
    assert misdated(dated_on, on=date(2024, 5, 8), since=date(2024, 5, 2)) is wrong


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Liên hệ 0912 345 678 để biết thêm", "0912 345 678"),
        ("Hồ sơ của ông có số 022185000777.", "022185000777"),
        ("gửi về nguyen.van.a@example.vn nhé", "nguyen.van.a@example.vn"),
        ("Nghị định số 73/2019/NĐ-CP ngày 05/9/2019", ""),
        ("Công văn 1234/VPCP-KSTT ngày 15.05.2024, thời hạn 31/12/2026", ""),
        ("Dự án 12.500.000.000 đồng, giai đoạn 2024-2026", ""),
        ("Sớm hoàn thiện phần mềm", ""),
    ],
)
def test_what_identifies_a_person_is_seen_and_numbers_of_documents_are_not_taken_for_it(text, found):
    assert points_at_a_person(text) == found
