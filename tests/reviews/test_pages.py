"""Who may call, write, see and sign; what is refused and why; how often the pages ask the database."""

import io
import json
from datetime import timedelta
from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from docx import Document

from motcua.clock.queries import now
from motcua.criteria.models import Reader
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.organizations.models import Officer
from motcua.reviews import services
from motcua.reviews.models import Call, Report, Version
from tests.directives.making import count_up_to
from tests.factories.identity import make_account, sign_in
from tests.factories.organizations import make_body
from tests.reviews.calling import (
    WHY,
    drafted,
    make_call,
    make_province,
    reform_officer,
    report_of,
    summons,
    tell,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    made = make_province(peers=2)
    tell(made)
    return made


def client_of(officer):
    client = Client()
    sign_in(client, officer.account)
    return client


def typed(province, **change):
    return {
        "title": "Rà soát", "source": "211/TB-VPCP", "before_on": f"{localdate(now()) + timedelta(days=9):%d/%m/%Y}",
        "period": "2026-10", "bodies": [province.body.code], **change,
    }  # fmt: skip


def sent(province, call, body, signer):
    """The report of a body, all the way."""
    report, at = report_of(call, body), now()
    services.draft(report, by=signer, at=at)
    for verb in (services.submit, services.sign, services.send):
        report = verb(report, by=signer, at=at)
    return report


def refused(call, code, field=None):
    with pytest.raises(Refusal) as no:
        call()
    assert no.value.code == code
    assert field is None or field in no.value.fields
    return str(no.value)


def test_leaders_and_the_reform_office_call_and_nobody_else(province):
    for officer, status in (
        (province.chairman, 303), (reform_officer(province), 303), (province.head, 403), (province.specialist, 403),
    ):  # fmt: skip
        answer = client_of(officer).post("/ra-soat/moi/", typed(province))
        assert answer.status_code == status, officer.title_vi
    assert Call.objects.count() == 2
    assert (
        client_of(province.director).post("/ra-soat/moi/", typed(province)).status_code == 422
    )  # nobody below


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": " "}, "Say what has to be reviewed"),
        ({"source": ""}, "Name the document"),
        ({"before_on": "01/01/2024"}, "must lie after today"),
        ({"before_on": "31/02/2027"}, "Write the day as"),
        ({"source_on": "01/01/2099"}, "dated later than today"),
        ({"period": "2026-13"}, "is no period"),
        ({"bodies": []}, "Choose at least one body"),
        ({"bodies": [], "feeds": "RS-1"}, "Choose at least one body"),
    ],
    ids=str,
)
def test_a_wrong_call_is_refused_in_words_and_keeps_what_was_typed(province, change, said):
    answer = client_of(province.chairman).post(
        "/en/ra-soat/moi/", typed(province, own="Câu hỏi riêng", **change)
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Câu hỏi riêng" in page
    assert not Call.objects.exists()


def test_a_body_beside_the_line_cannot_be_asked(province):
    stranger = make_body()
    refused(lambda: make_call(province, bodies=(stranger,)), "not-below", "bodies")


def test_a_call_feeds_only_an_open_one_from_outside(province):
    inside = make_call(province)
    refused(lambda: make_call(province, feeds=inside), "feeds", "feeds")
    outside = make_call(province, outside="Văn phòng Chính phủ")
    assert make_call(province, feeds=outside).feeds == outside
    services.close(outside, by=province.chairman, at=now())
    refused(lambda: make_call(province, feeds=outside), "feeds")


def test_nobody_calls_in_the_name_of_another_body(province):
    refused(lambda: make_call(province, by=province.director), "not-your-call", "keeper")
    call = make_call(province)
    refused(lambda: services.close(call, by=province.director, at=now()), "not-your-call")


def test_a_report_is_for_its_body_and_its_caller(province):
    call = make_call(province)
    way = f"/ra-soat/{call.code}/{province.body.code}/"
    for officer, status in (
        (province.head, 200), (province.director, 200), (province.chairman, 200), (province.stranger, 403),
        (province.specialist, 403),
    ):  # fmt: skip
        answer = client_of(officer).get("/en" + way)
        assert answer.status_code == status, officer.title_vi
    assert "Ask one of them" in answer.content.decode()
    assert client_of(province.head).get(f"/ra-soat/{call.code}/").status_code == 403
    citizen = Client()
    sign_in(citizen, make_account())
    assert citizen.get(way).status_code == 403


def test_the_caller_sees_what_was_sent_and_not_what_is_being_written(province):
    call = make_call(province)
    report = drafted(province, call)
    services.edit(report, {"general": "Bản nháp của cơ quan."}, by=province.head, at=now())
    way, chairman = f"/ra-soat/{call.code}/{province.body.code}/", client_of(province.chairman)
    assert "Bản nháp của cơ quan." not in chairman.get(way).content.decode()
    assert chairman.get(f"{way}ban-in.pdf").status_code == 404
    services.submit(report, by=province.head, at=now())
    services.sign(report, by=province.director, at=now())
    services.send(report, by=province.head, at=now())
    assert "Bản nháp của cơ quan." in chairman.get(way).content.decode()


def test_the_draft_freezes_its_figures_and_new_numbers_make_a_new_version(province):
    call = make_call(province)
    report = drafted(province, call)
    first = report.versions.get()
    assert first.horizon == Reader.objects.get().horizon
    count_up_to(now())
    services.draft(report, by=province.head, at=now())
    first.refresh_from_db()
    second = report.versions.get(number=2)
    assert first.horizon < second.horizon
    assert first.digest != second.digest  # the horizon is part of what was frozen
    told = Entry.objects.filter(subject=report.code, kind="review.report_drafted").order_by("sequence")
    assert [one.data["sha256"] for one in told] == [first.digest, second.digest]


def test_no_figure_can_be_edited(province):
    report = drafted(province, make_call(province))
    refused(lambda: services.edit(report, {"figures": "100"}, by=province.head, at=now()), "unknown-text")
    before = report.versions.get().figures
    client = client_of(province.head)
    way = f"/ra-soat/{report.call.code}/{province.body.code}/luu/"
    assert client.post(way, {"points": "100", "general": "Đã sửa."}).status_code == 303
    version = report.versions.get()
    assert (version.figures, version.texts["general"]) == (before, "Đã sửa.")


def test_a_measure_without_its_cause_or_date_is_not_submitted(province):
    report = drafted(province, make_call(province))
    client, way = client_of(province.head), f"/ra-soat/{report.call.code}/{province.body.code}/"
    wrong = client.post(f"/en{way}luu/", {"by-4.2": "31/02/2027", "cause-4.2": "Thiếu máy quét."})
    assert wrong.status_code == 422
    assert "31/02/2027" in wrong.content.decode()
    assert "Thiếu máy quét." in wrong.content.decode()
    client.post(f"{way}luu/", {"cause-4.2": ""})
    refusal = client.post(f"/en{way}trinh-ky/")
    assert refusal.status_code == 422
    assert "needs its cause" in refusal.content.decode()


def test_what_is_to_be_mended_by_a_day_gets_a_day_to_come(province):
    report = drafted(province, make_call(province))
    client, way = client_of(province.head), f"/ra-soat/{report.call.code}/{province.body.code}/"
    proposed = report.versions.get().texts["by-4.2"]
    wrong = client.post(f"/en{way}luu/", {"by-4.2": "01/01/2020", "cause-4.2": "Thiếu máy quét."})
    assert wrong.status_code == 422
    assert "must lie after today" in wrong.text
    assert report.versions.get().texts["by-4.2"] == proposed
    assert client.post(f"{way}luu/", {"by-4.2": "31/12/2099"}).status_code == 303


def test_while_the_texts_are_open_nothing_else_can_be_pressed(province):
    report = drafted(province, make_call(province))
    client, way = client_of(province.head), f"/ra-soat/{report.call.code}/{province.body.code}/"
    assert "trinh-ky" in client.get(way).text
    assert "trinh-ky" not in client.get(f"{way}?sua=1").text


def test_a_report_that_was_changed_after_it_was_read_is_not_signed(province):
    report = drafted(province, make_call(province))
    services.submit(report, by=province.head, at=now())
    client, way = client_of(province.director), f"/ra-soat/{report.call.code}/{province.body.code}/"
    shown = client.get(way).content.decode().split('name="shown" value="')[1].split('"')[0]
    services.take_back(report, by=province.head, at=now())
    services.edit(report, {"general": "Khác rồi."}, by=province.head, at=now())
    services.submit(report, by=province.head, at=now())
    assert client.post(f"{way}ky/", {"shown": shown}).status_code == 409
    assert client.post(f"{way}ky/", {}).status_code == 409  # nothing was read
    refused(lambda: services.sign(report, by=province.head, at=now()), "not-yours")
    assert Report.objects.get(pk=report.pk).state == "submitted"


def test_a_late_report_is_taken_and_marked_and_after_closing_none_is(province):
    at = now()
    call = make_call(province, at=at)
    after = at + timedelta(days=20)
    late = sent_at(province, call, province.body, province.director, after)
    assert (late.state, late.late) == ("sent", True)
    told = Entry.objects.get(subject=late.code, kind="review.report_sent")
    assert told.data["late_working_days"] > 0
    other = report_of(call, province.peers[0])
    services.draft(other, by=province.stranger, at=after)
    services.close(call, by=province.chairman, at=after)
    words = refused(lambda: services.submit(other, by=province.stranger, at=after), "closed")
    assert call.code in words
    refused(lambda: services.close(call, by=province.chairman, at=after), "closed-before")
    page = (
        client_of(province.stranger)
        .get(f"/en/ra-soat/{call.code}/{province.peers[0].code}/")
        .content.decode()
    )
    assert "no report is taken any more" in page
    assert Entry.objects.get(kind="review.closed").data["missing"] == 2


def sent_at(province, call, body, signer, at):
    report = report_of(call, body)
    services.draft(report, by=signer, at=at)
    for verb in (services.submit, services.sign, services.send):
        report = verb(report, by=signer, at=at)
    return report


def test_a_report_that_is_returned_and_comes_again_stays_in_time(province):
    at = now()
    call = make_call(province, at=at)
    report = sent_at(province, call, province.body, province.director, at)
    refused(
        lambda: services.send_back(report, reason="Thiếu.", by=province.chairman, at=at), "no-reason", "text"
    )
    refused(lambda: services.send_back(report, reason=WHY, by=province.director, at=at), "not-yours")
    services.send_back(report, reason=WHY, by=province.chairman, at=at)
    again = sent_at(province, call, province.body, province.director, at + timedelta(days=30))
    assert (again.state, again.late, again.version) == ("sent", False, 2)
    numbers = [one.instrument.standing for one in again.versions.order_by("number")]
    assert numbers == ["replaced", "in_force"]


def test_one_press_reminds_all_who_have_not_sent_once_a_day(province):
    call = make_call(province)
    sent(province, call, province.body, province.director)
    chairman, way = client_of(province.chairman), f"/en/ra-soat/{call.code}/viec/nhac/"
    for said in ("2 bodies have been reminded", "0 bodies have been reminded"):
        assert said in chairman.post(way, follow=True).content.decode()
    told = Entry.objects.filter(kind="review.report_reminded").values_list("subject", flat=True)
    assert sorted(told) == sorted(f"{call.code}.{peer.code}" for peer in province.peers)
    body = province.peers[0].code
    assert chairman.post(f"/ra-soat/{call.code}/{body}/nhac/").status_code == 409
    assert "reminded once" in chairman.get(f"/en/ra-soat/{call.code}/").content.decode()


def test_the_house_reminds_on_reminder_days_and_not_twice(province):
    at = now()
    call = make_call(province, at=at)
    late = at + timedelta(days=21)
    while not services.remind_due(at=late):
        late += timedelta(days=1)  # a day on which nobody works
    assert services.remind_due(at=late) == []
    assert Report.objects.filter(call=call, reminders=1).count() == 3
    assert set(Entry.objects.filter(kind="review.report_reminded").values_list("actor", flat=True)) == {
        "system"
    }


def test_the_house_drafts_what_nobody_has_begun(province):
    call = make_call(province)
    drafted(province, call)
    assert sorted(services.draft_waiting(call.code, at=now())) == sorted(
        f"{call.code}.{peer.code}" for peer in province.peers
    )
    assert services.draft_waiting(call.code, at=now()) == []
    assert set(
        Version.objects.filter(report__body__in=province.peers).values_list("drafted_by", flat=True)
    ) == {None}


def test_nothing_is_drafted_before_anything_was_counted(province):
    Reader.objects.all().delete()
    call = make_call(province)
    refused(lambda: drafted(province, call), "nothing-counted")
    assert services.draft_waiting(call.code, at=now()) == []


def test_no_name_of_a_person_stands_in_a_report_nor_in_the_ledger(province):
    call = make_call(province)
    report = sent(province, call, province.body, province.director)
    version = report.versions.get()
    told = json.dumps([version.figures, version.texts], ensure_ascii=False)
    entries = json.dumps(
        [one.data for one in Entry.objects.filter(kind__startswith="review.")], ensure_ascii=False
    )
    for name in Officer.objects.values_list("name", flat=True):
        assert name not in told
        assert name not in entries


def test_the_picture_is_exported_for_spreadsheet_word_processor_and_printer(province):
    call = make_call(province, title="=1+1")
    sent(province, call, province.body, province.director)
    chairman, way = client_of(province.chairman), f"/ra-soat/{call.code}/?xuat="
    book = openpyxl.load_workbook(io.BytesIO(chairman.get(f"{way}xlsx").content))
    assert len(book.sheetnames) == 5
    measures = [row for row in book.worksheets[2].iter_rows(values_only=True) if row[0] == "4.2"]
    assert [(row[2], row[3]) for row in measures] == [(province.body.name_vi, 1)]
    assert {cell.data_type for row in book.worksheets[-1].iter_rows() for cell in row} == {"s"}
    words = Document(io.BytesIO(chairman.get(f"{way}docx").content))
    assert any("1/3 cơ quan đã gửi báo cáo" in line.text for line in words.paragraphs)
    pdf = chairman.get(f"{way}pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert chairman.get(f"{way}exe").status_code == 404


def test_the_whole_is_sent_on_only_by_who_signs_and_with_a_receiver(province):
    call, reform = make_call(province), reform_officer(province)
    refused(lambda: services.send_on(call, to="VPCP", by=province.chairman, at=now()), "nothing-sent")
    sent(province, call, province.body, province.director)
    refused(lambda: services.send_on(call, to="VPCP", by=reform, at=now()), "no-power-to-sign")
    refused(lambda: services.send_on(call, to="VPCP", by=province.director, at=now()), "not-your-call")
    refused(lambda: services.send_on(call, to=" ", by=province.chairman, at=now()), "no-receiver", "to")
    assert services.send_on(call, to="VPCP", by=province.chairman, at=now()).number == 1
    assert services.send_on(call, to="VPCP", by=province.chairman, at=now()).number == 2


def test_what_was_sent_on_does_not_change_when_another_report_comes(province):
    call = make_call(province)
    sent(province, call, province.body, province.director)
    frozen = services.send_on(call, to="VPCP", by=province.chairman, at=now())
    sent(province, call, province.peers[0], province.stranger)
    before = frozen.picture
    frozen.refresh_from_db()
    assert frozen.picture == before
    assert services.send_on(call, to="VPCP", by=province.chairman, at=now()).digest != frozen.digest


def test_a_line_of_a_report_opens_the_form_of_a_directive_with_the_finding(province):
    call = make_call(province)
    drafted(province, call)
    page = client_of(province.director).get(f"/ra-soat/{call.code}/{province.body.code}/").content.decode()
    assert f"/chi-dao/moi/?cq={province.body.code}&amp;tc=4.2&amp;ky={call.period}" in page


def test_the_pages_ask_the_database_as_often_for_three_bodies_as_for_one(province):
    chairman, asked = client_of(province.chairman), []
    for bodies in ((province.body,), (province.body, *province.peers)):
        call = make_call(province, bodies=bodies)
        signers = {province.body: province.director, province.peers[0]: province.stranger}
        for body in bodies[:2]:
            sent(province, call, body, signers[body])
        ways = ("/ra-soat/", f"/ra-soat/{call.code}/", f"/ra-soat/{call.code}/{province.body.code}/")
        counts = []
        for way in ways:
            chairman.get(way)
            with CaptureQueriesContext(connection) as seen:
                assert chairman.get(way).status_code == 200
            counts.append(len(seen))
        asked.append(counts)
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 25


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "elsewhere"}, {"state": "sent"}, {"late": True}, {"version": 1}, {"reminders": 1},
        {"state": "signed"},
    ],
    ids=str,
)  # fmt: skip
def test_the_database_keeps_out_what_the_rules_would_never_make(province, wrong):
    report = report_of(make_call(province), province.body)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**wrong)


def test_calls_are_numbered_without_gaps_though_one_was_refused(province):
    first = make_call(province)
    refused(lambda: make_call(province, bodies=(make_body(),)), "not-below")
    assert int(make_call(province).code[-4:]) == int(first.code[-4:]) + 1
    assert summons(province).source in first.source


def test_the_commands_say_who_owes_and_what_the_reports_say(province):
    call = make_call(province)
    sent(province, call, province.body, province.director)
    listed, shown = StringIO(), StringIO()
    call_command("reviews", "list", json=True, stdout=listed)
    (row,) = json.loads(listed.getvalue())
    assert (row["code"], row["asked"], row["sent"], row["late"], row["closed"]) == (call.code, 3, 1, 0, False)
    call_command("reviews", "show", call.code, json=True, stdout=shown)
    told = json.loads(shown.getvalue())
    assert {one["body"]: one["state"] for one in told["reports"]}[province.body.code] == "sent"
    (criterion,) = [one for one in told["criteria"] if one["criterion"] == "4.2"]
    assert criterion["lost"] == "1.0000"
    with pytest.raises(CommandError, match="There is no call"):
        call_command("reviews", "show", "RS-1", json=True, stdout=StringIO())
