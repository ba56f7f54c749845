"""Signing in at the provider, and every way in which it must fail."""

import base64
import hashlib
import json
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from requests.adapters import HTTPAdapter

from motcua.identity.demo_provider import keys, people
from motcua.identity.models import Account, DemoGrant, Login, Session
from motcua.identity.rules.claims import read_claims
from motcua.identity.services import vneid, welcome
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from tests.factories.identity import NOON, make_account
from tests.identity.provider import Wire

pytestmark = pytest.mark.django_db
ISSUER = "http://testserver/vneid-gia-lap"


@pytest.fixture
def wire(monkeypatch, settings) -> Wire:
    settings.PUBLIC_ADDRESS, settings.OIDC_ISSUER = "http://testserver", ISSUER
    vneid._registered.cache_clear()
    made = Wire()
    monkeypatch.setattr(
        HTTPAdapter, "send", lambda adapter, request, **options: made.send(adapter, request, **options)
    )
    return made


def begin(client: Client, wanted: str = "") -> dict[str, str]:
    answer = client.get("/dang-nhap/vneid/", {"next": wanted})
    assert answer.status_code == 302
    return {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}


def choose(asked: dict[str, str], person: str = "p0") -> str:
    """The way back to our house, as the provider's page gives it."""
    answer = Client().post("/vneid-gia-lap/cho-phep/", {**asked, "person": person})
    assert answer.status_code == 303
    return answer["Location"]


def come_back(client: Client, way: str):
    return client.get(way.removeprefix("http://testserver"))


def sign_in(client: Client, person: str = "p0", wanted: str = ""):
    return come_back(client, choose(begin(client, wanted), person))


def refused(answer) -> bool:
    return answer.status_code == 422 and not Session.objects.exclude(account=None).exists()


def forge(change=None, *, algorithm="RS256", header=None):
    """Signs the identity token again, changed, with the provider's own key."""

    def tamper(path, told):
        if not path.endswith("/token"):
            return told
        claims = json.loads(base64.urlsafe_b64decode(told["id_token"].split(".")[1] + "=="))
        claims = {name: value for name, value in {**claims, **(change or {})}.items() if value is not None}
        return {**told, "id_token": keys.sign(claims, algorithm=algorithm)}

    return tamper


def test_sign_in_opens_an_account_with_what_vneid_tells(client, wire) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (303, "/tai-khoan/")
    account = Account.objects.get()
    assert (account.full_name, account.id_number) == ("Nguyễn Thị Bình", "022185001234")
    assert account.logins.get().issuer == ISSUER
    assert [e.kind for e in Entry.objects.filter(subject=account.code)] == [
        "account.opened",
        "account.signed_in",
    ]
    assert "022185001234" not in json.dumps(list(Entry.objects.values_list("data", "actor")))


def test_sign_in_again_is_the_same_account(client, wire) -> None:
    sign_in(client)
    sign_in(Client())
    assert Account.objects.count() == Login.objects.count() == 1


def test_sign_in_as_an_enterprise(client, wire) -> None:
    sign_in(client, "p5")
    assert Account.objects.get().kind == "enterprise"


def test_sign_in_goes_on_to_the_page_that_was_wanted(client, wire) -> None:
    assert sign_in(client, wanted="/en/tai-khoan/")["Location"] == "/en/tai-khoan/"
    assert sign_in(Client(), wanted="//evil.example")["Location"] == "/tai-khoan/"


def test_sign_in_changes_the_session_key(client, wire) -> None:
    asked = begin(client)
    before = client.session.session_key
    come_back(client, choose(asked))
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_sign_in_begins_at_the_public_address(client, wire, settings) -> None:
    settings.PUBLIC_ADDRESS = "http://motcua.example"
    assert (
        client.get("/dang-nhap/vneid/?next=/a")["Location"]
        == "http://motcua.example/dang-nhap/vneid/?next=/a"
    )


def test_sign_in_takes_an_account_opened_at_the_counter(client, wire) -> None:
    known = make_account(id_number="022185001234", full_name="Nguyễn Thị B.")
    sign_in(client)
    known.refresh_from_db()
    assert known.full_name == "Nguyễn Thị Bình"
    assert Account.objects.count() == 1


def test_sign_in_takes_tokens_signed_with_either_key(client, wire) -> None:
    wire.tamper = forge(algorithm="ES256")
    assert sign_in(client).status_code == 303


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "another"},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1_600_000_000},
        {"exp": None},
        {"sub": "another"},
        {"acr": "1"},
        {"acr": None},
        {"acr": "vip"},
    ],
    ids=str,
)
def test_sign_in_refuses_an_identity_token_with(client, wire, change) -> None:
    wire.tamper = forge(change)
    assert refused(sign_in(client))


def part(told: dict) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()


