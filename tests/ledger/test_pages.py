import json

import pytest
from django.urls import reverse

from motcua.ledger.queries import proof_document


def test_overview_shows_the_latest_seals_and_how_to_check(ledger, client):
    ledger.light("A")
    head = ledger.seal_all().head

    page = client.get("/so-cai/").content.decode()

    assert head.root.hex() in page
    assert head.key.hex() in page
    assert "Việc niêm phong đang chậm" not in page


@pytest.mark.parametrize(
    ("age", "says"), [("11 minutes", "đã quá 10 phút"), ("5 hours", "không công bố số liệu")]
)
def test_overview_warns_when_sealing_is_stale(ledger, client, age, says):
    ledger.light("A")
    ledger.seal_all()
    ledger.as_superuser(f"UPDATE ledger_head SET sealed_at = sealed_at - interval '{age}'")

    assert says in client.get("/so-cai/").content.decode()


def test_overview_of_an_empty_ledger_says_so(db, client):
    assert "Chưa có lần niêm phong nào" in client.get("/so-cai/").content.decode()


def test_entry_shows_its_code_and_proof_and_nothing_personal(ledger, client):
    (entry,) = ledger.light("H49.01-261123-0001", room="secret room")
    ledger.seal_all()

    page = client.get(reverse("ledger:entry", args=[bytes(entry.digest).hex()])).content.decode()

    assert "H49.01-261123-0001" in page
    assert "đã được niêm phong" in page
    assert "secret room" not in page
    assert "CB-1" not in page


def test_entry_that_waits_for_its_seal_says_so_and_has_no_proof(ledger, client):
    (entry,) = ledger.light("A")
    digest = bytes(entry.digest).hex()

    assert "đang chờ niêm phong" in client.get(reverse("ledger:entry", args=[digest])).content.decode()
    assert client.get(reverse("ledger:proof", args=[digest])).status_code == 404


def test_proof_is_downloaded_as_the_verifier_reads_it(ledger, client):
    (entry,) = ledger.light("A")
    ledger.seal_all()

    answer = client.get(reverse("ledger:proof", args=[bytes(entry.digest).hex()]))

    assert json.loads(answer.content) == proof_document(entry)
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("digest", ["00" * 32, "x" * 64, "ab", "A" * 64, "<script>"])
def test_unknown_digest_is_not_found_and_says_what_to_do(db, client, digest):
    answer = client.get(reverse("ledger:entry", args=[digest]))

    assert answer.status_code == 404
    assert "1022" in answer.content.decode()


def test_look_up_leads_to_the_entry_whatever_spaces_and_capitals_were_typed(db, client):
    answer = client.get("/so-cai/tra-cuu/", {"digest": f" {'AB ' * 32}"})

    assert (answer.status_code, answer["Location"]) == (302, reverse("ledger:entry", args=["ab" * 32]))


def test_look_up_of_something_else_keeps_what_was_typed(db, client):
    answer = client.get("/so-cai/tra-cuu/", {"digest": "1234 <b>"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Lỗi: " in page
    assert "1234 &lt;b&gt;" in page


def test_pages_speak_english_below_en(db, client):
    assert "Public ledger" in client.get("/en/so-cai/").content.decode()


def test_verifier_is_given_out_as_it_stands(db, client):
    assert b"ed25519_verifies" in client.get("/so-cai/kiem-tra.py").content
