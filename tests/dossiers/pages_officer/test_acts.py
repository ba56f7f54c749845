"""What officers do on the work page, and what they are told when it cannot be done."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from motcua.clock.queries import calendar, now
from motcua.clock.rules.counting import add_working_minutes
from motcua.dossiers import services
from motcua.dossiers.models import Attachment, Dossier, PaperCheck, State, Supplement
from motcua.files.services import store
from motcua.ledger.models import Entry
from tests.dossiers.pages_officer.desk import Desk, errors_in
from tests.dossiers.pages_officer.stages import REASON, ask, taken
from tests.factories.dossiers import make_filed, make_handed_over, make_received, open_task, walk
from tests.factories.identity import make_account, sign_in
from tests.factories.organizations import make_officer
from tests.files.making import pdf

pytestmark = pytest.mark.django_db
LETTER = "Diện tích xây dựng vượt quá quy hoạch được duyệt."


def ago(**time):
    return now() - timedelta(**time)


def appraised(office):
    """A dossier whose first step the specialist has taken."""
    return taken(make_handed_over(office, at=ago(hours=3)), "tham-dinh", office.specialist, ago(hours=2))


def test_another_units_officer_is_told_which_right_he_lacks(office):
    dossier = make_handed_over(office)
    desk = Desk(make_officer())

    for address in ("", "ky/", "du-thao/", "yeu-cau-bo-sung/", "giay/mau-06.pdf"):
        answer = desk.client.get(f"/viec/{dossier.code}/{address}")
        assert answer.status_code == 403, address
        assert str(office.body.name) in answer.content.decode()
        assert dossier.applicant_name not in answer.content.decode()
    assert desk.client.post(f"/viec/{dossier.code}/buoc/tham-dinh/nhan/").status_code == 403


def test_citizens_and_strangers_do_not_come_in(client, office):
    dossier = make_handed_over(office)
    assert client.get(f"/viec/{dossier.code}/").status_code == 302
    sign_in(client, make_account())
    assert client.get(f"/viec/{dossier.code}/").status_code == 403
    assert client.get("/viec/").status_code == 403


def test_personal_pages_are_not_kept_by_browsers(office):
    dossier = make_handed_over(office)
    answer = Desk(office.specialist).client.get(f"/viec/{dossier.code}/")
    assert answer["Cache-Control"] == "no-store"


def test_receive_says_the_due_date_before_and_after(office):
    dossier = make_filed(office, at=ago(hours=1))
    desk = Desk(office.counter)

    before = desk.reads(f"/viec/{dossier.code}/")
    promised = re.search(r"hạn trả kết quả là (\d\d:\d\d, \d\d/\d\d/\d{4})", before).group(1)
    after = desk.reads(desk.does(f"/viec/{dossier.code}/tiep-nhan/"))

    assert promised.split(", ")[1] in after
    assert "Ngày tiếp nhận" in before  # the explanation, line by line


def test_the_second_of_two_officers_reads_what_happened_on_a_fresh_page(office):
    colleague = make_officer(office.counter.unit, "one_stop")
    dossier = make_filed(office, at=ago(hours=1))
    first, second = Desk(office.counter), Desk(colleague)
    second.reads(f"/viec/{dossier.code}/")
    first.does(f"/viec/{dossier.code}/tiep-nhan/")

    page = second.fails(f"/viec/{dossier.code}/tiep-nhan/", 409)

    assert "<title>Lỗi: " in page
    assert "Tải lại" in errors_in(page) or "trạng thái" in errors_in(page)
    assert f"/viec/{dossier.code}/chuyen/" in page
    assert Entry.objects.filter(subject=dossier.code, kind="dossier.received").count() == 1


def test_a_step_is_taken_over_from_a_colleague_and_his_page_says_so(office):
    colleague = make_officer(office.expert_unit, "specialist")
    dossier = appraised(office)
    mine, theirs = Desk(office.specialist), Desk(colleague)

    theirs.does(f"/viec/{dossier.code}/buoc/tham-dinh/nhan/")
    page = mine.fails(
        f"/viec/{dossier.code}/buoc/tham-dinh/xong/", 409, checklist="0", note="Tôi đã thẩm định xong"
    )

    assert colleague.name in page
    assert open_task(dossier, "tham-dinh").officer == colleague


def test_a_head_gives_a_step_to_whom_he_chooses_and_nobody_else_does(office):
    colleague = make_officer(office.expert_unit, "specialist")
    dossier = make_handed_over(office, at=ago(hours=3))
    head, specialist = Desk(office.head), Desk(office.specialist)
    address = f"/viec/{dossier.code}/buoc/tham-dinh/giao/"

    assert colleague.name in head.reads(f"/viec/{dossier.code}/")
    assert errors_in(head.fails(address, to=""))
    assert errors_in(head.fails(address, to=office.counter.code))
    assert errors_in(specialist.fails(address, to=colleague.code))
    head.does(address, to=colleague.code)

    assert open_task(dossier, "tham-dinh").officer == colleague
    assert f"được giao cho {colleague.name}" in head.reads(f"/viec/{dossier.code}/")
    Desk(colleague).does(f"/viec/{dossier.code}/buoc/tham-dinh/xong/", checklist="0")


def test_a_skipped_step_is_refused_in_words(office):
    dossier = appraised(office)
    desk = Desk(office.specialist)

    page = desk.fails(f"/viec/{dossier.code}/buoc/du-thao/xong/", 409)
    signed = Desk(office.leader).fails(f"/viec/{dossier.code}/ky/", 409, shown="x")

    assert "không còn mở" in errors_in(page)
    assert "không có gì chờ ký" in errors_in(signed)
    assert Dossier.objects.get(pk=dossier.pk).state == State.IN_PROGRESS


def test_an_open_checklist_is_refused_and_what_was_typed_stays(office):
    dossier = appraised(office)
    page = Desk(office.specialist).fails(
        f"/viec/{dossier.code}/buoc/tham-dinh/xong/", note="Ghi chú <b>đã gõ</b>"
    )
    assert "Ghi chú <b>đã gõ</b>" in page  # after unescaping
    assert errors_in(page)


def test_an_opinion_needs_a_stand(office):
    dossier = walk(make_handed_over(office, at=ago(hours=3)), office, "tham-dinh", at=ago(hours=2))
    desk = Desk(office.opinion_a)
    desk.does(f"/viec/{dossier.code}/buoc/yk-a/nhan/")

    page = desk.fails(f"/viec/{dossier.code}/buoc/yk-a/xong/", note="Cần bổ sung lối thoát hiểm")

    assert "Cần bổ sung lối thoát hiểm" in page


def test_papers_are_checked_together_or_not_at_all(office):
    dossier = appraised(office)
    desk, address = Desk(office.specialist), f"/viec/{dossier.code}/kiem-tra-giay-to/"

    page = desk.fails(address, **{"verdict-don": "valid", "verdict-ban-ve": "lacking", "reason-ban-ve": ""})
    assert not PaperCheck.objects.exists()
    assert "Bản vẽ" in errors_in(page)

    desk.does(
        address, **{"verdict-don": "valid", "verdict-ban-ve": "lacking", "reason-ban-ve": "Thiếu mặt cắt"}
    )
    assert dict(PaperCheck.objects.values_list("paper", "verdict")) == {"don": "valid", "ban-ve": "lacking"}


def supplement_form(**changes):
    by = add_working_minutes(calendar("vn-standard"), now(), 10 * 8 * 60)
    return {
        "item": ["ban-ve"],
        "what-ban-ve": "Bản vẽ thiếu mặt cắt",
        "guidance-ban-ve": "Nộp bản vẽ có mặt cắt ngang",
        "reason": "Bản vẽ không đủ để thẩm định kết cấu.",
        "respond_by": f"{by:%d/%m/%Y}",
        **changes,
    }


def test_a_supplement_is_previewed_as_the_applicant_sees_it_before_it_is_sent(office):
    dossier = appraised(office)
    desk, address = Desk(office.specialist), f"/viec/{dossier.code}/yeu-cau-bo-sung/"
    services.check_paper(
        dossier,
        paper="ban-ve",
        verdict="lacking",
        reason="Thiếu mặt cắt",
        by=office.specialist,
        at=ago(hours=1),
    )

    assert re.search(r'value="ban-ve" checked', desk.reads(address))
    preview = desk.client.post(address, supplement_form(act="preview")).content.decode()
    assert "Nộp bản vẽ có mặt cắt ngang" in preview
    assert not Supplement.objects.exists()
    desk.does(address, **supplement_form(act="send"))

    dossier.refresh_from_db()
    assert dossier.state == State.AWAITING_SUPPLEMENT
    assert dossier.supplement.items[0]["guidance"] == "Nộp bản vẽ có mặt cắt ngang"
    assert desk.client.get(f"/viec/{dossier.code}/giay/mau-02.pdf")["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    "wrong",
    [
        {"item": []},
        {"what-ban-ve": ""},
        {"reason": "Thiếu"},
        {"respond_by": "31/02/2027"},
        {"respond_by": "01/01/2020"},
    ],
)
def test_a_vague_supplement_is_refused_and_keeps_what_was_typed(office, wrong):
    dossier = appraised(office)
    page = Desk(office.specialist).fails(
        f"/viec/{dossier.code}/yeu-cau-bo-sung/", **{**supplement_form(act="send"), **wrong}
    )
    assert "Nộp bản vẽ có mặt cắt ngang" in page
    assert not Supplement.objects.exists()


def test_a_second_supplement_is_refused_with_the_rule(office):
    dossier = ask(appraised(office), office.specialist, at=ago(hours=1))
    services.answer_supplement(dossier, answers={}, files=[given()], by=office.citizen, at=ago(minutes=30))
    desk, address = Desk(office.specialist), f"/viec/{dossier.code}/yeu-cau-bo-sung/"

    assert "chỉ được yêu cầu một lần" in desk.reads(address)
    page = desk.fails(address, 409, **supplement_form(act="send"))

    assert errors_in(page)
    assert Supplement.objects.count() == 1


def given():
    return services.Given("uy-quyen", store(pdf(), name="a.pdf", accepts=["pdf"], at=now()), "uy-quyen.pdf")


def test_what_the_supplement_changed_is_marked(office):
    dossier = ask(appraised(office), office.specialist, at=ago(hours=1))
    services.answer_supplement(dossier, answers={}, files=[given()], by=office.citizen, at=ago(minutes=30))

    assert ">Bổ sung<" in Desk(office.specialist).reads(f"/viec/{dossier.code}/")


def test_intake_is_refused_with_reasons_and_a_letter(office):
    dossier = make_filed(office, at=ago(hours=1))
    desk, address = Desk(office.counter), f"/viec/{dossier.code}/tu-choi-tiep-nhan/"

    assert LETTER in desk.fails(address, reason=LETTER)
    assert desk.fails(address, reasons="outside-competence", reason="Không")
    desk.does(address, reasons="outside-competence", reason=LETTER)

    assert Dossier.objects.get(pk=dossier.pk).state == State.NOT_ACCEPTED
    assert desk.client.get(f"/viec/{dossier.code}/giay/mau-03.pdf").status_code == 200


def test_a_step_is_returned_only_with_a_reason(office):
    steps = ("tham-dinh", "yk-a", "yk-b", "du-thao")
    dossier = walk(make_handed_over(office, at=ago(hours=3)), office, *steps, at=ago(hours=2))
    desk, address = Desk(office.head), f"/viec/{dossier.code}/buoc/soat-xet/ra/return/"

    assert errors_in(desk.fails(address, reason="Sai"))
    desk.does(address, reason="Thẩm định lại diện tích xây dựng")

    assert open_task(dossier, "tham-dinh").round == 2
    assert "Thẩm định lại diện tích xây dựng" in Desk(office.specialist).reads(f"/viec/{dossier.code}/")


def test_a_refusal_ends_the_dossier_on_its_own_page(office):
    dossier = appraised(office)
    desk, address = Desk(office.specialist), f"/viec/{dossier.code}/buoc/tham-dinh/ra/refuse/"

    assert "kết thúc hồ sơ" in desk.reads(address)
    assert desk.fails(address, reason=LETTER)
    desk.does(address, reasons="conditions-not-met", reason=LETTER)

    assert Dossier.objects.get(pk=dossier.pk).state == State.REFUSED
    assert desk.client.get(f"/viec/{dossier.code}/giay/mau-03.pdf").status_code == 200
    assert desk.client.get(f"/viec/{dossier.code}/buoc/tham-dinh/ra/bua/").status_code == 409


def test_an_apology_moves_the_date_once(office):
    dossier = appraised(office)
    later = f"{dossier.due_at + timedelta(days=7):%d/%m/%Y}"
    desk, address = Desk(office.head), f"/viec/{dossier.code}/gia-han/"
    said = {"to": later, "cause": "workload", "reason": "Số lượng hồ sơ tăng đột biến trong tháng."}

    assert desk.fails(address, **{**said, "to": "hôm nào đó"})
    assert desk.fails(address, **{**said, "cause": "bịa"})
    desk.does(address, **said)
    assert desk.fails(address, 409, **said)

    assert Dossier.objects.get(pk=dossier.pk).due_at > dossier.due_at
    assert desk.client.get(f"/viec/{dossier.code}/giay/mau-04.pdf").status_code == 200


def test_only_who_is_in_charge_extends_and_stops(office):
    dossier = appraised(office)
    desk = Desk(office.specialist)
    said = {"cause": "dispute", "reason": "Đang có tranh chấp về quyền sử dụng đất."}

    assert desk.fails(f"/viec/{dossier.code}/dung/", **said)
    Desk(office.head).does(f"/viec/{dossier.code}/dung/", **said)

    assert Dossier.objects.get(pk=dossier.pk).state == State.STOPPED
    assert desk.client.get(f"/viec/{dossier.code}/giay/mau-05.pdf").status_code == 200


def drafted(office):
    steps = ("tham-dinh", "yk-a", "yk-b", "du-thao", "soat-xet")
    return walk(make_handed_over(office, at=ago(hours=3)), office, *steps, at=ago(hours=2))


def test_a_draft_keeps_its_words_and_says_what_is_missing(office):
    steps = ("tham-dinh", "yk-a", "yk-b")
    dossier = walk(make_handed_over(office, at=ago(hours=3)), office, *steps, at=ago(hours=2))
    desk = Desk(office.specialist)
    desk.does(f"/viec/{dossier.code}/buoc/du-thao/nhan/")

    assert errors_in(desk.fails(f"/viec/{dossier.code}/du-thao/", noi_dung=""))
    desk.does(f"/viec/{dossier.code}/du-thao/", noi_dung="Được phép xây dựng 120 m²")

    assert "Được phép xây dựng 120 m²" in desk.reads(f"/viec/{dossier.code}/du-thao/")


def test_signing_asks_for_a_fresh_code_first(office):
    dossier = drafted(office)
    answer = Desk(office.leader, factor=False).client.get(f"/viec/{dossier.code}/ky/")
    assert answer.status_code == 303
    assert answer["Location"].startswith("/dang-nhap/ma/")


def test_a_draft_changed_after_it_was_read_is_not_signed(office):
    dossier = drafted(office)
    page = Desk(office.leader).fails(f"/viec/{dossier.code}/ky/", 409, shown="0" * 64)

    assert errors_in(page)
    assert Dossier.objects.get(pk=dossier.pk).state == State.IN_PROGRESS


def test_who_has_no_power_reads_why_he_cannot_sign(office):
    dossier = drafted(office)
    page = Desk(office.head).reads(f"/viec/{dossier.code}/ky/")

    assert "Bạn không có quyền ký kết quả này" in page
    assert 'name="shown"' not in page


def test_a_leader_signs_one_after_another(office):
    first, second = drafted(office), drafted(office)
    desk = Desk(office.leader)
    shown = re.search(r'name="shown" value="(\w+)"', desk.reads(f"/viec/{first.code}/ky/?lan-luot=1")).group(
        1
    )

    assert (
        desk.does(f"/viec/{first.code}/ky/?lan-luot=1", shown=shown) == f"/viec/{second.code}/ky/?lan-luot=1"
    )


def test_a_leader_returns_what_he_does_not_sign(office):
    dossier = drafted(office)
    Desk(office.leader).does(
        f"/viec/{dossier.code}/buoc/ky/ra/return/", reason="Chưa nêu căn cứ pháp lý đầy đủ"
    )
    assert open_task(dossier, "tham-dinh").round == 2


def test_the_fee_is_collected_once_and_the_result_returned_after_it(office):
    steps = ("tham-dinh", "yk-a", "yk-b", "du-thao", "soat-xet", "ky")
    dossier = walk(make_handed_over(office, at=ago(hours=3)), office, *steps, at=ago(hours=2))
    desk, at = Desk(office.counter), f"/viec/{dossier.code}/"

    assert errors_in(desk.fails(f"{at}tra-ket-qua/", channel="counter"))
    assert errors_in(desk.fails(f"{at}thu-phi/"))
    desk.does(f"{at}thu-phi/", method="transfer")
    assert errors_in(desk.fails(f"{at}thu-phi/", 409, method="cash"))
    desk.does(f"{at}tra-ket-qua/", channel="counter")

    assert Dossier.objects.get(pk=dossier.pk).state == State.DELIVERED
    assert desk.client.get(f"{at}giay/bien-lai.pdf")["Content-Type"] == "application/pdf"


def test_a_file_opens_only_for_those_who_handle_the_dossier(office):
    dossier = make_handed_over(office)
    stored = store(pdf(), name="a.pdf", accepts=["pdf"], at=now())
    file = Attachment.objects.create(
        dossier=dossier, paper="don", file=stored, file_name="Đơn.pdf", attached_at=now()
    )
    address = f"/viec/{dossier.code}/tep/{file.pk}/"

    inline = Desk(office.specialist).client.get(address)
    saved = Desk(office.specialist).client.get(f"{address}?tai=1")

    assert inline["Content-Type"] == "application/pdf"
    assert inline["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"].startswith("attachment")
    assert Desk(make_officer()).client.get(address).status_code == 403
    assert Client().get(address).status_code == 302
    elsewhere = make_received(office)
    assert Desk(office.counter).client.get(f"/viec/{elsewhere.code}/tep/{file.pk}/").status_code == 404


def test_work_page_asks_the_same_questions_however_much_happened(office, django_assert_max_num_queries):
    fresh = make_handed_over(office, at=ago(hours=5))
    long = walk(
        make_handed_over(office, at=ago(hours=5)), office, "tham-dinh", "yk-a", "yk-b", at=ago(hours=4)
    )
    desk = Desk(office.specialist)
    desk.reads(f"/viec/{fresh.code}/")
    for dossier in (fresh, long):
        with django_assert_max_num_queries(22):
            desk.reads(f"/viec/{dossier.code}/")


def test_history_tells_the_ledger_in_words_in_both_languages(office):
    dossier = walk(make_handed_over(office, at=ago(hours=5)), office, "tham-dinh", "yk-a", at=ago(hours=4))
    desk = Desk(office.specialist)

    vietnamese, english = desk.reads(f"/viec/{dossier.code}/"), desk.reads(f"/en/viec/{dossier.code}/")

    assert "cho ý kiến: đồng ý." in vietnamese
    assert "gave its opinion: agrees." in english
    assert REASON not in english