def replaced(make):
    return lambda path, told: (
        {**told, "id_token": make(told["id_token"])} if path.endswith("/token") else told
    )


def hmac_with_public_key(token: str) -> str:
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    public = next(k for k in keys.key_set().keys if k.alg == "RS256")
    key = OctKey.import_key(public.as_pem(private=False).decode().replace("-----", "_____"))
    return jwt.encode({"alg": "HS256", "kid": public.kid}, claims, key, algorithms=["HS256"])


def strangers_key(token: str) -> str:
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    known = next(k for k in keys.key_set().keys if k.alg == "RS256")
    evil = RSAKey.generate_key(2048, {"kid": known.kid})
    return jwt.encode({"alg": "RS256", "kid": known.kid}, claims, evil)


@pytest.mark.parametrize(
    "make",
    [
        lambda token: f"{part({'alg': 'none'})}.{token.split('.')[1]}.",
        lambda token: f"{part({'alg': 'none'})}.{token.split('.')[1]}.{token.split('.')[2]}",
        lambda token: token[:-6] + ("AAAAAA" if token[-6:] != "AAAAAA" else "BBBBBB"),
        hmac_with_public_key,
        strangers_key,
        lambda token: "nonsense",
        lambda token: "",
    ],
    ids=["alg-none", "alg-none-with-signature", "changed", "hmac", "strangers-key", "nonsense", "empty"],
)
def test_sign_in_refuses_a_token_that_the_provider_did_not_sign(client, wire, make) -> None:
    wire.tamper = replaced(make)
    assert refused(sign_in(client))


def test_sign_in_refuses_an_answer_without_an_identity_token(client, wire) -> None:
    wire.tamper = lambda path, told: {k: v for k, v in told.items() if k != "id_token"}
    assert refused(sign_in(client))


def test_sign_in_fetches_the_keys_once_more_when_they_have_changed(client, wire) -> None:
    stale = KeySet([RSAKey.generate_key(2048, {"kid": "old"})]).as_dict(private=False)
    fetched = []

    def rotate(path, told):
        if not path.endswith("/jwks"):
            return told
        fetched.append(path)
        return dict(stale) if len(fetched) == 1 else told

    wire.tamper = rotate
    assert sign_in(client).status_code == 303
    assert len(fetched) == 2


def test_sign_in_refuses_a_state_that_did_not_begin_here(client, wire) -> None:
    way = choose(begin(client))
    assert refused(come_back(Client(), way))
    assert refused(come_back(client, way.replace("state=", "state=x")))


def test_sign_in_refuses_an_answer_of_another_provider(client, wire) -> None:
    way = choose(begin(client))
    evil = urlencode({"iss": "https://evil.example"})
    assert refused(come_back(client, way.replace(urlencode({"iss": ISSUER}), evil)))


def test_sign_in_refuses_a_provider_that_calls_itself_something_else(client, wire) -> None:
    wire.tamper = lambda path, told: (
        {**told, "issuer": "https://evil.example"} if "openid-conf" in path else told
    )
    assert client.get("/dang-nhap/vneid/").status_code == 422


def test_sign_in_says_so_when_the_provider_is_away(client, wire) -> None:
    wire.down = True
    answer = client.get("/dang-nhap/vneid/")
    assert answer.status_code == 422
    assert "VNeID" in answer.content.decode()


def test_sign_in_says_so_when_the_person_does_not_want(client, wire) -> None:
    answer = Client().post("/vneid-gia-lap/cho-phep/", {**begin(client), "refuse": "1"})
    assert "error=access_denied" in answer["Location"]
    assert refused(come_back(client, answer["Location"]))


def test_sign_in_refuses_a_person_of_level_one(client, wire) -> None:
    assert refused(sign_in(client, "p4"))


def test_sign_in_refuses_a_closed_account(client, wire) -> None:
    make_account(id_number="022185001234", is_active=False)
    assert refused(sign_in(client))


def test_the_same_subject_at_two_issuers_is_two_people() -> None:
    first = welcome(
        read_claims({"sub": "1", "HoVaTen": "A", "SoDinhDanh": "022185001234"}), issuer="https://a", at=NOON
    )
    other = welcome(
        read_claims({"sub": "1", "HoVaTen": "B", "SoDinhDanh": "022185005678"}), issuer="https://b", at=NOON
    )
    assert first != other


