"""The papers of a draft."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.dossiers.models import Attachment
from motcua.files.models import Scan
from tests.factories.dossiers import make_draft, make_file, make_filed
from tests.factories.identity import make_account
from tests.files import making


@pytest.fixture
def draft(office):
    return make_draft(office, whole=False)


def address(draft, paper="don"):
    return f"/nop/ho-so/{draft.code}/giay-to/{paper}/"


def sent(name="đơn.pdf", content=None, media="application/pdf"):
    return SimpleUploadedFile(name, making.pdf() if content is None else content, media)


def names(draft, paper="don"):
    return list(draft.attachments.filter(paper=paper).order_by("pk").values_list("file_name", flat=True))


def test_several_files_are_added_to_one_paper(draft, citizen):
    answer = citizen.post(address(draft), {"file": [sent("a.pdf"), sent("b.pdf", making.pdf(pages=2))]})
    assert answer.status_code == 303
    assert names(draft) == ["a.pdf", "b.pdf"]


def test_photo_of_the_phone_is_taken_too(draft, citizen):
    citizen.post(address(draft), {"photo": sent("IMG_1.jpg", making.image(), "image/jpeg")})
    assert names(draft) == ["IMG_1.jpg"]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (None, "Chưa chọn tệp"),
        (sent("a.exe", b"MZ\x90\x00"), "đúng loại"),
        (sent("a.pdf", b""), "rỗng"),
        (sent("a.pdf", making.pdf(password="x")), "mật khẩu"),
        (sent("a.pdf", b"%PDF-1.7 xxx"), "hỏng"),
        (sent("a.pdf", making.pdf_with_action("/Launch")), "chương trình"),
    ],
    ids=["nothing", "wrong type", "empty", "locked", "damaged", "active"],
)
def test_each_fault_of_a_file_has_its_own_words(draft, citizen, file, words):
    if file:
        file.seek(0)
    answer = citizen.post(address(draft), {"file": [file]} if file else {})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Lỗi: " in page
    errors = page.split('class="errors"', 1)[1].split("</ul>", 1)[0]
    assert words in errors, errors
    assert names(draft) == []


def test_good_files_are_kept_and_the_bad_one_is_named(draft, citizen):
    answer = citizen.post(address(draft), {"file": [sent("tốt.pdf"), sent("hỏng.pdf", b"%PDF-1.7 x")]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“hỏng.pdf”: " in page
    assert "Đã nhận: tốt.pdf." in page
    assert names(draft) == ["tốt.pdf"]


def test_limits_are_said_before_anything_is_chosen(draft, citizen):
    page = citizen.get(address(draft)).content.decode()
    assert "PDF (50\u00a0MB)" in page
    assert page.index("50\u00a0MB") < page.index('type="file"')


def test_more_files_than_fit_are_refused(draft, citizen):
    for number in range(20):
        Attachment.objects.create(
            draft=draft, paper="don", file=make_file(), file_name=f"{number}.pdf", attached_at=draft.made_at
        )
    answer = citizen.post(address(draft), {"file": [sent()]})
    assert answer.status_code == 422
    assert "20" in answer.content.decode()


def test_file_is_taken_out_again(draft, citizen):
    citizen.post(address(draft), {"file": [sent()]})
    row = draft.attachments.get()
    assert citizen.post(address(draft), {"remove": row.pk}).status_code == 303
    assert names(draft) == []


def test_nobody_takes_out_a_file_of_another_draft(office, draft, citizen):
    other = make_draft(office)
    row = other.attachments.first()
    citizen.post(address(draft), {"remove": row.pk})
    assert other.attachments.filter(pk=row.pk).exists()


def test_photos_are_joined_into_one_pdf(draft, citizen):
    photos = [sent(f"{n}.jpg", making.image(colour=c), "image/jpeg") for n, c in enumerate(("red", "blue"))]
    citizen.post(address(draft), {"file": photos})
    citizen.post(address(draft), {"join": "1"})
    row = draft.attachments.get()
    assert row.file_name.endswith(".pdf")
    assert row.file.pages == 2


def test_own_file_is_shown_and_nobody_elses(draft, citizen, stranger):
    citizen.post(address(draft), {"file": [sent()]})
    way = f"/nop/ho-so/{draft.code}/tep/{draft.attachments.get().pk}/"
    answer = citizen.get(way)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert stranger.get(way).status_code == 404


def test_file_waiting_for_its_check_is_not_opened(draft, citizen):
    file = make_file(scan=Scan.PENDING, scanned_at=None, scanned_by="")
    row = Attachment.objects.create(
        draft=draft, paper="don", file=file, file_name="a.pdf", attached_at=draft.made_at
    )
    assert citizen.get(f"/nop/ho-so/{draft.code}/tep/{row.pk}/").status_code == 409


def test_paper_filed_before_is_offered_and_used_again(office, draft, citizen):
    earlier = make_filed(office)
    file = earlier.attachments.get(paper="don").file
    assert earlier.code in citizen.get(address(draft)).content.decode()
    assert citizen.post(address(draft), {"reuse": file.pk}).status_code == 303
    row = draft.attachments.get()
    assert (row.file, row.is_reused) == (file, True)
    assert earlier.code not in citizen.get(address(draft)).content.decode().split("don.pdf", 1)[0]


def test_file_of_another_person_is_not_used_again(office, draft, citizen):
    others = make_file()
    other = make_account()
    dossier = make_filed(office)
    dossier.attachments.update(file=others)
    type(dossier).objects.filter(pk=dossier.pk).update(account=other)
    answer = citizen.post(address(draft), {"reuse": others.pk})
    assert answer.status_code == 422
    assert names(draft) == []


def test_paper_that_is_not_asked_is_not_found(draft, citizen):
    assert citizen.get(address(draft, "ban-ve")).status_code == 404  # only for dwellings
    assert citizen.get(address(draft, "khong-co")).status_code == 404


def test_files_do_not_add_to_a_filed_draft(office, citizen):
    dossier = make_filed(office)
    assert citizen.post(address(dossier.draft), {"file": [sent()]}).status_code == 409
    assert dossier.attachments.count() == 2
