"""What is refused, what is kept, what the ledger says."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.clock.queries import now
from motcua.clock.rules.calendar import ZONE
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.reviews.models import Investment
from motcua.reviews.queries.investments import for_bodies
from motcua.reviews.services.asking import Paper
from motcua.reviews.services.investment_acts import (
    change,
    close,
    contract,
    hand_over,
    pay,
    plan_milestone,
    procure,
    reach_milestone,
    renegotiate,
    send_back_proposal,
    stop,
)
from motcua.reviews.services.investment_approving import approve
from motcua.reviews.services.investments import amend_proposal, propose
from tests.directives.making import count_up_to, due_in, make_province, month, tell_months
from tests.reviews.investments.making import (
    CONTRACTED,
    PAID,
    PLANNED,
    WHY,
    about,
    approved,
    contracted,
    in_use,
    paper,
    proposal,
    proposed,
)

pytestmark = pytest.mark.django_db
LATER = date(2026, 11, 23)


@pytest.fixture
def province():
    return make_province(peers=1)


def refused(code, verb, *told, **facts):
    with pytest.raises(Refusal) as no, transaction.atomic():
        verb(*told, **facts)
    assert no.value.code == code, str(no.value)
    return no.value


def kinds(one):
    return list(Entry.objects.filter(subject=one.code).order_by("sequence").values_list("kind", flat=True))


def test_an_investment_goes_its_whole_way_and_every_step_is_in_the_ledger(province):
    one = in_use(province)
    close(one, reason=WHY, paper=paper("60/QĐ"), by=province.director, at=now())
    assert kinds(one) == [
        "investment.proposed", "investment.approved", "investment.procuring", "investment.contracted",
        "investment.paid", "investment.handed_over", "investment.closed",
    ]  # fmt: skip
    told = str(list(Entry.objects.filter(subject=one.code).values_list("data", flat=True)))
    assert one.title not in told
    assert WHY not in told


def test_two_people_make_an_investment(province):
    own = proposed(province, by=province.director)
    refused("own-proposal", approve, own, paper=paper(), by=province.director, at=now())
    assert approve(own, paper=paper(), by=province.deputy, at=now()).approved_by == province.deputy
    other = proposed(province)
    for officer in (province.head, province.specialist, province.stranger):
        refused("not-yours", approve, other, paper=paper(), by=officer, at=now())
    assert approve(other, paper=paper(), by=province.chairman, at=now()).state == "approved"  # from above


def test_a_changed_decision_is_not_made_by_the_proposer_either(province):
    one = approved(province, by=province.deputy)
    facts = {"planned": 3_000_000_000, "reason": WHY, "paper": paper("46/QĐ"), "at": now()}
    refused("own-proposal", change, one, by=province.deputy, **facts)
    assert change(one, by=province.director, **facts).planned == 3_000_000_000


def test_no_payment_goes_above_the_contract_without_an_annex_within_a_changed_decision(province):
    one = contracted(province)
    told = {"paper": paper("3/UNC"), "by": province.head, "at": now()}
    refused("contract", pay, one, amount=CONTRACTED + 1, **told)
    pay(one, amount=CONTRACTED, **told)
    refused("contract", pay, one, amount=1, **told)
    refused("plan", renegotiate, one, amount=PLANNED + 1, reason=WHY, **told)
    refused("below-paid", renegotiate, one, amount=CONTRACTED - 1, reason=WHY, **told)
    renegotiate(one, amount=PLANNED, reason=WHY, **told)
    assert pay(one, amount=PLANNED - CONTRACTED, **told).paid == PLANNED
    decided = {"reason": WHY, "paper": paper("46/QĐ"), "by": province.director, "at": now()}
    refused("below-contract", change, one, planned=PLANNED - 1, **decided)
    change(one, planned=PLANNED + 5, **decided)
    renegotiate(one, amount=PLANNED + 5, reason=WHY, **told)
    assert pay(one, amount=5, **told).cost.paid == PLANNED + 5
    assert Entry.objects.filter(kind="investment.paid").order_by("pk").last().data["paid"] == PLANNED + 5


def test_nothing_is_paid_before_there_is_a_contract_and_nothing_of_nothing(province):
    told = {"paper": paper(), "by": province.head, "at": now()}
    refused("not-now", pay, approved(province), amount=1, **told)
    one = contracted(province)
    for amount in (0, -5):
        refused("nothing", pay, one, amount=amount, **told)
    dear = procure(approved(province), by=province.head, at=now())
    refused("plan", contract, dear, amount=PLANNED + 1, **told)


def test_dates_that_cannot_be_are_refused(province):
    at = now()
    one = proposed(province, at=at)
    early = paper(on=date(2026, 3, 1))
    refused("before", approve, one, paper=early, by=province.director, at=at)
    refused("future", approve, one, paper=paper(on=due_in(3)), by=province.director, at=at)
    ready = procure(approved(province), by=province.head, at=at)
    refused("before", contract, ready, amount=1, paper=early, by=province.head, at=at)
    bought = contracted(province)
    for verb in (pay, renegotiate):
        facts = {"amount": CONTRACTED, "paper": early, "by": province.head, "at": at}
        refused("before", verb, bought, **(facts if verb is pay else facts | {"reason": WHY}))
    refused("before", hand_over, bought, paper=early, by=province.head, at=at)
    used = in_use(province)
    refused("before", close, used, reason=WHY, paper=early, by=province.director, at=at)
    refused("past", plan_milestone, bought, title="Xong", due_on=early.dated_on, by=province.head, at=at)


def test_the_decree_is_the_one_in_force_on_the_day_of_the_decision(province):
    then = datetime(2026, 2, 25, 9, tzinfo=ZONE)
    refused("basis", propose, proposal(province), by=province.head, at=then)
    one = proposed(province, at=then, basis="nd73-2019-82-2024")
    decided = datetime(2026, 3, 3, 9, tzinfo=ZONE)
    no = refused(
        "basis", approve, one, paper=Paper("1/QĐ", date(2026, 3, 3)), by=province.director, at=decided
    )
    assert "45/2026/NĐ-CP" in str(no)
    amend_proposal(one, proposal(province), by=province.head, at=decided)
    assert approve(one, paper=Paper("1/QĐ", date(2026, 3, 3)), by=province.director, at=decided).approved_on


def test_the_investment_of_the_year_of_the_meeting_rests_on_the_decree_of_then(province):
    then = datetime(2024, 5, 20, 9, tzinfo=ZONE)
    one = approved(province, at=then, basis="nd73-2019", task="project", funds="capital")
    assert (one.code, one.approved_on) == ("CNTT-2024-0001", date(2024, 5, 20))


def test_the_figure_is_frozen_when_it_is_approved_and_not_before(province):
    tell_months([(province.body, month(12), 100, 60)])
    count_up_to(now())
    one = proposed(province, **about(province))
    assert one.found_ratio is None
    one = approve(one, paper=paper(), by=province.director, at=now())
    assert (one.found_numerator, one.found_denominator) == (60, 100)
    assert Entry.objects.get(kind="investment.approved").data["numerator"] == 60


def test_a_figure_that_has_mended_itself_is_not_approved_against(province):
    tell_months([(province.body, month(12), 100, 60)])
    count_up_to(now())
    one = proposed(province, **about(province))
    tell_months([(province.body, month(12) - 1, 1, 1)])
    type(one).objects.filter(pk=one.pk).update(target=60)
    refused("target", approve, one, paper=paper(), by=province.director, at=now())


def test_milestones_are_reached_once_and_say_how_late(province):
    at = now() - timedelta(days=60)
    one = contracted(province, at=at)
    step = plan_milestone(one, title="Chạy thử", due_on=due_in(5, at), by=province.head, at=at)
    assert for_bodies([province.body.code], LATER)[0].progress.late == 1
    refused("future", reach_milestone, step, on=due_in(2), by=province.head, at=now())
    reach_milestone(step, on=due_in(8, at), by=province.head, at=now())
    assert Entry.objects.get(kind="investment.milestone_reached").data["late_working_days"] == 3
    refused("not-now", reach_milestone, step, on=due_in(8, at), by=province.head, at=now())
    (line,) = for_bodies([province.body.code], LATER)
    assert (line.progress.reached, line.progress.planned, line.progress.late) == (1, 1, 0)


def test_stopping_and_sending_back_need_a_reason_and_what_serves_somebody_is_not_stopped(province):
    one = proposed(province)
    refused("no-reason", send_back_proposal, one, reason="chưa", by=province.director, at=now())
    send_back_proposal(one, reason=WHY, by=province.director, at=now())
    refused("no-reason", stop, one, reason="", by=province.director, at=now())
    assert stop(one, reason=WHY, by=province.director, at=now()).state == "stopped"
    assert for_bodies([province.body.code], LATER) == []
    used = in_use(province)
    refused("not-now", stop, used, reason=WHY, by=province.director, at=now())
    assert used.paid == PAID


@pytest.mark.parametrize(
    "broken",
    [
        {"paid": CONTRACTED + 1},
        {"contracted": PLANNED + 1},
        {"planned": CONTRACTED - 1},
        {"state": "in_use"},
        {"state": "proposed"},
        {"state": "lost"},
        {"criterion": "4.2"},
        {"target": 90},
        {"found_numerator": 5},
        {"measured": {"verdict": "met"}},
    ],
)
def test_the_database_keeps_what_belongs_together(province, broken):
    one = contracted(province)
    with pytest.raises(IntegrityError), transaction.atomic():
        Investment.objects.filter(pk=one.pk).update(**broken)


def test_the_database_lets_nobody_approve_his_own(province):
    one = approved(province)
    with pytest.raises(IntegrityError), transaction.atomic():
        Investment.objects.filter(pk=one.pk).update(approved_by=one.proposed_by)