def test_welcome_refuses_a_subject_whose_identity_number_has_changed() -> None:
    told = {"sub": "1", "HoVaTen": "A", "SoDinhDanh": "022185001234"}
    welcome(read_claims(told), issuer="https://a", at=NOON)
    with pytest.raises(Refusal) as refusal:
        welcome(read_claims({**told, "SoDinhDanh": "022185005678"}), issuer="https://a", at=NOON)
    assert refusal.value.code == "identity-differs"


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"sub": "1", "HoVaTen": "A"},
        {"sub": "1", "HoVaTen": "A", "SoDinhDanh": "12"},
        {"sub": "1", "HoVaTen": "A", "SoDinhDanh": "٠٢٢١٨٥٠٠١٢٣٤"},
        {"sub": "1", "HoVaTen": ["A"], "SoDinhDanh": "022185001234"},
        {"sub": "1", "HoVaTen": "A" * 201, "SoDinhDanh": "022185001234"},
        {"sub": "1", "HoVaTen": "A", "SoDinhDanh": "022185001234", "NgaySinh": "1985-05-17"},
    ],
    ids=str,
)
def test_read_claims_refuses_what_names_nobody(told) -> None:
    with pytest.raises(ValueError, match="."):
        read_claims(told)


def token_request(way: str, **change: str):
    """What our client would send, changed."""
    told = {
        "grant_type": "authorization_code",
        "redirect_uri": "http://testserver/dang-nhap/vneid/xong/",
        **change,
    }
    code = parse_qs(urlsplit(way).query)["code"][0]
    secret = base64.b64encode(b"motcua:demo-client-secret").decode()
    return Client().post(
        "/vneid-gia-lap/token", {"code": code, **told}, headers={"Authorization": f"Basic {secret}"}
    )


VERIFIER = "v" * 43
ASKED = {
    "client_id": "motcua",
    "redirect_uri": "http://testserver/dang-nhap/vneid/xong/",
    "response_type": "code",
    "scope": "openid",
    "state": "s",
    "nonce": "n",
    "code_challenge": "zVZ6nCEtuFKX1sCeIt2ewdyMm_Ge0w0PfOSWAjT6DtU",
    "code_challenge_method": "S256",
}


@pytest.fixture
def asked() -> dict[str, str]:
    digest = hashlib.sha256(VERIFIER.encode()).digest()
    return {**ASKED, "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode()}


def test_provider_takes_a_code_once_and_takes_back_what_it_gave(wire, asked) -> None:
    way = choose(asked)
    first = token_request(way, code_verifier=VERIFIER)
    bearer = {"Authorization": f"Bearer {first.json()['access_token']}"}
    assert Client().get("/vneid-gia-lap/userinfo", headers=bearer).json()["HoVaTen"] == "Nguyễn Thị Bình"
    assert token_request(way, code_verifier=VERIFIER).json() == {"error": "invalid_grant"}
    assert Client().get("/vneid-gia-lap/userinfo", headers=bearer).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": ""},
        {"code_verifier": VERIFIER, "redirect_uri": "http://testserver/"},
        {"code_verifier": VERIFIER, "code": "guess"},
        {"code_verifier": VERIFIER, "grant_type": "password"},
    ],
    ids=str,
)
def test_provider_refuses_a_token_request_with(wire, asked, change) -> None:
    assert token_request(choose(asked), **change).status_code == 400


def test_provider_refuses_a_code_older_than_a_minute(wire, asked) -> None:
    way = choose(asked)
    DemoGrant.objects.update(made_at=NOON)
    assert token_request(way, code_verifier=VERIFIER).json() == {"error": "invalid_grant"}


@pytest.mark.parametrize("secret", ["", "Basic x", "Basic bW90Y3VhOndyb25n", "Bearer x"])
def test_provider_refuses_a_client_without_its_secret(wire, asked, secret) -> None:
    answer = Client().post("/vneid-gia-lap/token", {"code": "x"}, headers={"Authorization": secret})
    assert (answer.status_code, answer.json()) == (401, {"error": "invalid_client"})


@pytest.mark.parametrize("change", [{"client_id": "x"}, {"redirect_uri": "https://evil.example/"}], ids=str)
def test_provider_sends_nobody_to_an_unknown_client(wire, asked, change) -> None:
    answer = Client().get("/vneid-gia-lap/cho-phep/", {**asked, **change})
    assert answer.status_code == 400
    assert "Location" not in answer


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"nonce": ""}, "invalid_request"),
        ({"state": ""}, "invalid_request"),
    ],
    ids=str,
)
def test_provider_tells_the_client_what_is_wrong_with(wire, asked, change, error) -> None:
    answer = Client().get("/vneid-gia-lap/cho-phep/", {**asked, **change})
    assert f"error={error}" in answer["Location"]


def test_provider_offers_and_finds_people(wire, asked) -> None:
    make_account(full_name="Hoàng Văn Tìm")
    page = Client().get("/vneid-gia-lap/cho-phep/", {**asked, "q": "Văn Tìm"}).content.decode()
    assert "Hoàng Văn Tìm" in page
    assert all(person.claims["HoVaTen"] in page for person in people.offered())
