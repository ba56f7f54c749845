import pytest

from motcua.results.models import Instrument
from motcua.schedule import services
from motcua.schedule.invariants import (
    letters_stand_as_their_meetings,
    meetings_follow_from_their_entries,
    nobody_comes_twice,
    notices_are_in_the_ledger,
    numbers_have_no_gaps,
)
from motcua.schedule.models import Book, Instruction, Invitation, Meeting
from tests.schedule.making import AFTER, BEFORE, REASON, make_held, make_meeting, of_officer, point

pytestmark = pytest.mark.django_db
CHECKS = (
    meetings_follow_from_their_entries,
    letters_stand_as_their_meetings,
    notices_are_in_the_ledger,
    nobody_comes_twice,
    numbers_have_no_gaps,
)


@pytest.fixture
def meetings(province):
    """One called off, one postponed, one with a stand-in, one concluded with a corrected notice."""
    services.cancel_meeting(make_meeting(province), reason=REASON, by=province.chairman, at=BEFORE)
    services.postpone_meeting(make_meeting(province), reason=REASON, by=province.chairman, at=BEFORE)
    called = make_meeting(province)
    mine = of_officer(called, province.zone_deputy)
    services.send_stand_in(mine, province.zone_clerk, reason=REASON, by=province.zone_deputy, at=BEFORE)
    told = {"by": province.reform, "at": AFTER}
    notice = services.draft_notice(make_held(province), points=[point(province)], **told)
    notice = services.issue_notice(notice, by=province.chairman, at=AFTER)
    services.issue_notice(services.correct_notice(notice, **told), by=province.chairman, at=AFTER)
    return province


def letters_in_force():
    return Instrument.objects.filter(reference__startswith="HOP", standing="in_force")


def broken():
    return [bool(list(check())) for check in CHECKS]


def test_what_the_verbs_make_holds(meetings):
    assert broken() == [False] * 5


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (lambda p: Meeting.objects.filter(state="held").update(state="concluded"), []),
        (lambda p: Meeting.objects.filter(state="concluded").update(state="held"), [0]),
        (lambda p: letters_in_force().update(standing="replaced"), [1]),
        (lambda p: Instruction.objects.update(due_on="2030-01-01"), [2]),
        (lambda p: Invitation.objects.filter(delegate=p.zone_clerk).update(delegate=p.chairman), [3]),
        (lambda p: Book.objects.filter(series="KL").update(last=9), [4]),
    ],
)  # fmt: skip
def test_what_somebody_changed_by_hand_is_found(meetings, spoil, found):
    spoil(meetings)
    assert broken() == [number in found for number in range(5)]
