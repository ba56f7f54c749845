"""From a low figure to a task, from the task to a measured effect, from the effect to the watch: by the pages."""

import json
from contextlib import suppress
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from motcua.clock.queries import now
from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.periods import Period, first_instant
from motcua.directives.models import Directive
from motcua.ledger.models import Entry
from tests.directives.making import REASON, count_up_to, due_in, make_province, month, tell_months
from tests.factories.identity import sign_in
from tests.files.making import pdf

pytestmark = pytest.mark.django_db
VIEWS = ("opening", "one", "acts", "board")


@pytest.fixture
def travel(monkeypatch):
    """All doors open on that day, in the morning."""

    def to(at):
        for view in VIEWS:
            monkeypatch.setattr(f"motcua.directives.views.{view}.now", lambda: at)
        monkeypatch.setattr("motcua.directives.management.commands.directives.now", lambda: at)
        return at

    return to


@pytest.fixture
def province():
    return make_province()


def client_of(officer):
    client = Client()
    sign_in(client, officer.account)
    return client


def in_month(back, day=10):
    return first_instant(month(back)).astimezone(ZONE) + timedelta(days=day - 1, hours=9)


def tell_history(province, *, better_from, worse_from=None):
    """Two years: everybody digitises three in five; from a month on the body does nine in ten; then not."""
    told = []
    for back in range(30, -1, -1):
        told += [
            (peer, month(back), 100 + number, 58 + (back + number) % 5)
            for number, peer in enumerate(province.peers)
        ]
        good = 90 if back <= better_from and (worse_from is None or back > worse_from) else 60
        told.append((province.body, month(back), 100, good - back % 3))
    tell_months(told)
    count_up_to(now())


def typed(province, **change):
    return {
        "title": "Số hóa hồ sơ", "task": "Số hóa ngay khi tiếp nhận.", "lead_unit": province.unit.code,
        "lead": "", "source": "Thông báo 12/TB-UBND", "criterion": "4.2", "target": "80", **change,
    }  # fmt: skip


def give(client, province, at, **change):
    """Opens the page with the finding in its address, and gives the task."""
    finding = Period(month(12)).code
    way = f"/chi-dao/moi/?cq={province.body.code}&tc=4.2&ky={finding}"
    shown = client.get(way)
    assert shown.status_code == 200
    assert "4.2" in shown.content.decode()
    answer = client.post(way, typed(province, period=finding, due_on=f"{due_in(15, at):%d/%m/%Y}", **change))
    assert answer.status_code == 303, answer.content.decode()
    return answer["Location"]


def act(client, way, slug, **said):
    answer = client.post(f"{way}{slug}/", said)
    assert answer.status_code == 303, answer.content.decode()


def watch():
    out = StringIO()
    with suppress(SystemExit):  # 3: some are waiting
        call_command("directives", "watch", json=True, stdout=out)
    return json.loads(out.getvalue())


def worked_on(province, travel):
    """Given eleven months ago, reported done ten months ago with a file, and taken for measuring."""
    director, head = client_of(province.director), client_of(province.head)
    at = travel(in_month(11))
    way = give(director, province, at)
    act(head, way, "nhan")
    act(head, way, "bat-dau")
    travel(in_month(11, 25))
    act(head, way, "bao-cao", text=REASON, file=pdf_file())
    act(director, way, "do-lai")
    return way


def pdf_file():
    return SimpleUploadedFile("bang-chung.pdf", pdf(), "application/pdf")


