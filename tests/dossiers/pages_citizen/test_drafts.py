"""Preparing a dossier, part by part."""

import pytest

from motcua.clock.queries import now
from motcua.dossiers import services
from motcua.dossiers.models import Channel, Draft
from tests.factories.dossiers import MONDAY, make_draft

NAUGHTY = [
    "<script>alert(1)</script>",
    "'; DROP TABLE dossiers_draft; --",
    "{{ 7 * 7 }} {% raw %}",
    "Đỗ Đức Đạt – ễ ậ 🏠",
    "\u202eabc",
    "=cmd|' /C calc'!A0",
    "a" * 5_000,
    "nul\0in the middle",
    "   ",
]


def start_address(office):
    return f"/nop/{office.version.procedure.code}/"


def part(draft, name):
    return f"/nop/ho-so/{draft.code}/{name}/"


def answers(draft, **told):
    draft.refresh_from_db()
    said = {"revision": draft.revision, "dia_diem": "Tổ 1", "loai": "nha-o", "dien_tich": "120"}
    return {**said, **told}


def test_start_sends_whoever_is_not_signed_in_to_the_door_and_back(office, client):
    answer = client.get(start_address(office))
    assert answer.status_code == 302
    assert answer["Location"] == f"/dang-nhap/?next={start_address(office)}"


def test_start_says_what_to_prepare_and_makes_one_draft(office, citizen):
    page = citizen.get(start_address(office)).content.decode()
    assert "Đơn đề nghị" in page
    assert "10 ngày làm việc" in page
    answer = citizen.post(start_address(office), {"co-quan": office.body.code})
    draft = Draft.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == f"/nop/ho-so/{draft.code}/"
    assert (draft.account, draft.body) == (office.citizen, office.body)


@pytest.mark.parametrize("said", ["", "H49.KHAC", "<script>"])
def test_start_refuses_a_body_that_does_not_decide(office, citizen, said):
    answer = citizen.post(start_address(office), {"co-quan": said})
    assert answer.status_code == 422
    assert "<title>Lỗi: " in answer.content.decode()
    assert not Draft.objects.exists()


def test_start_of_an_unknown_procedure_is_not_found(office, citizen):
    assert citizen.get("/nop/9.999999/").status_code == 404


def test_start_of_a_procedure_that_is_not_online_says_where_to_go(office, citizen):
    office.version.procedure.online_level = "none"
    office.version.procedure.save()
    assert citizen.get(start_address(office)).status_code == 409


def test_task_list_tells_what_is_done_and_leads_to_the_next_part(office, citizen):
    draft = make_draft(office, whole=False)
    page = citizen.get(f"/nop/ho-so/{draft.code}/").content.decode()
    assert "Đã xong 0/4 phần" in page
    assert draft.code in page
    assert f'href="/nop/ho-so/{draft.code}/nguoi-nop/"' in page


def test_draft_of_somebody_else_does_not_exist(office, citizen, stranger):
    draft = make_draft(office)
    for name in ("nguoi-nop", "phan/cong-trinh", "nhan-ket-qua", "giay-to", "giay-to/don", "kiem-tra", "bo"):
        assert stranger.get(part(draft, name)).status_code == 404
        assert citizen.get(part(draft, name)).status_code == 200
        assert stranger.post(part(draft, name), {}).status_code in (404, 405)
    assert stranger.get(f"/nop/ho-so/{draft.code}/").status_code == 404
    assert stranger.get(f"/nop/ho-so/{draft.code}/tep/{draft.attachments.first().pk}/").status_code == 404


def test_drafts_pages_are_never_stored_by_the_browser(office, citizen):
    draft = make_draft(office)
    assert citizen.get(part(draft, "nguoi-nop"))["Cache-Control"] == "no-store"


def test_applicant_keeps_contact_and_never_the_verified_facts(office, citizen):
    draft = make_draft(office, whole=False)
    told = {"revision": 0, "phone": "0912 345 678", "email": "", "address": "Tổ 3", "name": "Ai đó khác"}
    assert citizen.post(part(draft, "nguoi-nop"), told).status_code == 303
    draft.refresh_from_db()
    assert draft.applicant["phone"] == "0912345678"
    assert draft.applicant["name"] == office.citizen.full_name


