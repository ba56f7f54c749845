"""Reminders: who hears of what is nearly due or late, once a day, until he has read it or it is done."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from motcua.clock.queries import now
from motcua.directives.models import Directive, Reminder
from motcua.directives.queries.reminding import unread
from motcua.directives.services import accept, mark_read, remind, report, start
from motcua.organizations.models import Mail
from motcua.organizations.rules.mails import Delivery
from motcua.organizations.services.posting import post
from tests.directives.making import REASON, due_in, make_directive, make_province
from tests.factories.identity import sign_in
from tests.organizations.mail_server import serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return make_province(peers=1)


def due(directive, days):
    """Moves the deadline to so many days from now, as if the time had passed."""
    Directive.objects.filter(pk=directive.pk).update(due_on=localdate(now()) + timedelta(days=days))


def reminded(directive=None):
    rows = Reminder.objects.filter(directive=directive) if directive else Reminder.objects
    return set(rows.values_list("officer__code", flat=True))


def test_what_is_due_soon_reminds_the_person_who_answers_and_nobody_else(province):
    directive = make_directive(province, lead=province.specialist, due_on=due_in(3))
    remind(at=now())
    assert reminded(directive) == {province.specialist.code}


def test_without_a_person_the_head_of_the_unit_is_reminded(province):
    directive = make_directive(province, due_on=due_in(3))
    remind(at=now())
    assert reminded(directive) == {province.head.code}


def test_what_is_due_later_reminds_nobody(province):
    make_directive(province, due_on=due_in(12))
    assert remind(at=now()) == 0


def test_what_is_very_late_reaches_the_whole_line(province):
    directive = make_directive(province, by=province.deputy)
    due(directive, -30)
    remind(at=now())
    line = {province.head, province.director, province.deputy, province.chairman}
    assert reminded(directive) == {one.code for one in line}


def test_the_same_day_reminds_once_and_the_next_day_again(province):
    make_directive(province, due_on=due_in(3))
    at = now()
    assert (remind(at=at), remind(at=at)) == (1, 0)
    assert remind(at=at + timedelta(days=1)) == 1


def test_only_the_latest_of_a_directive_is_listed_and_reading_ends_it(province):
    directive = make_directive(province, due_on=due_in(3))
    at = now()
    for day in range(2):
        remind(at=at + timedelta(days=day))
    (held,) = unread(province.head)
    assert held.on == localdate(at + timedelta(days=1))
    mark_read(directive, by=province.head, at=at)
    assert not unread(province.head)


def test_reading_is_of_the_reader_alone(province):
    directive = make_directive(province, by=province.deputy)
    due(directive, -30)
    remind(at=now())
    mark_read(directive, by=province.head, at=now())
    assert unread(province.director).count() == 1


def test_what_was_reported_done_reminds_nobody_any_more(province):
    directive = make_directive(province, due_on=due_in(3))
    remind(at=now())
    for verb in (accept, start):
        verb(directive, by=province.head, at=now())
    report(directive, evidence=REASON, by=province.head, at=now())
    assert not unread(province.head)
    assert remind(at=now() + timedelta(days=1)) == 0


def test_the_page_lists_mine_and_marks_as_read(province):
    directive = make_directive(province, due_on=due_in(3))
    remind(at=now())
    client = Client()
    sign_in(client, province.head.account)
    assert directive.title in client.get("/chi-dao/nhac-viec/").content.decode()
    assert client.post("/chi-dao/nhac-viec/", {"code": directive.code}).status_code == 303
    assert "Không có việc nào cần nhắc" in client.get("/chi-dao/nhac-viec/").content.decode()


def test_a_directive_that_is_not_in_my_line_cannot_be_marked(province):
    directive = make_directive(province)
    client = Client()
    sign_in(client, province.stranger.account)
    assert client.post("/chi-dao/nhac-viec/", {"code": directive.code}).status_code == 404


def test_reminding_needs_the_same_queries_for_one_and_for_three(province):
    asked = []
    for more in (1, 2):
        for _number in range(more):
            make_directive(province, due_on=due_in(3))
        Mail.objects.all().delete()  # one letter an officer and day: the second would be none
        with CaptureQueriesContext(connection) as queries:
            remind(at=now())
        asked.append(len(queries))
    assert asked[0] == asked[1]


# --- by e-mail


def test_everybody_gets_one_letter_a_day_with_codes_and_days_alone(province, monkeypatch):
    province.specialist.email = "an@quangninh.gov.vn"
    province.specialist.save()
    with serving(monkeypatch) as server:
        soon = make_directive(province, lead=province.specialist, due_on=due_in(3))
        late = make_directive(province, lead=province.specialist, due_on=due_in(3))
        due(late, -10)
        remind(at=now())
        remind(at=now())
        assert post(now) == 1
    (letter,) = server.taken
    assert letter["To"] == "an@quangninh.gov.vn"
    assert letter["Subject"].strip() == "Nhắc việc: 1 việc quá hạn, 1 việc sắp đến hạn"
    said = letter.get_body().get_content()
    assert said.index(late.code) < said.index(soon.code)
    assert soon.title not in said
    assert soon.task not in said


def test_who_has_no_address_is_noted_and_reminded_on_the_page_all_the_same(province, monkeypatch):
    with serving(monkeypatch):
        directive = make_directive(province, lead=province.specialist, due_on=due_in(3))
        remind(at=now())
    assert Mail.objects.get(officer=province.specialist).state == Delivery.NO_ADDRESS
    assert reminded(directive) == {province.specialist.code}
