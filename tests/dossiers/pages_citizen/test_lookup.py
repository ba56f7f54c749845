"""The public look-up: what it tells, and what it never tells."""

import pytest

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.norms import norms
from motcua.dossiers.queries.secrets import secret_of
from tests.dossiers.pages_citizen.counting import queries_of
from tests.factories.dossiers import MONDAY, make_filed, make_handed_over

MOST = norms(MONDAY.date()).lookups_per_minute


@pytest.fixture
def dossier(office):
    return make_handed_over(office)


def way(dossier, secret=None):
    return f"/tra-cuu/{dossier.code}/{secret or secret_of(dossier.code)}/"


def ask(client, code, secret):
    return client.post("/tra-cuu/", {"code": code, "secret": secret})


@pytest.mark.parametrize(
    "written",
    [
        lambda code, secret: (code, secret),
        lambda code, secret: (code.lower(), secret.lower()),
        lambda code, secret: (f"  {code.replace('-', ' ').replace('.', ' ')} ", secret.replace("-", " ")),
        lambda code, secret: (code.replace("-", "").replace(".", ""), secret.replace("0", "O")),
    ],
    ids=["as printed", "small letters", "spaces", "bare"],
)
def test_code_and_secret_are_taken_however_they_are_written(client, dossier, written):
    answer = ask(client, *written(dossier.code, secret_of(dossier.code)))
    assert answer.status_code == 303
    page = client.get(answer["Location"]).content.decode()
    assert dossier.code in page
    assert "Thẩm định" in page


def test_page_tells_state_and_date_but_no_name(client, office, dossier):
    Dossier.objects.filter(pk=dossier.pk).update(applicant_name="Hoàng Văn Kín", applicant_phone="0999888777")
    page = client.get(way(dossier)).content.decode()
    assert "17:30, 16/03/2026" in page
    assert "Đã xong 2/9 bước" in page
    for told in ("Hoàng Văn Kín", "0999888777", office.specialist.name, office.counter.name, "022185"):
        assert told not in page


def test_wrong_code_and_wrong_secret_look_the_same(client, dossier):
    secret = secret_of(dossier.code)
    no_code = dossier.code[:-4] + "9999"
    answers = []
    for code, said in ((no_code, secret), (dossier.code, "0000-0000-0000"), (no_code, "0000-0000-0000")):
        answer = ask(client, code, said)
        page = answer.content.decode()
        answers.append((answer.status_code, page.split("</h2>", 1)[1].split("<form", 1)[0]))
        assert answer.status_code == 422
    assert len(set(answers)) == 1
    assert {client.get(f"/tra-cuu/{code}/0000/").status_code for code in (no_code, dossier.code)} == {404}


def test_wrong_code_and_wrong_secret_cost_the_same_queries(client, dossier):
    ask(client, "x", "y")
    wrong_code = queries_of(lambda: ask(client, dossier.code[:-4] + "9999", secret_of(dossier.code)))
    wrong_secret = queries_of(lambda: ask(client, dossier.code, "0000-0000-0000"))
    assert wrong_code == wrong_secret


def test_guessing_is_held_off_by_address_and_by_code(client, office, dossier):
    for _number in range(MOST):
        assert ask(client, dossier.code, "0000").status_code == 422
    refused = ask(client, dossier.code, secret_of(dossier.code))
    assert refused.status_code == 429
    assert client.get(way(dossier)).status_code == 429
    elsewhere = type(client)(REMOTE_ADDR="203.0.113.9")
    assert elsewhere.get(way(dossier)).status_code == 429  # the code itself is held off too
    assert elsewhere.get(way(make_filed(office))).status_code == 200


@pytest.mark.parametrize("told", [{}, {"code": "H49"}, {"secret": "x"}, {"code": " ", "secret": " "}])
def test_empty_boxes_are_named(client, db, told):
    answer = client.post("/tra-cuu/", told)
    assert answer.status_code == 422
    assert "<title>Lỗi: " in answer.content.decode()


@pytest.mark.parametrize(
    "naughty", ["<script>alert(1)</script>", "\0", "%00", "é" * 500, "' OR 1=1 --", "{{7*7}}"]
)
def test_whatever_is_typed_is_answered_calmly(client, db, naughty):
    answer = ask(client, naughty, naughty)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()


def test_nothing_is_stored_or_indexed(client, dossier):
    for answer in (client.get("/tra-cuu/"), client.get(way(dossier)), ask(client, "x", "y")):
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"


def test_get_tells_nothing_by_code_alone(client, dossier):
    page = client.get(f"/tra-cuu/?ma={dossier.code}").content.decode()
    assert dossier.code in page
    assert "Thẩm định" not in page
