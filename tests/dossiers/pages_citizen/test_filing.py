"""Checking, filing once, and what the applicant takes home."""

import re

from icalendar import Calendar

from motcua.dossiers import services
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.secrets import secret_of
from motcua.ledger.models import Entry
from tests.factories.dossiers import MONDAY, make_draft, make_filed, make_received


def check_address(draft):
    return f"/nop/ho-so/{draft.code}/kiem-tra/"


def key_in(page):
    return re.search(r'name="key" value="([^"]+)"', page)[1]


def test_check_shows_everything_that_will_be_filed(office, citizen):
    page = citizen.get(check_address(make_draft(office))).content.decode()
    for told in ("Tổ 1, phường Hồng Gai", "Nhà ở", "don.pdf", "150.000", str(office.body.name), "Sửa"):
        assert told in page
    assert "ngày làm việc" in page
    assert "Cách tính ngày này" in page


def test_check_of_half_a_draft_names_what_is_missing_and_does_not_file(office, citizen):
    draft = make_draft(office, whole=False)
    page = citizen.get(check_address(draft)).content.decode()
    assert "Hồ sơ chưa đủ" in page
    assert 'name="key"' not in page
    answer = citizen.post(check_address(draft), {"key": "k", "declared": "1"})
    assert answer.status_code == 422
    assert 'href="#part-cong-trinh"' in answer.content.decode()
    assert not Dossier.objects.exists()


def test_filing_needs_the_declaration(office, citizen):
    draft = make_draft(office)
    answer = citizen.post(check_address(draft), {"key": "k"})
    assert answer.status_code == 422
    assert 'href="#declared"' in answer.content.decode()
    assert not Dossier.objects.exists()


def test_filing_twice_gives_one_dossier(office, citizen):
    draft = make_draft(office)
    told = {"key": key_in(citizen.get(check_address(draft)).content.decode()), "declared": "1"}
    first, second = citizen.post(check_address(draft), told), citizen.post(check_address(draft), told)
    other = citizen.post(check_address(draft), {"key": "another", "declared": "1"})
    dossier = Dossier.objects.get()
    assert {answer["Location"] for answer in (first, second, other)} == {f"/ho-so/{dossier.code}/da-nop/"}
    assert Entry.objects.filter(kind="dossier.filed").count() == 1


def test_key_used_for_another_draft_is_refused(office, citizen):
    one, two = make_draft(office), make_draft(office)
    citizen.post(check_address(one), {"key": "same", "declared": "1"})
    assert citizen.post(check_address(two), {"key": "same", "declared": "1"}).status_code == 422
    assert Dossier.objects.count() == 1


def test_confirmation_gives_code_secret_and_dates(office, citizen):
    dossier = make_filed(office)
    page = citizen.get(f"/ho-so/{dossier.code}/da-nop/").content.decode()
    assert dossier.code in page
    assert secret_of(dossier.code) in page
    assert "data:image/svg+xml;base64," in page
    assert "09:00, 03/03/2026" in page  # eight working hours after Monday 09:00


def test_record_of_the_filing_is_a_pdf(office, citizen):
    answer = citizen.get(f"/ho-so/{make_filed(office).code}/ban-ghi.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_calendar_file_moves_its_events_instead_of_doubling_them(office, citizen):
    dossier = make_filed(office)
    before = Calendar.from_ical(citizen.get(f"/ho-so/{dossier.code}/lich.ics").content)
    assert [str(event["uid"]).split("@")[0] for event in before.walk("VEVENT")] == [f"{dossier.code}-intake"]
    dossier = services.receive(dossier, by=office.counter, at=MONDAY)
    received = Calendar.from_ical(citizen.get(f"/ho-so/{dossier.code}/lich.ics").content).walk("VEVENT")[0]
    services.withdraw(dossier, by=office.citizen, at=MONDAY)
    ended = Calendar.from_ical(citizen.get(f"/ho-so/{dossier.code}/lich.ics").content).walk("VEVENT")[0]
    assert received["uid"] == ended["uid"]
    assert received.end == dossier.due_at
    assert (received["status"], ended["status"]) == ("CONFIRMED", "CANCELLED")
    assert ended["sequence"] > received["sequence"]


def test_nothing_of_a_dossier_is_shown_to_somebody_else(office, stranger):
    dossier = make_received(office)
    ways = (
        "",
        "da-nop/",
        "ban-ghi.pdf",
        "lich.ics",
        "rut/",
        "bo-sung/",
        "ket-qua.pdf",
        "giay/giay-tiep-nhan.pdf",
    )
    for way in (*ways, f"tep/{dossier.attachments.first().pk}/"):
        assert stranger.get(f"/ho-so/{dossier.code}/{way}").status_code == 404
    assert stranger.post(f"/ho-so/{dossier.code}/rut/").status_code == 404
    assert stranger.post(f"/ho-so/{dossier.code}/bo-sung/").status_code == 404


def test_two_dossiers_from_one_browser_share_its_mark_and_others_do_not(office, citizen):
    """Another browser, or the same one elsewhere, is another device. What it said of itself is not kept."""
    at_home, in_town = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "203.0.113.8"}
    ways = [(at_home, "Firefox"), (at_home, "Firefox"), (at_home, "Safari"), (in_town, "Firefox")]
    for number, (where, agent) in enumerate(ways):
        told = {"key": f"k{number}", "declared": "1"}
        citizen.post(check_address(make_draft(office)), told, headers={"User-Agent": agent}, **where)

    filed = [entry.data for entry in Entry.objects.filter(kind="dossier.filed").order_by("pk")]
    marks = [data["device_mark"] for data in filed]
    assert marks[0] == marks[1]
    assert len(set(marks)) == 3
    assert all(len(mark) == 16 for mark in marks)
    assert not [data for data in filed if "203.0.113" in str(data) or "Firefox" in str(data)]
