"""Following, completing and withdrawing one's own dossier."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.clock.queries import now
from motcua.dossiers import services
from motcua.dossiers.models import State
from motcua.payments.models import Method
from tests.factories.dossiers import (
    MONDAY,
    make_filed,
    make_handed_over,
    make_received,
    open_task,
    walk,
)
from tests.files import making


def page_of(citizen, dossier, way=""):
    answer = citizen.get(f"/ho-so/{dossier.code}/{way}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def asked(office):
    """A dossier whose drawing and place are to be completed."""
    dossier = make_handed_over(office)
    services.take_step(open_task(dossier, "tham-dinh"), by=office.specialist, at=MONDAY)
    services.request_supplement(
        dossier,
        items=[services.Asked("ban-ve", "Bản vẽ mờ", "Quét lại"), services.Asked("dia_diem", "Thiếu số nhà")],
        reason="Bản vẽ mờ, không đọc được kích thước.",
        respond_by=now() + timedelta(days=9),
        by=office.specialist,
        at=MONDAY,
    )
    dossier.refresh_from_db()
    return dossier


def answer_address(dossier):
    return f"/ho-so/{dossier.code}/bo-sung/"


def drawing():
    return SimpleUploadedFile("bản vẽ mới.pdf", making.pdf(), "application/pdf")


def test_page_tells_units_and_never_officers(office, citizen):
    dossier = make_handed_over(office)
    services.take_step(open_task(dossier, "tham-dinh"), by=office.specialist, at=MONDAY)
    page = page_of(citizen, dossier)
    assert "Thẩm định" in page
    assert str(office.expert_unit.name) in page
    assert office.specialist.name not in page
    assert office.counter.name not in page


def test_promised_date_is_explained_line_by_line(office, citizen):
    page = page_of(citizen, make_received(office))
    assert "17:30, 16/03/2026" in page
    assert "Ngày làm việc." in page


def test_every_change_of_the_date_is_told_with_its_reason(office, citizen):
    dossier = make_handed_over(office)
    services.extend(
        dossier,
        to=dossier.due_at + timedelta(days=7),
        reason="workload",
        text="Cơ quan phối hợp chưa trả lời đúng hạn.",
        by=office.leader,
        at=MONDAY,
    )
    page = page_of(citizen, dossier)
    assert "17:30, 16/03/2026" in page
    assert "17:30, 23/03/2026" in page
    assert "Cơ quan phối hợp chưa trả lời đúng hạn." in page
    assert citizen.get(f"/ho-so/{dossier.code}/giay/xin-loi.pdf").content.startswith(b"%PDF-")


def test_late_dossier_says_what_is_owed(office, citizen):
    assert "Đã quá ngày hẹn trả" in page_of(citizen, make_received(office))


def test_only_papers_that_exist_can_be_opened(office, citizen):
    dossier = make_filed(office)
    for form in ("giay-tiep-nhan", "yeu-cau-bo-sung", "tu-choi", "xin-loi", "dung-xu-ly", "bien-lai", "khac"):
        assert citizen.get(f"/ho-so/{dossier.code}/giay/{form}.pdf").status_code == 404
    services.receive(dossier, by=office.counter, at=MONDAY)
    services.collect_fee(dossier, method=Method.CASH, by=office.counter, at=MONDAY)
    for form in ("giay-tiep-nhan", "bien-lai"):
        assert citizen.get(f"/ho-so/{dossier.code}/giay/{form}.pdf").content.startswith(b"%PDF-")


def test_refusal_is_told_with_reasons_and_letter(office, citizen):
    dossier = make_filed(office)
    services.refuse_intake(
        dossier,
        reasons=("outside-competence",),
        text="Thuộc thẩm quyền của Ủy ban nhân dân cấp xã.",
        by=office.counter,
        at=MONDAY,
    )
    assert "Thuộc thẩm quyền của Ủy ban nhân dân cấp xã." in page_of(citizen, dossier)
    assert citizen.get(f"/ho-so/{dossier.code}/giay/tu-choi.pdf").content.startswith(b"%PDF-")


def test_result_is_given_out_only_when_it_was_returned(office, citizen):
    dossier = make_handed_over(office)
    dossier = walk(dossier, office, "tham-dinh", "yk-a", "yk-b", "du-thao", "soat-xet", "ky")
    assert dossier.state == State.COMPLETED  # the fee is owed
    assert "Nộp 150.000" in page_of(citizen, dossier)
    assert citizen.get(f"/ho-so/{dossier.code}/ket-qua.pdf").status_code == 404
    services.collect_fee(dossier, method=Method.CASH, by=office.counter, at=now())
    services.deliver(dossier, channel="online", by=office.counter, at=now())
    answer = citizen.get(f"/ho-so/{dossier.code}/ket-qua.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "/x/" in page_of(citizen, dossier)


def test_step_that_must_be_done_again_is_to_come(office, citizen):
    dossier = make_handed_over(office)
    walk(dossier, office, "tham-dinh", "yk-a", "yk-b", "du-thao", "soat-xet", outcome="return")
    page = page_of(citizen, dossier)
    assert "làm lại lần 2" in page
    assert page.count('<li class="done">') == 2  # filed and received: every step is open again


def test_what_is_asked_stands_first(asked, citizen):
    page = page_of(citizen, asked)
    assert page.index("Việc của bạn") < page.index("Tiến trình")
    assert "Đồng hồ đang dừng" in page


def test_only_what_was_asked_is_open(asked, citizen):
    page = page_of(citizen, asked, "bo-sung/")
    assert 'name="dia_diem"' in page
    assert 'name="file-ban-ve"' in page
    assert 'name="loai"' not in page
    assert 'name="file-don"' not in page
    citizen.post(
        answer_address(asked),
        {"dia_diem": "Số 1", "loai": "khac", "file-don": drawing(), "file-ban-ve": drawing()},
    )
    asked.refresh_from_db()
    assert asked.answers["loai"] == "nha-o"
    assert set(asked.attachments.filter(round=1).values_list("paper", flat=True)) == {"ban-ve"}


def test_whole_answer_lets_the_clock_go_on(asked, citizen):
    answer = citizen.post(answer_address(asked), {"dia_diem": "Số 1, Tổ 1", "file-ban-ve": drawing()})
    asked.refresh_from_db()
    assert answer.status_code == 303
    assert (asked.state, asked.paused_at) == (State.IN_PROGRESS, None)
    assert asked.answers["dia_diem"] == "Số 1, Tổ 1"
    assert "tính lại sau khi bổ sung" in page_of(citizen, asked)


def test_part_of_an_answer_needs_a_reason_and_loses_no_file(asked, citizen):
    answer = citizen.post(answer_address(asked), {"dia_diem": "", "file-ban-ve": drawing()})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "bản vẽ mới.pdf" in page
    citizen.post(answer_address(asked), {"dia_diem": "", "note": "Số nhà chưa được cấp."})
    asked.refresh_from_db()
    assert asked.state == State.IN_PROGRESS
    assert asked.supplement.answer_note == "Số nhà chưa được cấp."
    assert asked.attachments.get(round=1).file_name == "bản vẽ mới.pdf"


def test_files_can_wait_and_be_taken_out_before_sending(asked, citizen):
    kept = citizen.post(answer_address(asked), {"dia_diem": "Gõ dở", "file-ban-ve": drawing(), "keep": "1"})
    assert "bản vẽ mới.pdf" in kept.content.decode()
    assert "Gõ dở" in kept.content.decode()
    assert "bản vẽ mới.pdf" in page_of(citizen, asked, "bo-sung/")
    citizen.post(answer_address(asked), {"remove": "0"})
    assert "bản vẽ mới.pdf" not in page_of(citizen, asked, "bo-sung/")
    asked.refresh_from_db()
    assert asked.state == State.AWAITING_SUPPLEMENT


def test_bad_file_is_said_at_its_paper(asked, citizen):
    bad = SimpleUploadedFile("a.pdf", b"khong phai", "application/pdf")
    answer = citizen.post(answer_address(asked), {"dia_diem": "Số 1", "file-ban-ve": bad})
    assert answer.status_code == 422
    assert 'href="#file-ban-ve"' in answer.content.decode()
    assert 'value="Số 1"' in answer.content.decode()


def test_nothing_asked_leads_back(office, citizen):
    dossier = make_received(office)
    assert citizen.get(answer_address(dossier))["Location"] == f"/ho-so/{dossier.code}/"


def test_withdrawal_asks_first_and_happens_once(office, citizen):
    dossier = make_received(office)
    assert "Rút hồ sơ" in page_of(citizen, dossier, "rut/")
    dossier.refresh_from_db()
    assert dossier.state == State.RECEIVED
    assert citizen.post(f"/ho-so/{dossier.code}/rut/", {"text": "Đổi ý\0"}).status_code == 303
    assert citizen.post(f"/ho-so/{dossier.code}/rut/").status_code == 409
    dossier.refresh_from_db()
    assert (dossier.state, dossier.ending.text) == (State.WITHDRAWN, "Đổi ý")


def test_own_file_is_opened(asked, citizen):
    citizen.post(answer_address(asked), {"dia_diem": "Số 1", "file-ban-ve": drawing()})
    row = asked.attachments.get(round=1)
    assert citizen.get(f"/ho-so/{asked.code}/tep/{row.pk}/").content.startswith(b"%PDF-")
