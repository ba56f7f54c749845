"""Preparing, filing and following a dossier through the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.dossiers.models import Dossier
from motcua.ledger.models import Entry
from tests.api.conftest import Program
from tests.factories.dossiers import make_draft, make_office
from tests.files.making import pdf

pytestmark = pytest.mark.django_db


def test_a_program_prepares_files_and_follows_a_dossier(office, citizen):
    place = {"procedure": office.version.procedure.code, "body": office.body.code}
    draft = citizen.send("/drafts", **place).json()
    answers = {"dia_diem": "Tổ 1, phường Hồng Gai", "loai": "nha-o", "dien_tich": 120}
    told = {"applicant": {"phone": "0912345678"}, "answers": answers, "result_by": "online"}
    path = f"/drafts/{draft['code']}"
    citizen.ask(path, "patch", {"revision": draft["revision"], **told})
    for paper in ("don", "ban-ve"):
        file = SimpleUploadedFile(f"{paper}.pdf", pdf())
        attached = citizen.client.post(f"/api/v1{path}/papers", {"paper": paper, "file": file})
        assert attached.status_code == 201, attached.content
    assert citizen.ask(path).json()["lacking"] == []

    filed = citizen.ask(f"{path}/filing", "post", headers={"idempotency-key": "k-1"})

    assert filed.status_code == 201
    code = filed.json()["code"]
    assert filed.headers["Location"] == f"/api/v1/dossiers/{code}"
    assert filed.json()["filed_at"].endswith("+07:00")
    followed = citizen.ask(f"/dossiers/{code}").json()
    assert (followed["state"], followed["national_status"], followed["fee"]) == ("filed", 1, 150000)
    assert [line["code"] for line in citizen.ask("/dossiers").json()["items"]] == [code]


def test_filing_again_with_the_same_key_gives_the_same_answer(office, citizen):
    draft = make_draft(office)

    twice = [
        citizen.ask(f"/drafts/{draft.code}/filing", "post", headers={"idempotency-key": "k"})
        for _n in range(2)
    ]

    assert [answer.status_code for answer in twice] == [201, 201]
    assert twice[0].json() == twice[1].json()
    assert Dossier.objects.count() == 1


def test_filing_something_else_with_the_same_key_is_refused(office, citizen):
    first, second = make_draft(office), make_draft(office)
    citizen.ask(f"/drafts/{first.code}/filing", "post", headers={"idempotency-key": "k"})

    refused = citizen.ask(f"/drafts/{second.code}/filing", "post", headers={"idempotency-key": "k"})

    assert (refused.status_code, refused.json()["code"]) == (409, "intent-reused")


def test_filing_without_a_key_is_refused(office, citizen):
    refused = citizen.ask(f"/drafts/{make_draft(office).code}/filing", "post")

    assert refused.status_code == 422
    assert not Dossier.objects.exists()


def test_filing_an_unfinished_draft_says_what_is_lacking(office, citizen):
    draft = make_draft(office, whole=False)

    refused = citizen.ask(f"/drafts/{draft.code}/filing", "post", headers={"idempotency-key": "k"})

    assert (refused.status_code, refused.json()["code"]) == (422, "incomplete")
    assert {"dia_diem", "don"} <= {fault["where"] for fault in refused.json()["errors"]}


def test_changing_a_draft_from_an_old_reading_is_refused(office, citizen):
    draft = make_draft(office)

    refused = citizen.ask(f"/drafts/{draft.code}", "patch", {"revision": 0, "answers": {"dia_diem": "Tổ 2"}})

    assert (refused.status_code, refused.json()["code"]) == (409, "changed-elsewhere")


def test_a_neighbours_draft_and_dossier_are_not_there(office):
    neighbour = Program(make_office().citizen)
    draft = make_draft(office)

    assert neighbour.ask(f"/drafts/{draft.code}").status_code == 404
    assert neighbour.ask("/dossiers/H49.31-260302-0001").status_code == 404


def test_an_officers_token_does_not_file(office):
    refused = Program(office.specialist.account).send("/drafts", procedure="x", body="y")

    assert (refused.status_code, refused.json()["code"]) == (403, "applicants-only")


def test_a_dossier_filed_by_a_program_bears_the_mark_of_its_device(office, citizen):
    draft = make_draft(office)
    citizen.ask(f"/drafts/{draft.code}/filing", "post", headers={"idempotency-key": "k"})
    data = Entry.objects.get(kind="dossier.filed").data
    assert len(data["device_mark"]) == 16
