"""The work queue shows what lies with an officer, nearest deadline first."""

import csv
import io
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import localtime
from openpyxl import load_workbook

from motcua.clock.queries import calendar, now
from motcua.dossiers import services
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.duties import duties_now
from motcua.dossiers.queries.queue import Asked, find
from motcua.dossiers.queries.tabs import Desk as Whose
from motcua.dossiers.queries.tabs import tabs_of
from motcua.dossiers.queries.timeleft import time_left
from motcua.organizations.models import Delegation
from tests.dossiers.pages_officer.desk import Desk
from tests.dossiers.pages_officer.stages import ask, make_stages, taken
from tests.factories.dossiers import make_filed, make_handed_over, make_received, open_task, walk
from tests.factories.organizations import make_officer

pytestmark = pytest.mark.django_db
QUERIES = 6  # session, account, officer, duties and moment, calendar, rows with the counts of all tabs


def hours_ago(hours):
    return now() - timedelta(hours=hours)


def codes_in(page):
    return list(dict.fromkeys(re.findall(r"H49\.T\d+-\d{6}-\d{4}", page)))


@pytest.mark.parametrize("tab", ["chua-ai-nhan", "dang-xu-ly"])
def test_queue_asks_the_same_questions_however_many_rows(office, tab, django_assert_max_num_queries):
    desk = Desk(office.specialist)

    def one_more():
        dossier = make_handed_over(office, at=hours_ago(2))
        if tab == "dang-xu-ly":
            taken(dossier, "tham-dinh", office.specialist, hours_ago(1))

    one_more()
    desk.reads(f"/viec/?muc={tab}")  # names of steps and roles are remembered from now on
    with django_assert_max_num_queries(QUERIES):
        assert len(codes_in(desk.reads(f"/viec/?muc={tab}"))) == 1
    one_more(), one_more()
    with django_assert_max_num_queries(QUERIES):
        assert len(codes_in(desk.reads(f"/viec/?muc={tab}"))) == 3


def test_queue_at_the_counter_asks_the_same_questions_however_many_rows(
    office, django_assert_max_num_queries
):
    desk = Desk(office.counter)
    make_filed(office)
    desk.reads("/viec/")
    for _n in range(2):
        with django_assert_max_num_queries(QUERIES):
            desk.reads("/viec/")
        make_filed(office), make_filed(office)


def test_queue_puts_the_nearest_deadline_first_and_says_how_late_it_is(office):
    fresh = make_handed_over(office, at=hours_ago(1))
    old = make_handed_over(office, at=hours_ago(24 * 40))

    page = Desk(office.specialist).reads("/viec/?muc=chua-ai-nhan")

    assert codes_in(page) == [old.code, fresh.code]
    assert "Quá hạn" in page
    assert "Còn " in page
    assert 'class="red"' in page


def test_queue_counts_every_tab_and_moves_a_dossier_from_tab_to_tab(office):
    desk = Desk(office.specialist)
    dossier = make_handed_over(office, at=hours_ago(3))

    assert codes_in(desk.reads("/viec/?muc=chua-ai-nhan")) == [dossier.code]
    dossier = taken(dossier, "tham-dinh", office.specialist, hours_ago(2))
    assert codes_in(desk.reads("/viec/?muc=dang-xu-ly")) == [dossier.code]
    ask(dossier, office.specialist, at=hours_ago(1))
    assert "Tạm dừng: chờ bổ sung từ" in desk.reads("/viec/?muc=cho-cong-dan")
    assert not codes_in(desk.reads("/viec/?muc=dang-xu-ly"))


def test_every_tab_is_counted_as_if_it_were_counted_alone():
    stages = make_stages()
    seen = {}

    for role in ("counter", "specialist", "head", "leader"):
        duties, at = duties_now(getattr(stages.office, role))
        desk = Whose(duties, calendar("vn-standard"), at)
        tabs = tabs_of(duties)
        alone = {tab.code: tab.rows(desk).count() for tab in tabs}
        for tab in tabs:
            for page in (1, 2, 3):  # the last of them beyond the end
                found = find(desk, tab, Asked(), tabs, page=page, most=1)
                assert found.counts == alone, (role, tab.code, page)
                assert found.total == (alone[tab.code] if found.lines else 0), (role, tab.code, page)
        seen |= {code: seen.get(code, 0) + count for code, count in alone.items()}
    yesterday = ["xong-hom-nay"] if localtime().hour < 4 else []  # at night, what was finished 4 hours ago
    assert [code for code, count in seen.items() if not count] == ["cho-cong-dan-quay", *yesterday]


def test_total_of_a_filtered_list_is_of_what_fits_the_filter(office):
    shown, *_others = [make_handed_over(office) for _n in range(3)]
    duties, at = duties_now(office.specialist)
    tabs = tabs_of(duties)
    tab = next(tab for tab in tabs if tab.code == "chua-ai-nhan")

    found = find(Whose(duties, calendar("vn-standard"), at), tab, Asked(words=shown.code), tabs)

    assert (found.total, found.counts["chua-ai-nhan"]) == (1, 3)


def test_two_times_that_stand_side_by_side_say_whose_they_are(office):
    make_handed_over(office)
    make_filed(office)

    experts, counters = Desk(office.specialist).reads("/viec/"), Desk(office.counter).reads("/viec/")

    assert ("Còn lại của bước" in experts, "Hạn hồ sơ" in experts) == (True, True)
    assert ("Còn lại của bước" in counters, "Hạn hồ sơ" in counters) == (False, True)


