"""What the verbs do and refuse, from the draft to the notice."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from motcua.files.queries import content_of
from motcua.files.services import store
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.organizations.models import Role
from motcua.organizations.services import delegate
from motcua.results.models import Instrument
from motcua.schedule import services
from motcua.schedule.models import Meeting
from motcua.schedule.queries.clashing import clashes_of
from motcua.schedule.queries.figures import short_notice, turnout
from motcua.schedule.queries.letters import invited, is_stale
from tests.factories.organizations import make_officer
from tests.files.making import pdf
from tests.schedule.making import (
    AFTER,
    BEFORE,
    BEGINS,
    ENDS,
    REASON,
    make_draft,
    make_held,
    make_meeting,
    of_body,
    of_officer,
    plan,
    point,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def refused(code, act, *args, **facts):
    with pytest.raises(Refusal) as no, transaction.atomic():
        act(*args, **facts)
    assert no.value.code == code


def words_of(file):
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content_of(file))).pages).split()
    )


def test_the_letter_of_invitation_names_everything_and_is_signed_under_a_number(province):
    made = make_meeting(province, agenda="Báo cáo tổng hợp\nThảo luận", contact="Phòng KSTTHC, 0203.3835.xxx")
    assert (made.state, made.sequence, made.flag) == ("called", 0, "")
    assert made.letter.number == "01/GM-UBND"
    assert made.letter.standing == "in_force"
    said = words_of(made.letter.file)
    for words in (
        "GIẤY MỜI", "01/GM-UBND", "trân trọng kính mời", province.zone_deputy.name, "UBND phường Hạ Long",
        "Văn phòng Chính phủ", "Phó Thủ tướng Chính phủ", "từ 8 giờ 00 đến 11 giờ 30, thứ Tư, ngày 08/5/2024",
        "Điểm cầu Khu kinh tế (Phòng họp 2), do Trưởng Ban", "Báo cáo tổng hợp; Thảo luận", "0203.3835.xxx",
        "Cao Văn Hùng", "Quảng Ninh, ngày 26 tháng 4 năm 2024",
    ):  # fmt: skip
        assert words in said, words
    told = Entry.objects.get(kind="meeting.called")
    assert (told.subject, told.data["letter"], told.data["invited"]) == (made.code, "01/GM-UBND", 4)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ends_at": BEGINS}, "ends-first"),
        ({"ends_at": BEGINS - HOUR}, "ends-first"),
        ({"begins_at": BEFORE, "ends_at": ENDS}, "past"),
        ({"title": "  "}, "no-title"),
        ({"place": ""}, "no-place"),
        ({"kind": "party"}, "unknown-kind"),
        ({"video_link": "http://hop.example.vn/1"}, "video-link"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(province, change, code):
    refused(code, make_draft, province, **change)
    assert not Meeting.objects.exists()


def test_nobody_drafts_for_a_body_that_is_not_his(province):
    for officer, host in ((province.specialist, province.zone), (province.zone_head, province.top)):
        refused("not-your-body", services.draft_meeting, plan(), host=host, by=officer, at=BEFORE)
    made = services.draft_meeting(plan(), host=province.zone, by=province.zone_clerk, at=BEFORE)
    assert made.host == province.zone


def test_a_meeting_is_called_with_a_chair_and_somebody_invited_by_a_leader_who_signs(province):
    made = make_draft(province, chair_outside="")
    refused("no-chair", services.call_meeting, made, by=province.chairman, at=BEFORE)
    made = services.edit_meeting(
        made, plan(chair=province.chairman, chair_outside=""), by=province.reform, at=BEFORE
    )
    refused("nobody-invited", services.call_meeting, made, by=province.chairman, at=BEFORE)
    services.invite_body(made, province.zone, by=province.reform, at=BEFORE)
    refused("not-yours", services.call_meeting, made, by=province.reform, at=BEFORE)
    refused("past", services.call_meeting, made, by=province.chairman, at=BEGINS)
    lent = make_officer(province.leadership, Role.SPECIALIST)
    delegate(
        province.chairman,
        lent,
        from_at=BEFORE,
        until_at=BEFORE + HOUR,
        basis="QĐ 1",
        by=province.chairman,
        at=BEFORE,
    )
    assert services.call_meeting(made, by=lent, at=BEFORE).letter.signed_by == lent


def test_two_chairs_are_refused(province):
    refused("two-chairs", make_draft, province, chair=province.chairman)


def test_a_host_invites_officers_of_its_own_line_and_bodies_beside_it_and_nobody_twice(province):
    made = services.draft_meeting(plan(), host=province.zone, by=province.zone_clerk, at=BEFORE)
    told = {"by": province.zone_clerk, "at": BEFORE}
    services.invite_officer(made, province.zone_deputy, **told)
    refused("invited-before", services.invite_officer, made, province.zone_deputy, **told)
    refused("not-your-line", services.invite_officer, made, province.town_head, **told)
    services.invite_body(made, province.town, **told)
    refused("invited-before", services.invite_body, made, province.town, **told)
    refused("not-your-line", services.invite_body, made, province.far, **told)
    services.invite_guest(made, "Bộ Nội vụ", **told)
    refused("invited-before", services.invite_guest, made, " bộ nội vụ ", **told)
    refused("not-yours", services.invite_guest, made, "Ai đó", by=province.specialist, at=BEFORE)


def test_a_change_signs_a_new_letter_that_replaces_the_old_and_moves_the_calendar(province):
    made = make_meeting(province)
    later = plan(begins_at=BEGINS + HOUR, ends_at=ENDS + HOUR)
    refused("not-yours", services.change_meeting, made, later, by=province.reform, at=BEFORE)
    made = services.change_meeting(made, later, by=province.chairman, at=BEFORE + HOUR)
    assert (made.sequence, made.flag, made.state) == (1, "changed", "called")
    old, new = Instrument.objects.filter(reference=made.code).order_by("pk")
    assert (old.standing, new.standing, old.replaced_by, made.letter) == ("replaced", "in_force", new, new)
    assert "thay thế Giấy mời số 01/GM-UBND" in words_of(new.file)


def test_what_is_added_after_the_call_makes_the_letter_stale_until_it_is_signed_anew(province):
    made = make_meeting(province)
    assert not is_stale(made)
    services.invite_guest(made, "Báo Quảng Ninh", by=province.reform, at=BEFORE)
    made.refresh_from_db()
    assert (made.flag, made.sequence, is_stale(made)) == ("added", 1, True)
    made = services.reissue_letter(made, by=province.chairman, at=BEFORE)
    assert not is_stale(made)
    assert "Báo Quảng Ninh" in words_of(made.letter.file)


def test_a_postponed_meeting_has_no_letter_in_force_until_it_is_called_anew(province):
    made = make_meeting(province)
    refused("no-reason", services.postpone_meeting, made, reason="bận", by=province.chairman, at=BEFORE)
    made = services.postpone_meeting(made, reason=REASON, by=province.chairman, at=BEFORE)
    assert (made.state, made.flag, made.letter.standing, made.reason) == (
        "postponed", "postponed", "revoked", REASON,
    )  # fmt: skip
    refused(
        "not-now", services.accept, of_officer(made, province.zone_deputy), by=province.zone_deputy, at=BEFORE
    )
    made = services.change_meeting(
        made, plan(begins_at=BEGINS + HOUR, ends_at=ENDS + HOUR), by=province.chairman, at=BEFORE
    )
    assert (made.state, made.letter.standing, made.reason) == ("called", "in_force", "")


def test_a_meeting_called_off_stays_so(province):
    made = services.cancel_meeting(make_meeting(province), reason=REASON, by=province.chairman, at=BEFORE)
    assert (made.state, made.letter.standing, made.sequence) == ("cancelled", "revoked", 1)
    refused("not-now", services.change_meeting, made, plan(), by=province.chairman, at=BEFORE)
    refused("not-now", services.hold_meeting, made, by=province.reform, at=AFTER)


def test_those_invited_answer_for_themselves_and_a_body_says_whom_it_sends(province):
    made = make_meeting(province)
    mine, town = of_officer(made, province.zone_deputy), of_body(made, province.town)
    refused("not-yours", services.accept, mine, by=province.zone_head, at=BEFORE)
    services.accept(mine, by=province.zone_deputy, at=BEFORE)
    refused("no-delegate", services.accept, town, by=province.town_head, at=BEFORE)
    refused(
        "delegate-other-body",
        services.accept,
        town,
        delegate=province.specialist,
        by=province.town_head,
        at=BEFORE,
    )
    town = services.accept(town, delegate=province.town_head, by=province.town_head, at=BEFORE)
    assert (town.answer, town.delegate) == ("attending", province.town_head)


def test_a_stand_in_is_of_the_same_body_is_not_invited_and_comes_for_one(province):
    made = make_meeting(province)
    mine = of_officer(made, province.zone_deputy)
    told = {"reason": REASON, "by": province.zone_deputy, "at": BEFORE}
    refused("delegate-self", services.send_stand_in, mine, province.zone_deputy, **told)
    refused("delegate-other-body", services.send_stand_in, mine, province.town_head, **told)
    services.invite_officer(made, province.specialist, by=province.reform, at=BEFORE)
    refused("delegate-invited", services.send_stand_in, mine, province.specialist, **told)
    refused("no-reason", services.send_stand_in, mine, province.zone_clerk, **{**told, "reason": "bận"})
    mine = services.send_stand_in(mine, province.zone_clerk, **told)
    assert mine.delegate == province.zone_clerk
    refused(
        "invited-before", services.invite_officer, made, province.zone_clerk, by=province.reform, at=BEFORE
    )
    other = of_officer(made, province.specialist)
    refused(
        "delegate-twice", services.send_stand_in, other, province.zone_clerk, reason=REASON, by=province.specialist,
        at=BEFORE,
    )  # fmt: skip


def test_leave_is_asked_with_a_reason_and_granted_by_the_chair(province):
    made = make_meeting(province)
    mine = of_officer(made, province.zone_deputy)
    mine = services.ask_leave(mine, reason=REASON, by=province.zone_deputy, at=BEFORE)
    refused("not-yours", services.grant_leave, mine, by=province.reform, at=BEFORE)
    mine = services.refuse_leave(mine, by=province.chairman, at=BEFORE)
    refused("not-now", services.grant_leave, mine, by=province.chairman, at=BEFORE)
    assert services.accept(mine, by=province.zone_deputy, at=BEFORE).answer == "attending"


def test_attendance_is_taken_at_each_site_and_a_stand_in_has_no_vote(province):
    made = make_meeting(province)
    zone = made.sites.get(body=province.zone)
    mine = of_officer(made, province.zone_deputy)
    services.send_stand_in(mine, province.zone_clerk, reason=REASON, by=province.zone_deputy, at=BEFORE)
    services.check_site(zone, "connected", by=province.zone_head, at=BEGINS - HOUR)
    refused("not-begun", services.take_attendance, zone, came=1, by=province.zone_head, at=BEFORE)
    refused("not-yours", services.take_attendance, zone, came=1, by=province.town_head, at=BEGINS)
    refused(
        "too-few", services.take_attendance, zone, came=0, present=[mine], by=province.zone_head, at=BEGINS
    )
    other = of_officer(made, province.chairman)
    refused(
        "other-site",
        services.take_attendance,
        zone,
        came=2,
        present=[other],
        by=province.zone_head,
        at=BEGINS,
    )
    zone = services.take_attendance(zone, came=6, present=[mine], by=province.zone_head, at=BEGINS)
    main = made.sites.get(is_main=True)
    services.take_attendance(main, came=31, present=[other], by=province.reform, at=BEGINS)
    services.note_presence(made, [], by=province.reform, at=BEGINS)
    assert (zone.came, zone.connection) == (6, "connected")
    found = turnout(invited(made))
    assert (found.invited, found.came, found.votes, found.voted) == (4, 2, 3, 1)


def test_minutes_and_conclusions_come_after_the_meeting(province):
    made = make_meeting(province)
    refused("not-begun", services.hold_meeting, made, by=province.reform, at=BEGINS - HOUR)
    refused("not-held", services.write_minutes, made, "Biên bản", by=province.reform, at=AFTER)
    refused("not-held", services.draft_notice, made, by=province.reform, at=AFTER)
    services.hold_meeting(made, by=province.reform, at=AFTER)
    refused("no-minutes", services.approve_minutes, made, by=province.chairman, at=AFTER)
    services.write_minutes(made, "Biên bản cuộc họp", by=province.reform, at=AFTER)
    refused("no-minutes", services.close_meeting, made, by=province.chairman, at=AFTER)
    refused("minutes-changed", services.approve_minutes, made, shown="x", by=province.chairman, at=AFTER)
    refused("not-yours", services.approve_minutes, made, by=province.reform, at=AFTER)
    minutes = services.approve_minutes(made, by=province.chairman, at=AFTER)
    assert minutes.approved_by == province.chairman
    refused("minutes-approved", services.write_minutes, made, "Khác", by=province.reform, at=AFTER)
    assert services.close_meeting(made, by=province.chairman, at=AFTER).state == "concluded"


def test_the_notice_is_signed_once_and_concludes_the_meeting(province):
    made = make_held(province)
    notice = services.draft_notice(made, by=province.reform, at=AFTER)
    refused("no-instructions", services.issue_notice, notice, by=province.chairman, at=AFTER)
    points = [point(province), point(province, text="Duy trì tiêu chí đã đạt.", due_on=None, standing=True)]
    notice = services.write_notice(
        notice, opening="Đánh giá chung.", points=points, by=province.reform, at=AFTER
    )
    refused("not-yours", services.issue_notice, notice, by=province.reform, at=AFTER)
    notice = services.issue_notice(notice, by=province.chairman, at=AFTER)
    assert notice.number == "01/TB-UBND"
    assert Meeting.objects.get().state == "concluded"
    said = words_of(notice.instrument.file)
    for words in (
        "THÔNG BÁO", "Kết luận của Phó Thủ tướng Chính phủ tại cuộc họp trực tuyến", "Thời hạn: 14/5/2024.",
        "Thời hạn: thường xuyên.", "Phối hợp: UBND phường Hạ Long.", "Đánh giá chung.",
    ):  # fmt: skip
        assert words in said, words
    refused("issued", services.write_notice, notice, opening="", points=[], by=province.reform, at=AFTER)
    refused("issued", services.issue_notice, notice, by=province.chairman, at=AFTER)
    refused("notice-before", services.draft_notice, made, by=province.reform, at=AFTER)


def test_a_notice_is_corrected_by_a_new_one_that_names_it(province):
    made = make_held(province)
    told = {"by": province.reform, "at": AFTER}
    notice = services.draft_notice(made, points=[point(province)], **told)
    refused("not-issued", services.correct_notice, notice, **told)
    notice = services.issue_notice(notice, by=province.chairman, at=AFTER)
    new = services.correct_notice(notice, **told)
    refused("corrected-before", services.correct_notice, notice, **told)
    assert new.instructions.get().origin == notice.instructions.get()
    new = services.issue_notice(new, by=province.chairman, at=AFTER)
    assert "đính chính, thay thế Thông báo số 01/TB-UBND ngày 08/5/2024" in words_of(new.instrument.file)
    notice.instrument.refresh_from_db()
    assert notice.instrument.standing == "replaced"


@pytest.mark.parametrize("change", [{"due_on": None}, {"standing": True}, {"text": " "}])
def test_an_instruction_says_what_and_either_when_or_regularly(province, change):
    made = make_held(province)
    code = "no-text" if "text" in change else "no-date"
    refused(
        code, services.draft_notice, made, points=[point(province, **change)], by=province.reform, at=AFTER
    )


def test_clashes_are_told_not_forbidden(province):
    first = make_meeting(province, place="Phòng A")
    second = services.draft_meeting(
        plan(begins_at=BEGINS + HOUR, place=" phòng  a", chair=province.zone_deputy, chair_outside=""),
        host=province.top, by=province.reform, at=BEFORE,
    )  # fmt: skip
    (told,) = clashes_of(second)
    assert (told.meeting, told.people, told.place) == (first, (province.zone_deputy,), True)
    later = make_draft(
        province, begins_at=ENDS, ends_at=ENDS + HOUR, chair=province.zone_deputy, chair_outside=""
    )
    assert [one.meeting for one in clashes_of(later)] == []


def test_a_letter_that_goes_out_late_is_told(province):
    made = make_draft(province)
    assert short_notice(made, BEFORE) is None
    assert short_notice(made, BEGINS - timedelta(days=2)) == 2


def test_documents_are_told_with_their_hash(province):
    made = make_draft(province)
    stored = store(pdf(), name="bao-cao.pdf", accepts=["pdf"], at=BEFORE)
    services.attach_document(
        made, title="Báo cáo", file=stored, name="bao-cao.pdf", by=province.reform, at=BEFORE
    )
    assert Entry.objects.get(kind="meeting.added_to").data["file"] == stored.digest


def test_the_database_refuses_what_the_verbs_would(province):
    made = make_meeting(province)
    for change in (
        {"ends_at": BEGINS},
        {"called_at": None},
        {"video_link": "http://x"},
        {"chair": province.chairman},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.filter(pk=made.pk).update(**change)
