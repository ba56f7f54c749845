"""Instructions of a notice of conclusions become directives: one each, with what the notice says, by who may."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.clock.rules.calendar import ZONE
from motcua.directives.models import Concluded, Directive
from motcua.directives.queries.conclusions import a_year_after, rows_of
from motcua.directives.services import accept, confirm, report, start, withdraw
from motcua.directives.services.concluding import give_all, give_instruction
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.schedule import services as meetings
from tests.directives import making
from tests.factories.identity import sign_in
from tests.schedule.making import AFTER, make_held, make_province, point

pytestmark = pytest.mark.django_db
REASON = "Đã rà soát xong, báo cáo và số liệu kèm theo."
REGULARLY = {"due_on": None, "standing": True, "text": "Duy trì các tiêu chí đã đạt"}


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def at(monkeypatch):
    monkeypatch.setattr("motcua.directives.views.conclusions.now", lambda: AFTER)
    return AFTER


def issued(province, *points, meeting=None):
    held = meeting or make_held(province)
    told = points or (point(province), point(province, **REGULARLY))
    notice = meetings.draft_notice(held, points=told, by=province.reform, at=AFTER)
    return meetings.issue_notice(notice, by=province.chairman, at=AFTER)


def client_of(officer):
    client = Client()
    sign_in(client, officer.account)
    return client


def refused(code, act, *args, **facts):
    with pytest.raises(Refusal) as no, transaction.atomic():
        act(*args, **facts)
    assert no.value.code == code


def test_the_directive_has_the_lead_the_date_and_the_source_of_its_instruction(province):
    notice = issued(province)
    first = notice.instructions.get(number=1)
    outcome = give_instruction(first, by=province.chairman, at=AFTER)
    made = outcome.directive
    assert outcome.made
    assert made.title == first.text
    assert (made.lead_unit, made.due_on, made.giver) == (
        province.zone_leadership,
        date(2024, 5, 14),
        province.chairman,
    )
    assert made.source == "Thông báo số 01/TB-UBND ngày 08/5/2024, mục 1"
    assert list(made.supporting.all()) == [province.town_leadership]
    told = Entry.objects.get(kind="instruction.given")
    assert (told.subject, told.data["directive"], told.data["instruction"]) == (notice.code, made.code, 1)


def test_one_instruction_becomes_one_directive_however_often_it_is_pressed(province):
    first = issued(province).instructions.get(number=1)
    once = give_instruction(first, by=province.chairman, at=AFTER)
    again = give_instruction(first, by=province.chairman, at=AFTER)
    assert (again.made, again.directive) == (False, once.directive)
    assert Directive.objects.count() == Entry.objects.filter(kind="instruction.given").count() == 1


def test_what_is_due_on_a_day_off_is_due_the_working_day_before(province):
    notice = issued(province, point(province, due_on=date(2024, 5, 19)))  # a Sunday
    made = give_instruction(notice.instructions.get(), by=province.chairman, at=AFTER).directive
    assert made.due_on == date(2024, 5, 17)


def test_a_standing_instruction_is_reviewed_in_a_year_and_given_again_when_it_is_closed(province):
    standing = issued(province, point(province, **REGULARLY)).instructions.get()
    made = give_instruction(standing, by=province.chairman, at=AFTER).directive
    assert made.due_on == date(2025, 5, 8)
    later = AFTER + timedelta(days=300)
    assert not give_instruction(standing, by=province.chairman, at=later).made
    accept(made, by=province.zone_head, at=later)
    start(made, by=province.zone_head, at=later)
    report(made, evidence=REASON, by=province.zone_head, at=later)
    confirm(made, reason=REASON, by=province.chairman, at=later)
    again = give_instruction(standing, by=province.chairman, at=later)
    assert again.made
    assert again.directive.due_on == date(2026, 3, 4)
    assert list(Concluded.objects.order_by("round").values_list("round", flat=True)) == [1, 2]


def test_the_last_of_february_comes_back_on_the_28th():
    assert a_year_after(date(2024, 2, 29)) == date(2025, 2, 28)
    assert a_year_after(date(2024, 3, 1)) == date(2025, 3, 1)


def test_a_directive_that_was_taken_back_can_be_given_again(province):
    first = issued(province).instructions.get(number=1)
    made = give_instruction(first, by=province.chairman, at=AFTER).directive
    withdraw(made, reason=REASON, by=province.chairman, at=AFTER)
    assert give_instruction(first, by=province.chairman, at=AFTER).made


def test_what_cannot_be_given_says_why_and_does_not_hinder_the_others(province):
    late = point(province, due_on=date(2024, 5, 8))
    own = point(province, lead_unit=province.leadership, supporting=())
    notice = issued(province, late, point(province), own)
    first, second, third = give_all(notice, by=province.chairman, at=AFTER)
    assert first.directive is None
    assert first.said
    assert second.made
    assert third.directive is None
    assert third.said
    assert Directive.objects.count() == 1
    assert [row.is_open for row in rows_of(notice, AFTER.date())] == [True, False, True]


def test_only_who_reads_the_notice_and_commands_the_lead_gives(province):
    first = issued(province).instructions.get(number=1)
    refused("not-yours", give_instruction, first, by=province.stranger, at=AFTER)
    refused("not-your-line", give_instruction, first, by=province.town_head, at=AFTER)
    refused("not-your-line", give_instruction, first, by=province.specialist, at=AFTER)
    assert give_instruction(first, by=province.reform, at=AFTER).made


def test_nothing_follows_from_a_draft(province):
    held = make_held(province)
    notice = meetings.draft_notice(held, points=[point(province)], by=province.reform, at=AFTER)
    refused("not-issued", give_instruction, notice.instructions.get(), by=province.chairman, at=AFTER)


def test_a_corrected_instruction_keeps_its_directive(province):
    notice = issued(province)
    made = give_instruction(notice.instructions.get(number=1), by=province.chairman, at=AFTER).directive
    later = meetings.correct_notice(notice, by=province.reform, at=AFTER)
    later = meetings.issue_notice(later, by=province.chairman, at=AFTER)
    refused("corrected", give_instruction, notice.instructions.get(number=2), by=province.chairman, at=AFTER)
    again = give_instruction(later.instructions.get(number=1), by=province.chairman, at=AFTER)
    assert (again.made, again.directive) == (False, made)
    assert give_instruction(later.instructions.get(number=2), by=province.chairman, at=AFTER).made


def test_an_instruction_with_a_criterion_is_closed_by_its_number_where_it_was_counted_low(province):
    making.tell_months([(province.zone, 12 * 2024 + 3, 100, 60)])
    making.count_up_to(datetime(2024, 5, 8, tzinfo=ZONE))
    notice = issued(
        province,
        point(province, criterion="4.2"),
        point(province, criterion="4.2", lead_unit=province.town_leadership),
    )
    low, uncounted = give_all(notice, by=province.chairman, at=AFTER)
    assert (low.directive.criterion, low.directive.period, low.directive.found_numerator) == (
        "4.2",
        "2024-04",
        60,
    )
    assert (uncounted.made, uncounted.directive.criterion) == (True, "")
    assert uncounted.said


def test_the_page_gives_one_or_all_and_shows_the_state_of_each(province, at):
    notice = issued(province)
    way = f"/en/chi-dao/ket-luan/{notice.code}/"
    client = client_of(province.chairman)
    page = client.get(way).content.decode()
    assert "Give all 2 as directives" in page
    assert client.post(way, {"number": "1"}).status_code == 200
    assert client.post(way, {"number": "9"}).status_code == 404
    page = client.post(way, {}).content.decode()
    codes = list(Directive.objects.order_by("pk").values_list("code", flat=True))
    assert len(codes) == 2
    assert all(code in page for code in codes)
    assert "Give all" not in page
    lists = client.get("/en/chi-dao/ket-luan/").content.decode()
    assert "2 of 2 given" in lists
    assert codes[0] in client_of(province.town_head).get(way).content.decode()  # reads it, gives nothing
    assert client_of(province.stranger).get(way).status_code == 403
    assert client.get("/chi-dao/ket-luan/KL-2024-0099/").status_code == 404


def test_a_press_that_is_refused_says_why_on_the_row(province, at):
    notice = issued(province, point(province, due_on=date(2024, 5, 8)))
    answer = client_of(province.chairman).post(f"/en/chi-dao/ket-luan/{notice.code}/", {"number": "1"})
    assert answer.status_code == 422
    assert "The deadline must lie after today" in answer.content.decode()


def test_the_pages_ask_the_database_as_often_for_three_as_for_one(province, at):
    client = client_of(province.chairman)

    def asked(way):
        client.get(way)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(way).status_code == 200
        return len(queries)

    one = issued(province, point(province))
    three = issued(province, *[point(province)] * 3, meeting=make_held(province))
    for notice in (one, three):
        give_all(notice, by=province.chairman, at=AFTER)
    assert asked(f"/chi-dao/ket-luan/{one.code}/") == asked(f"/chi-dao/ket-luan/{three.code}/")
    with_two = asked("/chi-dao/ket-luan/")
    issued(province, point(province), meeting=make_held(province))
    assert asked("/chi-dao/ket-luan/") == with_two