@pytest.mark.parametrize(
    ("field", "wrong"), [("phone", "abc"), ("email", "không phải"), ("address", "x" * 400)]
)
def test_applicant_says_what_is_wrong_and_keeps_what_was_typed(office, citizen, field, wrong):
    draft = make_draft(office, whole=False)
    told = {"revision": 0, "phone": "0912345678", "email": "", "address": "Tổ 3", field: wrong}
    answer = citizen.post(part(draft, "nguoi-nop"), told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert wrong in page
    assert f'href="#{field}"' in page


def test_section_saves_and_goes_on_to_the_next_open_part(office, citizen):
    draft = make_draft(office, whole=False)
    answer = citizen.post(part(draft, "phan/cong-trinh"), answers(draft))
    assert answer.status_code == 303
    assert answer["Location"].endswith("/giay-to/")
    draft.refresh_from_db()
    assert draft.answers == {"dia_diem": "Tổ 1", "loai": "nha-o", "dien_tich": 120}


def test_section_that_is_left_for_later_keeps_even_what_is_wrong(office, citizen):
    draft = make_draft(office, whole=False)
    answer = citizen.post(part(draft, "phan/cong-trinh"), answers(draft, dien_tich="rộng", later="1"))
    assert answer["Location"] == "/ho-so/"
    draft.refresh_from_db()
    assert draft.answers["dien_tich"] == "rộng"
    assert "cong-trinh" not in draft.sections_done


def test_change_from_the_check_page_comes_back_to_it(office, citizen):
    draft = make_draft(office)
    told = answers(draft, **{"tro-lai": "kiem-tra"})
    assert citizen.post(part(draft, "phan/cong-trinh"), told)["Location"].endswith("/kiem-tra/")


@pytest.mark.parametrize("naughty", NAUGHTY)
def test_whatever_is_typed_is_kept_or_refused_and_never_runs(office, citizen, naughty):
    draft = make_draft(office, whole=False)
    for field in ("dia_diem", "loai", "dien_tich"):
        answer = citizen.post(part(draft, "phan/cong-trinh"), answers(draft, **{field: naughty}))
        assert answer.status_code in (303, 422)
        page = citizen.get(part(draft, "phan/cong-trinh")).content.decode()
        assert "<script>alert" not in page
    assert citizen.get(part(draft, "kiem-tra")).status_code == 200


def test_condition_inside_the_page_is_said_in_words_and_left_to_the_server(office, citizen):
    draft = make_draft(office, whole=False)
    page = citizen.get(part(draft, "phan/cong-trinh")).content.decode()
    assert 'data-when="loai=nha-o"' in page
    assert "Chỉ khi:" in page
    answer = citizen.post(part(draft, "phan/cong-trinh"), answers(draft, loai="khac", dien_tich=""))
    assert answer.status_code == 303


def test_second_window_is_told_and_loses_nothing(office, citizen):
    draft = make_draft(office, whole=False)
    old = answers(draft, dia_diem="Cửa sổ cũ")
    citizen.post(part(draft, "phan/cong-trinh"), answers(draft, dia_diem="Cửa sổ mới"))
    answer = citizen.post(part(draft, "phan/cong-trinh"), old)
    page = answer.content.decode()
    draft.refresh_from_db()
    assert answer.status_code == 409
    assert "Cửa sổ cũ" in page
    assert "Cửa sổ mới" in page
    assert draft.answers["dia_diem"] == "Cửa sổ mới"
    assert f'name="revision" value="{draft.revision}"' in page
    citizen.post(part(draft, "phan/cong-trinh"), {**old, "revision": draft.revision})
    draft.refresh_from_db()
    assert draft.answers["dia_diem"] == "Cửa sổ cũ"


@pytest.mark.parametrize("revision", ["", "-1", "x", "9" * 30])
def test_hand_made_revision_is_refused_in_words(office, citizen, revision):
    draft = make_draft(office, whole=False)
    answer = citizen.post(part(draft, "phan/cong-trinh"), answers(draft, revision=revision))
    assert answer.status_code == 409


def test_autosave_answers_quietly_with_the_next_revision(office, citizen):
    draft = make_draft(office, whole=False)
    quiet = {"X-Autosave": "1"}
    first = citizen.post(part(draft, "phan/cong-trinh"), answers(draft, dien_tich="?"), headers=quiet)
    assert (first.status_code, first.content, first["X-Revision"]) == (204, b"", "1")
    stale = citizen.post(part(draft, "phan/cong-trinh"), answers(draft, revision=0), headers=quiet)
    assert stale.status_code == 409
    assert b"<html" not in stale.content


def test_delivery_takes_only_what_is_offered(office, citizen):
    draft = make_draft(office, whole=False)
    assert citizen.post(part(draft, "nhan-ket-qua"), {"result_by": "bay", "revision": 0}).status_code == 422
    citizen.post(part(draft, "nhan-ket-qua"), {"result_by": "post", "revision": 0})
    draft.refresh_from_db()
    assert draft.result_by == Channel.POST


def test_unknown_part_is_not_found(office, citizen):
    assert citizen.get(part(make_draft(office), "phan/khong-co")).status_code == 404


def test_discarding_asks_first_and_then_does(office, citizen):
    draft = make_draft(office)
    assert citizen.get(part(draft, "bo")).status_code == 200
    assert Draft.objects.exists()
    assert citizen.post(part(draft, "bo"))["Location"] == "/ho-so/"
    assert not Draft.objects.exists()


def test_filed_draft_leads_to_its_dossier(office, citizen):
    draft = make_draft(office)
    dossier = services.file(draft, key="k", by=office.citizen, at=now())
    for name in ("nguoi-nop", "phan/cong-trinh", "kiem-tra"):
        assert citizen.get(part(draft, name))["Location"] == f"/ho-so/{dossier.code}/da-nop/"
    assert citizen.post(part(draft, "bo")).status_code == 409


def test_outdated_edition_is_said(office, citizen):
    draft = make_draft(office, at=MONDAY)
    office.version.effective_until = MONDAY.date()
    office.version.save()
    assert "quy định mới" in citizen.get(f"/nop/ho-so/{draft.code}/").content.decode()
