"""Whoever guesses learns nothing: what exists and what does not look the same, and too many tries are refused."""

import secrets

import pytest

from motcua.dossiers.queries.norms import norms
from motcua.dossiers.queries.secrets import secret_of
from motcua.results.rules.tokens import new_token
from motcua.results.views import LOOKS_PER_MINUTE
from tests.factories.dossiers import MONDAY

pytestmark = pytest.mark.django_db
TRIES, FEW = 200, 40
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@pytest.fixture
def patience(monkeypatch):
    """The limits are taken away, to see what stands behind them."""
    allow = "SELECT 1, %(end)s::timestamptz WHERE %(key)s <> '' AND %(at)s IS NOT NULL"
    monkeypatch.setattr("motcua.identity.services.throttling._COUNT", allow)


def looks(client, addresses):
    """Status and length of each answer; the address itself, which pages repeat, does not count."""
    told = set()
    for where in addresses:
        answer = client.get(where)
        told.add((answer.status_code, len(answer.content.replace(where.encode(), b""))))
    return told


def wrong_secret():
    return "".join(secrets.choice(LETTERS) for _ in range(12))


def unused(code, number):
    return f"{code[:-4]}{9000 + number:04}"


def test_a_wrong_secret_looks_like_a_dossier_that_is_not_there(world, patience):
    client, code = world.client("nobody"), world.working.code
    there = looks(client, [f"/tra-cuu/{code}/{wrong_secret()}/" for _ in range(TRIES // 2)])
    not_there = looks(client, [f"/tra-cuu/{unused(code, n)}/{wrong_secret()}/" for n in range(TRIES // 2)])
    assert there == not_there
    assert len(there) == 1
    assert {status for status, _length in there} == {404}


def test_a_secret_opens_one_dossier_only(world, patience):
    client, secret = world.client("nobody"), secret_of(world.working.code).replace("-", "")
    assert client.get(f"/tra-cuu/{world.working.code}/{secret}/").status_code == 200
    assert client.get(f"/tra-cuu/{world.asked.code}/{secret}/").status_code == 404


def test_the_form_of_the_look_up_tells_no_more_than_its_addresses(world, patience):
    client, code, told = world.client("nobody"), world.working.code, set()
    for number in range(20):
        for tried in (code, unused(code, number)):
            answer = client.post("/tra-cuu/", {"code": tried, "secret": wrong_secret()})
            told.add((answer.status_code, len(answer.content)))
    assert len(told) == 1


def test_guessed_tokens_of_results_find_nothing(world, patience):
    told = looks(world.client("nobody"), [f"/x/{new_token()}/" for _ in range(TRIES)])
    assert len(told) == 1
    assert {status for status, _length in told} == {404}


def test_a_draft_result_looks_like_none(world, patience):
    """Its token exists in the database; it is not issued."""
    from motcua.results.models import Instrument  # noqa: PLC0415

    draft = Instrument.objects.get(reference=world.drafted.code)
    token = draft.token or new_token()
    client = world.client("nobody")
    assert looks(client, [f"/x/{token}/"]) == looks(client, [f"/x/{new_token()}/"])


def test_guessed_digests_find_nothing(world):
    told = looks(world.client("nobody"), [f"/so-cai/muc/{secrets.token_hex(32)}/" for _ in range(FEW)])
    assert len(told) == 1
    assert {status for status, _length in told} == {404}


@pytest.mark.parametrize("role", ["neighbour", "owner"])
def test_codes_of_others_look_like_codes_of_nobody(world, role):
    """Codes are sequential by law: walking them shows a citizen nothing but his own."""
    client, code = world.client(role), world.filed.code
    others = [world.at_counter.code] if role == "owner" else [world.draft.code]
    told = looks(client, [f"/nop/ho-so/{other}/" for other in (*others, "N-ZZZZ-ZZZZ")])
    assert len(told) == 1
    if role == "neighbour":
        walked = [f"/ho-so/{code[:-4]}{number:04}/" for number in range(1, FEW)]
        told = looks(client, walked)
        assert len(told) == 1
        assert {status for status, _length in told} == {404}


def test_files_of_others_look_like_files_of_nobody(world):
    client = world.client("neighbour")
    own = world.working.attachments.first().pk
    told = looks(client, [f"/ho-so/{world.working.code}/tep/{number}/" for number in range(own, own + FEW)])
    assert len(told) == 1
    owner = world.client("owner")  # his own dossier, another's file
    others = world.at_counter.attachments.first().pk
    assert owner.get(f"/ho-so/{world.working.code}/tep/{others}/").status_code == 404


def test_uploads_of_others_look_like_none(world):
    client, told = world.client("neighbour"), set()
    for token in (world.upload, *(secrets.token_urlsafe(24) for _ in range(50))):
        answer = client.head(f"/tep/{token}/", headers={"Tus-Resumable": "1.0.0"})
        told.add((answer.status_code, answer.headers.get("Upload-Length")))
    assert told == {(404, None)}


def test_a_wrong_name_looks_like_a_wrong_password(world, patience):
    told, client = set(), world.client("nobody")
    for name in (world.people["leader"].sign_in_name, world.people["owner"].sign_in_name, "officer-none"):
        answer = client.post("/dang-nhap/can-bo/", {"name": name, "password": "x" * 20, "code": "123456"})
        page = answer.content.decode().replace(name, "")
        told.add((answer.status_code, len(page)))
    assert len(told) == 1


def tries_until_refused(client, way, most):
    for tried in range(most + 5):
        if way(client).status_code == 429:
            return tried
    return None


@pytest.mark.parametrize(
    ("way", "most"),
    [
        (
            lambda client: client.get(f"/tra-cuu/H49.T1-260302-0001/{wrong_secret()}/"),
            norms(MONDAY.date()).lookups_per_minute,
        ),
        (
            lambda client: client.post("/tra-cuu/", {"code": secrets.token_hex(4), "secret": wrong_secret()}),
            norms(MONDAY.date()).lookups_per_minute,
        ),
        (lambda client: client.get(f"/x/{new_token()}/"), LOOKS_PER_MINUTE),
        (lambda client: client.post("/dang-nhap/can-bo/", {"name": "officer-1", "password": "x"}), 5),
        (lambda client: client.get("/dang-nhap/vneid/xong/", {"code": "x", "state": "y"}), 30),
    ],
    ids=["look-up address", "look-up form", "result", "sign-in of officers", "sign-in with VNeID"],
)
def test_too_many_tries_are_refused(world, way, most):
    assert tries_until_refused(world.client("nobody"), way, most) == most


def test_codes_of_a_second_factor_cannot_be_guessed(world):
    client = world.client("leader")
    assert tries_until_refused(client, lambda c: c.post("/dang-nhap/ma/", {"code": "000000"}), 5) == 5


def test_a_limit_of_one_place_does_not_lock_the_others_out(world):
    client, way = world.client("nobody"), f"/x/{world.result.token}/"
    assert tries_until_refused(client, lambda c: c.get(f"/x/{new_token()}/"), LOOKS_PER_MINUTE)
    assert client.get(way).status_code == 429
    assert client.get(way, REMOTE_ADDR="203.0.113.9").status_code == 200


def test_a_forwarded_address_does_not_give_new_tries(world):
    """X-Forwarded-For is anybody's word unless a proxy of ours says it."""
    client = world.client("nobody")

    def from_elsewhere(client):
        elsewhere = {"X-Forwarded-For": f"198.51.100.{secrets.randbelow(250)}"}
        return client.get(f"/x/{new_token()}/", headers=elsewhere)

    assert tries_until_refused(client, from_elsewhere, LOOKS_PER_MINUTE) == LOOKS_PER_MINUTE


def test_behind_our_own_proxy_each_visitor_has_his_own_tries(world, settings):
    settings.PROXIES = 1
    client, way = world.client("nobody"), f"/x/{world.result.token}/"

    def guesses(client):  # the first address is what the guesser says himself, the last what our proxy saw
        seen = f"198.51.100.{secrets.randbelow(250)}, 203.0.113.7"
        return client.get(f"/x/{new_token()}/", headers={"X-Forwarded-For": seen})

    assert tries_until_refused(client, guesses, LOOKS_PER_MINUTE) == LOOKS_PER_MINUTE
    assert client.get(way, headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 200
