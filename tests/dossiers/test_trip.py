"""A dossier's whole trip through its verbs, as the regulation tells it."""

from datetime import timedelta

import pytest

import motcua.dossiers.reconciliation  # noqa: F401 -- registers itself
from motcua.dossiers import services
from motcua.dossiers.models import Dossier, State
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.ledger.reconciliation import reconcile
from motcua.payments.models import Method
from tests.factories.dossiers import (
    MONDAY,
    make_draft,
    make_file,
    make_filed,
    make_handed_over,
    make_office,
    make_received,
    open_task,
    walk,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


def kinds(dossier):
    return list(
        Entry.objects.filter(subject=dossier.code).order_by("sequence").values_list("kind", flat=True)
    )


def test_a_dossier_is_filed_received_processed_signed_and_returned(office):
    dossier = make_handed_over(office)
    services.collect_fee(dossier, method=Method.CASH, by=office.counter, at=MONDAY)

    dossier = walk(dossier, office, "tham-dinh", "yk-b", "yk-a", "du-thao", "soat-xet", "ky")

    assert dossier.state == State.DELIVERED
    assert kinds(dossier)[:4] == [
        "dossier.filed",
        "invoice.charged",
        "dossier.received",
        "dossier.handed_over",
    ]
    assert kinds(dossier)[-3:] == ["step.finished", "dossier.completed", "dossier.delivered"]
    assert "result.issued" in kinds(dossier)


def test_codes_of_a_day_follow_each_other(office):
    first, second = make_filed(office), make_filed(office)

    assert first.code == f"{office.body.code}-260302-0001"
    assert second.code == f"{office.body.code}-260302-0002"


def test_filing_again_with_the_same_key_gives_the_same_dossier(office):
    draft = make_draft(office)

    twice = {services.file(draft, key="k", by=office.citizen, at=MONDAY).code for _n in range(2)}

    assert len(twice) == 1
    assert Dossier.objects.count() == 1


def test_an_incomplete_draft_is_not_filed_and_says_what_is_missing(office):
    draft = make_draft(office, whole=False)

    with pytest.raises(Refusal) as refused:
        services.file(draft, key="k", by=office.citizen, at=MONDAY)

    assert {"applicant", "delivery", "dia_diem", "don"} <= set(refused.value.fields)
    assert not Dossier.objects.exists()


def test_opinions_of_a_second_round_are_waited_for_again(office):
    dossier = walk(
        make_handed_over(office), office, "tham-dinh", "yk-a", "yk-b", "du-thao", "soat-xet", outcome="return"
    )
    later = MONDAY + timedelta(days=1)
    dossier = walk(dossier, office, "tham-dinh", "yk-b", at=later)

    assert not dossier.tasks.filter(step="du-thao", finished_at=None).exists()
    assert open_task(dossier, "yk-a").round == 2

    dossier = walk(dossier, office, "yk-a", at=later + timedelta(hours=1))
    assert open_task(dossier, "du-thao").round == 2


def ask(dossier, officer, *, at):
    return services.request_supplement(
        dossier,
        items=[services.Asked("uy-quyen", "Thiếu giấy ủy quyền")],
        reason="Thiếu giấy ủy quyền của chủ đầu tư",
        respond_by=at + timedelta(days=14),
        by=officer,
        at=at,
    )


def answer(dossier, office, *, at):
    brought = services.Given("uy-quyen", make_file(), "uy-quyen.pdf")
    return services.answer_supplement(dossier, answers={}, files=[brought], by=office.citizen, at=at)


def test_a_supplement_stops_the_clock_and_gives_the_waiting_days_back(office):
    dossier = make_handed_over(office)
    due = dossier.due_at
    services.take_step(open_task(dossier, "tham-dinh"), by=office.specialist, at=MONDAY)

    tuesday, thursday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
    ask(dossier, office.specialist, at=tuesday)
    waiting = Dossier.objects.get(pk=dossier.pk)
    answered = answer(dossier, office, at=thursday)

    assert (waiting.state, waiting.paused_at) == (State.AWAITING_SUPPLEMENT, tuesday)
    assert answered.state == State.IN_PROGRESS
    assert answered.due_at == due + timedelta(days=2)  # Tuesday and Wednesday were waited


def test_a_supplement_begins_the_limit_anew_where_the_procedure_says_so():
    office = make_office(supplement="reset")
    dossier = make_handed_over(office)
    services.take_step(open_task(dossier, "tham-dinh"), by=office.specialist, at=MONDAY)
    ask(dossier, office.specialist, at=MONDAY)

    answered = answer(dossier, office, at=MONDAY + timedelta(days=7))

    assert answered.due_at == dossier.due_at + timedelta(days=7)


def test_a_second_supplement_is_refused(office):
    dossier = make_handed_over(office)
    services.take_step(open_task(dossier, "tham-dinh"), by=office.specialist, at=MONDAY)
    ask(dossier, office.specialist, at=MONDAY)
    answer(dossier, office, at=MONDAY)

    with pytest.raises(Refusal) as refused:
        ask(dossier, office.specialist, at=MONDAY)

    assert refused.value.code == "supplement-used"


def test_a_supplement_before_receipt_does_not_touch_the_clock(office):
    dossier = make_filed(office)
    ask(dossier, office.counter, at=MONDAY)
    answer(dossier, office, at=MONDAY + timedelta(days=3))

    received = services.receive(dossier, by=office.counter, at=MONDAY + timedelta(days=3))

    assert received.due_at == make_received(office, at=MONDAY + timedelta(days=3)).due_at


def test_an_extension_is_given_once_and_in_time(office):
    dossier = make_handed_over(office)
    later = dossier.due_at + timedelta(days=3)
    told = {
        "to": later,
        "reason": "workload",
        "text": "Số lượng hồ sơ tăng đột biến trong tháng.",
        "by": office.head,
    }

    services.extend(dossier, **told, at=MONDAY)
    with pytest.raises(Refusal) as again:
        services.extend(dossier, **{**told, "to": later + timedelta(days=1)}, at=MONDAY)

    assert Dossier.objects.get(pk=dossier.pk).due_at == later
    assert again.value.code == "extension-used"


def test_an_extension_on_the_last_day_is_refused(office):
    dossier = make_handed_over(office)

    with pytest.raises(Refusal) as refused:
        services.extend(
            dossier,
            to=dossier.due_at + timedelta(days=3),
            reason="workload",
            text="Số lượng hồ sơ tăng đột biến trong tháng.",
            by=office.head,
            at=dossier.due_at - timedelta(hours=2),
        )

    assert refused.value.code == "extension-too-late"


def test_the_applicant_withdraws_and_open_steps_are_taken_back(office):
    dossier = make_handed_over(office)

    withdrawn = services.withdraw(dossier, by=office.citizen, at=MONDAY)

    assert withdrawn.state == State.WITHDRAWN
    assert not withdrawn.tasks.filter(finished_at=None).exists()
    assert kinds(dossier)[-2:] == ["step.cancelled", "dossier.withdrawn"]


def test_a_refusal_ends_the_dossier_with_reasons_and_a_letter(office):
    dossier = walk(make_handed_over(office), office, "tham-dinh", outcome="refuse")

    assert dossier.state == State.REFUSED
    assert dossier.ending.reasons == ["conditions-not-met"]


def test_the_result_waits_at_the_counter_while_the_fee_is_unpaid(office):
    dossier = walk(make_handed_over(office), office, "tham-dinh", "yk-a", "yk-b", "du-thao", "soat-xet", "ky")

    assert dossier.state == State.COMPLETED
    with pytest.raises(Refusal) as refused:
        services.deliver(dossier, channel="counter", by=office.counter, at=MONDAY + timedelta(days=1))
    assert refused.value.code == "fee-unpaid"


def test_every_dossier_can_be_told_again_from_its_entries(office):
    make_filed(office)
    walk(make_handed_over(office), office, "tham-dinh", "yk-a")
    walk(make_handed_over(office), office, "tham-dinh", outcome="refuse")
    dossier = make_handed_over(office)
    services.take_step(open_task(dossier, "tham-dinh"), by=office.specialist, at=MONDAY)
    ask(dossier, office.specialist, at=MONDAY)

    found = reconcile()

    assert (found.subjects, found.differences) == (4, [])


def test_a_due_date_changed_behind_our_back_is_found(office):
    dossier = make_received(office)
    Dossier.objects.filter(pk=dossier.pk).update(due_at=dossier.due_at + timedelta(days=5))

    assert "due_at" in "".join(reconcile().differences)


def test_the_counter_writes_down_what_somebody_without_an_account_brings(office):
    dossier = make_filed(office)
    Dossier.objects.filter(pk=dossier.pk).update(account=None)
    ask(dossier, office.counter, at=MONDAY)
    brought = services.Given("uy-quyen", make_file(), "uy-quyen.pdf")

    answered = services.answer_supplement(dossier, answers={}, files=[brought], by=office.counter, at=MONDAY)

    assert answered.state == State.FILED


def test_the_counter_does_not_answer_for_somebody_with_an_account(office):
    dossier = make_filed(office)
    ask(dossier, office.counter, at=MONDAY)

    with pytest.raises(Refusal) as refused:
        services.answer_supplement(dossier, answers={}, files=[], note="đủ", by=office.counter, at=MONDAY)

    assert refused.value.code == "applicant-answers-himself"


def test_an_extension_names_a_cause_from_the_list(office):
    dossier = make_handed_over(office)

    with pytest.raises(Refusal) as refused:
        services.extend(
            dossier,
            to=dossier.due_at + timedelta(days=3),
            reason="no-such-cause",
            text="Số lượng hồ sơ tăng đột biến trong tháng.",
            by=office.head,
            at=MONDAY,
        )

    assert refused.value.code == "unknown-reason"
