"""What is refused, and that the refusal says what to do instead."""

from datetime import timedelta

import pytest

from motcua.dossiers import services
from motcua.dossiers.invariants import (
    dossiers_follow_from_their_entries,
    open_tasks_are_the_marking,
    papers_are_there,
)
from motcua.dossiers.models import Attachment, Dossier
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from tests.factories.dossiers import (
    MONDAY,
    make_file,
    make_filed,
    make_handed_over,
    make_office,
    make_received,
    open_task,
    walk,
)
from tests.factories.organizations import make_officer

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=1)
LETTER = "Số lượng hồ sơ tăng đột biến trong tháng."


@pytest.fixture
def office():
    return make_office()


def refusal_of(verb, *args, **facts):
    """The refusal, after which the ledger is as long as before."""
    before = Entry.objects.count()
    with pytest.raises(Refusal) as refused:
        verb(*args, **facts)
    assert Entry.objects.count() == before
    return refused.value


def ask(dossier, by, *, at=LATER):
    return services.request_supplement(
        dossier,
        items=[services.Asked("uy-quyen", "Thiếu giấy ủy quyền")],
        reason="Thiếu giấy ủy quyền của chủ đầu tư",
        respond_by=at + timedelta(days=14),
        by=by,
        at=at,
    )


def test_receive_by_another_unit_is_refused_with_the_name_of_the_right_one(office):
    dossier = make_filed(office)

    refused = refusal_of(services.receive, dossier, by=make_office().counter, at=LATER)

    assert refused.code == "not-your-counter"
    assert office.counter.unit.name_vi in str(refused)


def test_receive_twice_is_refused_with_where_it_stands(office):
    dossier = make_received(office)

    refused = refusal_of(services.receive, dossier, by=office.counter, at=LATER)

    assert refused.code == "wrong-state"
    assert "Đã tiếp nhận" in str(refused)


def test_withdraw_with_another_persons_code_is_refused(office):
    refused = refusal_of(services.withdraw, make_received(office), by=make_office().citizen, at=LATER)

    assert refused.code == "not-yours"


def test_finish_a_step_whose_turn_has_not_come_is_refused(office):
    dossier = make_handed_over(office)
    early = open_task(dossier, "tham-dinh")
    early.step, early.kind = "ky", "sign"  # a form made by hand

    assert refusal_of(services.sign_result, early, by=office.leader, at=LATER).code == "step-not-open"


def test_hand_over_before_receipt_is_refused(office):
    assert (
        refusal_of(services.hand_over, make_filed(office), by=office.counter, at=LATER).code == "wrong-state"
    )


def test_finish_a_step_held_by_a_colleague_is_refused(office):
    task = services.take_step(
        open_task(make_handed_over(office), "tham-dinh"), by=office.specialist, at=MONDAY
    )
    services.take_step(task, by=make_officer(office.expert_unit), at=LATER)

    finding = services.Finding(checklist=("0",))
    refused = refusal_of(services.finish_step, task, finding=finding, by=office.specialist, at=LATER)

    assert refused.code == "taken-by-another"


def test_finish_from_a_page_of_an_earlier_round_is_refused(office):
    dossier = make_handed_over(office)
    old_page = open_task(dossier, "tham-dinh")
    walk(dossier, office, "tham-dinh", "yk-a", "yk-b", "du-thao", "soat-xet", outcome="return")
    services.take_step(open_task(dossier, "tham-dinh"), by=office.specialist, at=LATER)

    finding = services.Finding(checklist=("0",))
    refused = refusal_of(services.finish_step, old_page, finding=finding, by=office.specialist, at=LATER)

    assert refused.code == "step-not-open"


def test_ask_a_second_time_is_refused_and_says_how_often_one_may(office):
    dossier = make_received(office)
    ask(dossier, office.counter)
    answered(dossier, office)

    refused = refusal_of(ask, dossier, office.counter)

    assert refused.code == "supplement-used"
    assert "1" in str(refused)


def answered(dossier, office):
    brought = services.Given("uy-quyen", make_file(), "uy-quyen.pdf")
    return services.answer_supplement(dossier, answers={}, files=[brought], by=office.citizen, at=LATER)


def test_answer_by_a_neighbour_is_refused(office):
    dossier = make_received(office)
    ask(dossier, office.counter)

    facts = {"answers": {}, "files": [], "note": "x", "by": make_office().citizen, "at": LATER}
    assert refusal_of(services.answer_supplement, dossier, **facts).code == "not-yours"


def test_extend_later_than_a_working_day_before_the_end_is_refused(office):
    dossier = make_received(office)
    facts = {
        "to": dossier.due_at + timedelta(days=7),
        "reason": "workload",
        "text": LETTER,
        "by": office.head,
    }

    refused = refusal_of(services.extend, dossier, **facts, at=dossier.due_at - timedelta(hours=3))

    assert refused.code == "extension-too-late"


def test_extend_to_an_earlier_day_is_refused(office):
    dossier = make_received(office)
    facts = {"to": dossier.due_at, "reason": "workload", "text": LETTER, "by": office.head, "at": LATER}

    assert refusal_of(services.extend, dossier, **facts).code == "extension-not-later"


def test_extend_by_a_specialist_is_refused(office):
    dossier = make_received(office)
    to = dossier.due_at + timedelta(days=7)
    facts = {"to": to, "reason": "workload", "text": LETTER, "by": office.specialist, "at": LATER}

    assert refusal_of(services.extend, dossier, **facts).code == "not-in-charge"


def test_an_act_before_the_one_before_it_is_refused(office):
    dossier = make_received(office, at=LATER)

    refused = refusal_of(services.hand_over, dossier, by=office.counter, at=LATER - timedelta(minutes=10))

    assert refused.code == "backdated"


def test_an_act_that_waited_for_another_takes_place_after_it(office):
    dossier = make_received(office, at=LATER)

    handed = services.hand_over(dossier, by=office.counter, at=LATER - timedelta(seconds=2))

    assert handed.moved_at == LATER
    assert Entry.objects.filter(subject=dossier.code).latest("sequence").occurred_at == LATER


def test_a_due_date_written_past_the_verbs_is_found(office):
    dossier = make_received(office)
    Dossier.objects.filter(pk=dossier.pk).update(due_at=dossier.due_at + timedelta(days=3))

    (found,) = dossiers_follow_from_their_entries()

    assert found.startswith(f"{dossier.code}: due_at is")


def test_a_step_closed_past_the_verbs_is_found(office):
    dossier = make_handed_over(office)
    dossier.tasks.update(finished_at=LATER, outcome="done")

    assert [found.split(":")[0] for found in open_tasks_are_the_marking()] == [dossier.code]
    assert any("open steps" in found for found in dossiers_follow_from_their_entries())


def test_a_paper_whose_file_was_deleted_is_found(office):
    dossier = make_filed(office)  # its files were never written to the disk
    attached = Attachment.objects.filter(dossier=dossier).count()

    assert len([found for found in papers_are_there() if dossier.code in found]) == attached == 2
