"""The public page: what a stranger with the paper in his hand sees."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.files.models import StoredFile
from motcua.files.queries import content_of
from motcua.results import views
from motcua.results.services import replace, revoke
from tests.factories.results import MORNING, make_draft, make_leader, make_result

pytestmark = pytest.mark.django_db


def page_of(result) -> str:
    return reverse("results:result", args=[result.token])


def pdf(content: bytes) -> dict:
    return {"tep": SimpleUploadedFile("ket-qua.pdf", content, content_type="application/pdf")}


def test_result_shows_the_verdict_and_masks_the_holder(client):
    result = make_result(holder="Nguyễn Thị Bình")
    shown = client.get(page_of(result))
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "panel green" in text
    assert result.number in text
    assert result.digest in text
    assert "Nguyễn T*** B***" in text
    assert "Nguyễn Thị Bình" not in text
    assert "no-store" in shown["Cache-Control"]


def test_result_replaced_leads_to_its_successor_and_revoked_is_red(client):
    leader = make_leader()
    old, gone = make_result(leader), make_result(leader)
    new = replace(old, data={}, by=leader, at=MORNING)
    revoke(gone, reason="Cấp sai", by=leader, at=MORNING)
    assert page_of(new) in client.get(page_of(old)).content.decode()
    assert "panel red" in client.get(page_of(gone)).content.decode()


def test_wrong_codes_and_drafts_look_the_same(client):
    draft = make_draft()
    codes = (draft.token, "0" * 26, "nonsense")
    answers = [client.get(f"/x/{code}/") for code in codes]
    assert {answer.status_code for answer in answers} == {404}
    pages = {answer.content.decode().replace(code, "") for answer, code in zip(answers, codes, strict=True)}
    assert len(pages) == 1


def test_verify_leads_from_a_typed_code_to_its_page(client):
    result = make_result()
    answer = client.get(reverse("results:verify"), {"ma": result.token.upper()})
    assert (answer.status_code, answer["Location"]) == (302, page_of(result))
    wrong = client.get(reverse("results:verify"), {"ma": "không phải mã"})
    assert wrong.status_code == 422
    assert "không phải mã" in wrong.content.decode()


def test_compare_says_same_other_or_altered_and_keeps_nothing(client):
    leader = make_leader()
    one, other = make_result(leader), make_result(leader)
    content = content_of(one.file)
    kept = StoredFile.objects.count()
    same = client.post(page_of(one), pdf(content)).content.decode()
    wrong = client.post(page_of(other), pdf(content)).content.decode()
    altered = client.post(page_of(one), pdf(content + b" ")).content.decode()
    anywhere = client.post(reverse("results:verify"), pdf(content)).content.decode()
    assert "panel green" in same
    assert "panel green" in anywhere
    assert "panel red" in wrong
    assert "panel red" in altered
    assert StoredFile.objects.count() == kept


@pytest.mark.parametrize(("sent", "status"), [({}, 422), (pdf(b""), 422)])
def test_compare_asks_again_for_what_is_missing(client, sent, status):
    assert client.post(reverse("results:verify"), sent).status_code == status


def test_compare_refuses_what_is_too_large(client, monkeypatch):
    monkeypatch.setattr(views, "LARGEST", 10)
    monkeypatch.setattr(views, "ROOM_FOR_FRAME", 10)
    assert client.post(reverse("results:verify"), pdf(b"%PDF-1.7" * 9)).status_code == 413


def test_verify_is_limited_per_address(client, monkeypatch):
    monkeypatch.setattr(views, "LOOKS_PER_MINUTE", 2)
    statuses = [client.get(reverse("results:verify")).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert client.get(reverse("results:verify"), REMOTE_ADDR="10.0.0.9").status_code == 200


def test_result_page_asks_few_questions_of_the_database(client, django_assert_max_num_queries):
    result = make_result(valid_months=12, at=MORNING - timedelta(days=3))
    with django_assert_max_num_queries(6):
        client.get(page_of(result))
