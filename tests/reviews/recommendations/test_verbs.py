"""What is refused, what is kept, what the ledger says."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.clock.queries import now
from motcua.clock.rules.calendar import ZONE
from motcua.directives.queries.measuring import Asked
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.organizations.models import Role
from motcua.organizations.services import delegate
from motcua.reviews.models import Recommendation, RecommendationNote
from motcua.reviews.queries.answers import RECOMMENDATIONS, answers_known
from motcua.reviews.queries.recommendations import for_bodies
from motcua.reviews.rules.recommendations import Answered
from motcua.reviews.services.asking import Paper
from motcua.reviews.services.recommendation_acts import (
    acknowledge,
    answer,
    begin,
    finish,
    merge,
    remind,
    send,
    send_back,
    separate,
    urge,
    withdraw,
)
from motcua.reviews.services.recommendations import amend, draft
from tests.directives.making import PERIOD, SET, count_up_to, due_in, make_province, tell_months
from tests.factories.organizations import make_officer
from tests.reviews.recommendations.making import (
    SAYS,
    answered,
    carried_out,
    drafted,
    paper,
    sent,
    wish,
)

pytestmark = pytest.mark.django_db
LATER = date(2026, 11, 23)
MEETING = datetime(2024, 5, 8, 14, tzinfo=ZONE)


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


def test_a_recommendation_goes_its_whole_way_and_every_step_is_in_the_ledger(province):
    done = carried_out(province)
    assert (done.state, done.answered) == ("done", "accepted")
    assert kinds(done) == [
        "recommendation.drafted", "recommendation.sent", "recommendation.acknowledged",
        "recommendation.answered", "recommendation.begun", "recommendation.done",
    ]  # fmt: skip
    told = str(list(Entry.objects.filter(subject=done.code).values_list("data", flat=True)))
    assert SAYS not in told
    assert done.title not in told


def test_the_three_of_the_eighth_of_may_are_drafted_on_that_day_and_answered_later(province):
    for receiver in ("BTNMT", "CP", "VPCP"):
        made = draft(wish(province, receiver=receiver), by=province.head, at=MEETING)
        send(made, paper=Paper("90/UBND-KSTT", date(2024, 5, 8)), by=province.director, at=MEETING)
    codes = list(Recommendation.objects.order_by("code").values_list("code", flat=True))
    assert codes == ["KN-2024-0001", "KN-2024-0002", "KN-2024-0003"]
    first = Recommendation.objects.get(receiver="BTNMT")
    assert first.answer_due_on == due_in(20, MEETING)
    later = MEETING + timedelta(days=90)
    done = answer(
        first, verdict=Answered.PARTLY, text=SAYS, paper=Paper("55/BTNMT", date(2024, 7, 1)),
        by=province.head, at=later,
    )  # fmt: skip
    told = Entry.objects.get(subject=done.code, kind="recommendation.answered").data
    assert told["late_working_days"] == 18  # 20 working days after 8 May end on 5 June; 1 July is 18 more


def test_who_asks_for_a_body_must_keep_it(province):
    for officer in (province.specialist, province.stranger):
        refused("not-your-line", draft, wish(province), by=officer, at=now())
    reform = make_officer(role=Role.REFORM, body=province.peers[0])
    assert draft(wish(province, body=province.top), by=reform, at=now()).body == province.top


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"title": " "}, "empty", "title"),
        ({"text": ""}, "empty", "text"),
        ({"receiver": "XYZ"}, "no-receiver", "receiver"),
        ({"receiver": "BTNMT"}, "no-receiver", "receiver"),  # gone since 2025
        ({"text": "Hỏi ông A, 0912345678"}, "personal-data", "text"),
    ],
)
def test_a_draft_that_cannot_stand_is_refused_at_its_field(province, change, code, field):
    no = refused(code, draft, wish(province, **change), by=province.head, at=now())
    assert field in no.fields
    assert not Recommendation.objects.exists()


def test_a_ministry_that_is_gone_is_named_with_who_took_its_place(province):
    no = refused("no-receiver", draft, wish(province, receiver="BTNMT"), by=province.head, at=now())
    assert "Bộ Nông nghiệp và Môi trường" in str(no)


def test_two_people_make_a_recommendation(province):
    own = drafted(province, by=province.director)
    refused("own-draft", send, own, paper=paper(), by=province.director, at=now())
    assert send(own, paper=paper(), by=province.deputy, at=now()).sent_by == province.deputy
    other = drafted(province)
    for officer in (province.head, province.stranger, province.chairman):
        refused("not-yours", send, other, paper=paper(), by=officer, at=now())


def test_lent_power_signs_and_says_so(province):
    at = now()
    lent = delegate(
        province.director, province.specialist, from_at=at, until_at=at + timedelta(days=3),
        basis="QĐ 12/QĐ-SNV", by=province.director, at=at,
    )  # fmt: skip
    made = drafted(province)
    send(made, paper=paper(), by=province.specialist, at=at + timedelta(minutes=1))
    assert Entry.objects.get(kind="recommendation.sent").data["delegation"] == lent.code


def test_no_answer_comes_before_it_is_sent(province):
    facts = {"verdict": Answered.ACCEPTED, "text": SAYS, "paper": paper()}
    refused("not-now", answer, drafted(province), **facts, by=province.head, at=now())
    one = sent(province)
    facts["paper"] = paper(on=one.sent_on - timedelta(days=1))
    refused("before", answer, one, **facts, by=province.head, at=now())
    facts["paper"] = paper(on=due_in(1))
    refused("future", answer, one, **facts, by=province.head, at=now())
    refused("no-number", answer, one, **(facts | {"paper": paper(" ")}), by=province.head, at=now())
    refused(
        "no-reason", answer, one, **(facts | {"paper": paper(), "text": "Rồi"}), by=province.head, at=now()
    )
    assert not RecommendationNote.objects.filter(act="answer").exists()


def test_a_letter_is_not_signed_before_it_was_drafted(province):
    made = drafted(province)
    early = paper(on=date(2026, 1, 5))
    refused("before", send, made, paper=early, by=province.director, at=now())


def test_what_was_refused_by_the_receiver_cannot_be_carried_out_until_he_answers_anew(province):
    one = answered(province, Answered.NO_COMPETENCE)
    refused("not-agreed", begin, one, how=SAYS, by=province.head, at=now())
    refused("not-agreed", finish, one, text=SAYS, paper=paper(), by=province.head, at=now())
    answer(one, verdict=Answered.PARTLY, text=SAYS, paper=paper("88/BNNMT"), by=province.head, at=now())
    assert begin(one, how=SAYS, by=province.head, at=now()).state == "in_progress"


def test_a_signer_sends_a_draft_back_with_a_reason_and_it_is_changed(province):
    one = drafted(province)
    refused("no-reason", send_back, one, reason="chưa", by=province.director, at=now())
    send_back(one, reason=SAYS, by=province.director, at=now())
    amend(one, wish(province, title="Tên mới", receiver="CP"), by=province.head, at=now())
    one.refresh_from_db()
    assert (one.state, one.title, one.receiver) == ("drafted", "Tên mới", "CP")
    send(one, paper=paper(), by=province.director, at=now())
    refused("not-now", amend, one, wish(province), by=province.head, at=now())


def test_the_finding_is_measured_when_it_is_drafted_and_frozen(province):
    tell_months([(province.body, 12 * 2026, 100, 70)])
    count_up_to(now())
    about = Asked(SET, "4.2", province.body.code, PERIOD)
    one = drafted(province, about=about)
    tell_months([(province.body, 12 * 2026 + 1, 100, 10)])
    one.refresh_from_db()
    assert (one.found_numerator, one.found_denominator, one.asked) == (70, 100, about)
    assert Entry.objects.get(subject=one.code).data["numerator"] == 70
    stranger = Asked(SET, "4.2", province.peers[0].code, PERIOD)
    refused("not-your-line", draft, wish(province, about=stranger), by=province.head, at=now())


def test_the_same_content_of_two_bodies_counts_once_and_can_be_separated(province):
    reform = make_officer(role=Role.REFORM, body=province.peers[0])
    main = drafted(province, by=reform, body=province.top)
    one = sent(province)
    other = drafted(province, receiver="CP")
    refused("other-receiver", merge, other, into=main, by=reform, at=now())
    refused("itself", merge, main, into=main, by=reform, at=now())
    refused("not-yours", merge, one, into=main, by=province.head, at=now())
    merge(one, into=main, by=reform, at=now())
    (line,) = [
        line for line in for_bodies([province.body.code], LATER) if line.recommendation.receiver != "CP"
    ]
    assert (line.recommendation, line.bodies) == (main, (province.top, province.body))
    assert len(for_bodies([province.top.code, province.body.code], LATER)) == 2
    refused("merged", withdraw, one, reason=SAYS, by=province.head, at=now())
    assert one.code in answers_known(one.body)[RECOMMENDATIONS]  # its own body's report still names it
    refused("others-rest-on-it", withdraw, main, reason=SAYS, by=reform, at=now())
    refused("merged", merge, drafted(province), into=one, by=reform, at=now())
    assert separate(one, by=province.head, at=now()).state == "sent"
    assert len(for_bodies([province.body.code], LATER)) == 3


def test_an_unanswered_letter_is_told_once_and_again_when_it_was_urged(province):
    at = now() - timedelta(days=60)
    one = sent(province, at=at)
    assert remind(at=at + timedelta(days=3)) == []
    assert remind(at=now() - timedelta(days=20)) == [one.code]
    assert remind(at=now() - timedelta(days=20)) == []
    letter = paper("130/UBND-TTHC", on=one.answer_due_on + timedelta(days=1))
    urged = urge(one, paper=letter, by=province.head, at=now() - timedelta(days=20))
    assert urged.answer_due_on > one.answer_due_on
    assert remind(at=now() - timedelta(days=20)) == []
    assert remind(at=now() + timedelta(days=60)) == [one.code]
    assert kinds(one).count("recommendation.unanswered") == 2


def test_withdrawing_needs_a_reason_and_stays_on_record(province):
    one = sent(province)
    refused("no-reason", withdraw, one, reason="", by=province.head, at=now())
    assert withdraw(one, reason=SAYS, by=province.head, at=now()).state == "withdrawn"
    refused("not-now", acknowledge, one, paper=paper(), by=province.head, at=now())
    assert for_bodies([province.body.code], LATER) == []


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "sent"},
        {"sent_number": "1/UBND"},
        {"answered": "accepted"},
        {"state": "gone"},
        {"criterion": "4.2"},
    ],
)
def test_the_database_keeps_what_belongs_together(province, broken):
    one = drafted(province)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.filter(pk=one.pk).update(**broken)


def test_the_database_lets_nobody_sign_his_own(province):
    one = sent(province)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.filter(pk=one.pk).update(sent_by=one.drafted_by)