def test_queue_shows_whose_opinion_is_outstanding_and_what_was_done_today(office):
    dossier = walk(make_handed_over(office, at=now() - timedelta(minutes=9)), office, "tham-dinh", at=now())
    desk = Desk(office.specialist)

    waiting = desk.reads("/viec/?muc=cho-y-kien")

    assert codes_in(waiting) == [dossier.code]
    assert "Ý kiến A" in waiting
    assert "Ý kiến B" in waiting
    assert codes_in(desk.reads("/viec/?muc=xong-hom-nay")) == [dossier.code]


def test_queue_of_another_unit_is_empty_and_says_so(office):
    make_handed_over(office)
    page = Desk(make_officer()).reads("/viec/")

    assert not codes_in(page)
    assert "Không còn hồ sơ gấp." in page


def test_queue_finds_names_without_accents_and_numbers(office):
    dossier = make_handed_over(office)
    desk = Desk(office.specialist)

    for words in ("nguyen thi binh", "BÌNH", dossier.code, dossier.applicant_id_number):
        assert codes_in(desk.reads(f"/viec/?muc=chua-ai-nhan&q={words}")) == [dossier.code], words
    for asked in ("q=khong-ai", "thu-tuc=khong-co", "han=nam-ngay&q=x"):
        assert not codes_in(desk.reads(f"/viec/?muc=chua-ai-nhan&{asked}")), asked
    assert codes_in(
        desk.reads(f"/viec/?muc=chua-ai-nhan&thu-tuc={office.version.procedure.code}&han=qua-han")
    )


def test_queue_survives_whatever_stands_in_its_address(office):
    make_handed_over(office)
    desk = Desk(office.specialist)

    for address in (
        "?muc=xyz",
        "?page=-3",
        "?page=9999999999",
        "?page=²",
        "?han=%00",
        "?q=" + "a" * 500,
        "?xuat=exe",
    ):
        assert desk.client.get(f"/viec/{address}").status_code == 200, address


def test_export_holds_exactly_what_is_shown_and_computes_nothing(office):
    shown, other = make_handed_over(office), make_handed_over(office)
    Dossier.objects.filter(pk=shown.pk).update(applicant_name="=HYPERLINK(1)")
    desk = Desk(office.specialist)
    address = f"/viec/?muc=chua-ai-nhan&q={shown.code}&xuat="

    book = load_workbook(io.BytesIO(desk.client.get(f"{address}xlsx").content))
    rows = list(book.worksheets[0].values)
    lines = list(csv.reader(io.StringIO(desk.client.get(f"{address}csv").content.decode("utf-8-sig"))))

    assert [row[2] for row in rows[1:]] == [shown.code] == [line[2] for line in lines[1:]]
    assert book.worksheets[0]["E2"].data_type == "s"
    assert lines[1][4] == "'=HYPERLINK(1)"
    assert other.code not in str(rows)


def test_counter_tabs_follow_the_dossier(office):
    desk = Desk(office.counter)
    filed = make_filed(office, at=hours_ago(3))
    assert codes_in(desk.reads("/viec/")) == [filed.code]

    services.receive(filed, by=office.counter, at=hours_ago(2))
    assert not codes_in(desk.reads("/viec/?muc=cho-tiep-nhan"))
    assert codes_in(desk.reads("/viec/?muc=cho-chuyen")) == [filed.code]


def test_counter_is_told_when_the_answer_to_a_filing_is_late(office):
    make_filed(office, at=hours_ago(24 * 7))

    assert "Quá hạn" in Desk(office.counter).reads("/viec/?muc=cho-tiep-nhan")


def test_a_delegate_finds_what_he_may_sign(office):
    delegate = make_officer(body=office.body)
    at = now()
    steps = ("tham-dinh", "yk-a", "yk-b", "du-thao", "soat-xet")
    dossier = walk(
        make_handed_over(office, at=at - timedelta(days=2)), office, *steps, at=at - timedelta(days=1)
    )
    desk = Desk(delegate)
    assert not codes_in(desk.reads("/viec/cho-ky/"))

    Delegation.objects.create(
        code="UQ-1", delegator=office.leader, delegate=delegate, basis="12/QĐ",
        from_at=at - timedelta(days=1), until_at=at + timedelta(days=1),
    )  # fmt: skip

    assert codes_in(desk.reads("/viec/cho-ky/")) == [dossier.code]
    page = desk.reads(f"/viec/{dossier.code}/ky/")
    assert f"Ký thay {office.leader.name} theo ủy quyền UQ-1" in page


def test_work_page_leads_to_the_dossier_before_and_after_it_in_the_list(office):
    first, second, third = (make_handed_over(office, at=hours_ago(30 - n)) for n in range(3))

    page = Desk(office.specialist).reads(f"/viec/{second.code}/?muc=chua-ai-nhan")

    assert f"/viec/{first.code}/?muc=chua-ai-nhan" in page
    assert f"/viec/{third.code}/?muc=chua-ai-nhan" in page


def test_time_left_is_said_in_working_time():
    known = calendar("vn-standard")
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    friday = datetime(2026, 3, 6, 16, 0, tzinfo=zone)

    assert time_left(datetime(2026, 3, 9, 8, 30, tzinfo=zone), at=friday, calendar=known).tone == "amber"
    assert "ngày" in time_left(datetime(2026, 3, 12, 17, 0, tzinfo=zone), at=friday, calendar=known).words
    late = time_left(datetime(2026, 3, 3, 17, 0, tzinfo=zone), at=friday, calendar=known)
    assert late.is_late
    assert late.words.startswith("Quá hạn 2 ngày")


def test_received_dossier_without_its_own_limit_still_has_words(office):
    make_received(office)
    assert time_left(None, at=now(), calendar=calendar("vn-standard")).words == "Không có hạn"
    assert open_task(make_handed_over(office), "tham-dinh").due_at is not None
