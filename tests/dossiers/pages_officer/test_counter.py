"""Filing at the counter for somebody who came in person, and the register of what was received."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from motcua.clock.queries import now
from motcua.dossiers.models import Channel, Dossier, Draft, State
from tests.dossiers.pages_officer.desk import Desk, errors_in
from tests.dossiers.pages_officer.stages import counter_draft
from tests.factories.dossiers import make_filed, make_received
from tests.factories.organizations import make_officer, make_unit
from tests.files.making import pdf

pytestmark = pytest.mark.django_db
APPLICANT = {
    "kind": "citizen", "name": "Đỗ Đức Đạt", "id_number": "022 185 000 077", "tax_code": "",
    "phone": "0912 345 678", "address": "Tổ 1, phường Hồng Gai", "email": "",
}  # fmt: skip
ANSWERS = {"dia_diem": "Tổ 1, phường Hồng Gai", "loai": "nha-o", "dien_tich": "120"}


def begin(desk, office):
    desk.does("/quay/", **{"thu-tuc": office.version.procedure.code, "co-quan": office.body.code})
    return Draft.objects.get()


def revision():
    return Draft.objects.get().revision


def fill(desk, draft):
    at = f"/quay/{draft.code}/"
    desk.does(f"{at}phan/applicant/", revision=revision(), **APPLICANT)
    desk.does(f"{at}phan/cong-trinh/", revision=revision(), **ANSWERS)
    scan = SimpleUploadedFile("don.pdf", pdf(), "application/pdf")
    desk.does(f"{at}giay-to/don/", file=scan)
    desk.does(f"{at}giay-to/ban-ve/", on_paper="1")
    desk.does(f"{at}phan/delivery/", revision=revision(), result_by="counter")


def test_a_dossier_is_filed_at_the_counter_and_received_at_once(office):
    desk = Desk(office.counter)
    draft = begin(desk, office)
    fill(desk, draft)
    key = re.search(r'name="key" value="([^"]+)"', desk.reads(f"/quay/{draft.code}/")).group(1)

    offered = desk.reads(desk.does(f"/quay/{draft.code}/nop/", key=key))
    again = desk.does(f"/quay/{draft.code}/nop/", key=key)

    dossier = Dossier.objects.get()
    assert (dossier.channel, dossier.state) == (Channel.COUNTER, State.FILED)
    assert (dossier.applicant_id_number, dossier.receiving_unit) == ("022185000077", office.counter.unit)
    assert dossier.code in again
    assert "Tiếp nhận hồ sơ" in offered
    assert "Đã nhận bản giấy" in offered
    desk.does(f"/viec/{dossier.code}/tiep-nhan/")
    assert desk.client.get(f"/viec/{dossier.code}/giay/mau-01.pdf")["Content-Type"] == "application/pdf"


def test_an_unfinished_dossier_is_not_filed_and_says_what_is_missing(office):
    desk = Desk(office.counter)
    draft = begin(desk, office)

    page = desk.fails(f"/quay/{draft.code}/nop/", key="k")

    assert "Bản vẽ" in errors_in(page) or "Đơn đề nghị" in errors_in(page)
    assert not Dossier.objects.exists()


def test_wrong_answers_are_kept_and_explained(office):
    desk = Desk(office.counter)
    draft = begin(desk, office)
    at = f"/quay/{draft.code}/phan/"

    applicant = desk.fails(f"{at}applicant/", revision=revision(), **{**APPLICANT, "id_number": "12"})
    answers = desk.fails(f"{at}cong-trinh/", revision=revision(), **{**ANSWERS, "dien_tich": "rộng"})

    assert "Tổ 1, phường Hồng Gai" in applicant
    assert 'value="rộng"' in answers
    assert Draft.objects.get().applicant.get("name") is None


def test_a_part_saved_in_another_window_is_not_overwritten(office):
    desk = Desk(office.counter)
    draft = begin(desk, office)
    desk.does(f"/quay/{draft.code}/phan/applicant/", revision=revision(), **APPLICANT)

    page = desk.fails(
        f"/quay/{draft.code}/phan/applicant/", 409, revision=0, **{**APPLICANT, "name": "Người khác"}
    )

    assert "Người khác" in page
    assert Draft.objects.get().applicant["name"] == "Đỗ Đức Đạt"


def test_a_file_that_is_none_is_refused_beside_its_paper(office):
    draft = counter_draft(office, at=now())
    desk, address = Desk(office.counter), f"/quay/{draft.code}/giay-to/ban-ve/"

    assert "Bản vẽ" in errors_in(desk.fails(address))
    assert errors_in(
        desk.fails(address, file=SimpleUploadedFile("a.pdf", b"MZ not a pdf", "application/pdf"))
    )
    desk.does(address, on_paper="1")
    attached = draft.attachments.get(paper="ban-ve")
    desk.does(f"{address}{attached.pk}/bo/")
    assert not draft.attachments.filter(paper="ban-ve").exists()


def test_a_draft_belongs_to_the_officer_who_began_it(office):
    draft = counter_draft(office, at=now())
    colleague = Desk(make_officer(office.counter.unit, "one_stop"))

    assert colleague.client.get(f"/quay/{draft.code}/").status_code == 404
    assert colleague.client.post(f"/quay/{draft.code}/nop/").status_code == 404
    Desk(office.counter).does(f"/quay/{draft.code}/bo/")
    assert not Draft.objects.exists()


def test_only_one_stop_officers_file_at_the_counter(office):
    assert Desk(office.specialist).client.get("/quay/").status_code == 403


def test_the_procedure_is_searched_without_accents_and_begun_for_a_competent_body(office):
    desk = Desk(office.counter)
    office.version.procedure.search_key = "cap giay phep thu nghiem"
    office.version.procedure.save()

    assert office.version.procedure.code in desk.reads("/quay/?q=giay+phep")
    assert "Không có thủ tục" in desk.reads("/quay/?q=khong+co+gi")
    elsewhere = make_unit().body
    chosen = {"thu-tuc": office.version.procedure.code}
    assert errors_in(desk.fails("/quay/", **chosen, **{"co-quan": elsewhere.code}))
    assert errors_in(desk.fails("/quay/", **chosen, **{"co-quan": ""}))
    assert errors_in(desk.fails("/quay/", **{"thu-tuc": "x", "co-quan": office.body.code}))


def test_the_register_holds_what_was_received_in_the_period(office):
    at = now()
    inside = make_received(office, at=at - timedelta(days=1))
    before = make_received(office, at=at - timedelta(days=40))
    make_filed(office, at=at - timedelta(days=1))
    desk, days = Desk(office.counter), f"?tu={at - timedelta(days=3):%d/%m/%Y}&den={at:%d/%m/%Y}"

    page = desk.reads(f"/viec/so-theo-doi/{days}")
    pdf_answer = desk.client.get(f"/viec/so-theo-doi/{days}&xuat=pdf")
    book = load_workbook(io.BytesIO(desk.client.get(f"/viec/so-theo-doi/{days}&xuat=xlsx").content))

    assert inside.code in page
    assert before.code not in page
    assert pdf_answer.content.startswith(b"%PDF")
    assert [row[0] for row in book.worksheets[0].values][1:] == [inside.code]


@pytest.mark.parametrize(
    "days", ["?tu=hom-nay", "?tu=02/01/2026&den=01/01/2026", "?tu=01/01/2020&den=01/01/2026"]
)
def test_the_register_says_what_is_wrong_with_a_period(office, days):
    answer = Desk(office.counter).client.get(f"/viec/so-theo-doi/{days}")
    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()