def test_a_directive_that_worked_is_verified_by_its_number_then_lost_and_reopened(province, travel):
    tell_history(province, better_from=10, worse_from=5)
    way = worked_on(province, travel)
    directive = Directive.objects.get()
    assert (directive.found_numerator, directive.found_denominator) == (60, 100)
    assert directive.state == "measuring"

    travel(in_month(9))
    assert watch()["verified"] == []  # its three months are not over
    travel(in_month(7))
    assert watch()["verified"] == [directive.code]
    page = client_of(province.head).get(way).content.decode()
    assert "90" in page
    directive.refresh_from_db()
    assert directive.state == "verified"
    assert float(directive.measured["low"]) > 0
    assert directive.measured["method"] == "difference-in-differences"
    assert watch() == {
        name: [] for name in ("verified", "reopened", "unclear", "kept", "waiting", "escalated")
    }

    travel(in_month(3))  # of the three months since, two are bad again
    assert watch()["reopened"] == [directive.code]
    directive.refresh_from_db()
    assert directive.state == "reopened"
    told = list(Entry.objects.filter(subject=directive.code).values_list("kind", flat=True))
    assert told == [
        "directive.opened", "directive.accepted", "directive.started", "directive.reported",
        "directive.measuring_begun", "directive.measured", "directive.verified", "directive.measured",
        "directive.reopened",
    ]  # fmt: skip
    assert Entry.objects.filter(subject=directive.code).last().data["reason"] == "regression"


def test_what_was_reached_is_watched_and_kept(province, travel):
    tell_history(province, better_from=10)
    worked_on(province, travel)
    travel(in_month(7))
    assert watch()["verified"]
    travel(in_month(4))
    assert watch()["kept"]
    assert Directive.objects.get().state == "verified"


def test_a_directive_that_did_nothing_goes_back_to_its_lead_with_a_new_date(province, travel):
    tell_history(province, better_from=-1)
    way = worked_on(province, travel)
    at = travel(in_month(7))
    assert watch()["reopened"]
    directive = Directive.objects.get()
    assert (directive.state, directive.due_on) == ("reopened", due_in(15, at))
    act(client_of(province.head), way, "bat-dau")


def test_the_measure_waits_until_the_index_has_counted_its_months(province, travel):
    tell_history(province, better_from=10)
    worked_on(province, travel)
    count_up_to(in_month(8))
    travel(in_month(7))
    assert watch()["waiting"] == [Directive.objects.get().code]
    assert Directive.objects.get().state == "measuring"


def test_too_few_cases_are_left_to_the_giver(province, travel):
    tell_months([(province.body, month(back), 1, int(back < 11)) for back in range(31)])
    count_up_to(now())
    travel(in_month(11))
    director, head = client_of(province.director), client_of(province.head)
    finding = Period(month(12)).code
    way = f"/chi-dao/moi/?cq={province.body.code}&tc=4.2&ky={finding}"
    way = director.post(way, typed(province, period=finding, due_on=f"{due_in(15, in_month(11)):%d/%m/%Y}"))[
        "Location"
    ]
    for slug in ("nhan", "bat-dau"):
        act(head, way, slug)
    act(head, way, "bao-cao", text=REASON)
    act(director, way, "do-lai")
    travel(in_month(7))
    assert watch()["unclear"]
    assert head.post(f"{way}xac-nhan/", {"text": REASON}).status_code == 409
    act(director, way, "xac-nhan", text=REASON)
    assert Directive.objects.get().state == "verified"


def test_the_evidence_opens_for_those_in_the_line_only(province, travel):
    tell_history(province, better_from=10)
    way = worked_on(province, travel)
    page = client_of(province.director).get(way).content.decode()
    assert "bang-chung.pdf" in page
    assert REASON in page
    entry = Directive.objects.get().notes.get().entry
    for officer, status in ((province.chairman, 200), (province.stranger, 404), (province.specialist, 404)):
        assert client_of(officer).get(f"{way}tep/{entry}/").status_code == status


def test_the_list_command_says_who_has_to_hear_of_what_is_late(province, travel):
    tell_history(province, better_from=10)
    worked_on(province, travel)
    late = datetime(2026, 11, 2, 9, tzinfo=ZONE)
    travel(late)
    way = give(client_of(province.director), province, late)
    travel(late + timedelta(days=28))  # four working days after the deadline
    assert watch()["escalated"] == [way.strip("/").split("/")[-1]]
    assert watch()["escalated"] == []
    out = StringIO()
    call_command("directives", "list", which="overdue", json=True, stdout=out)
    (row,) = json.loads(out.getvalue())
    assert row["working_days_left"] == -4  # 24 November is a day off
    assert row["told_to"] == [province.director.code, province.deputy.code]
