"""Who may do what below /api/v1/ with a token of his own that is good for everything his kind of account may."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from motcua.clock.queries import now
from motcua.dossiers.models import Draft
from motcua.identity.rules.scopes import open_to
from motcua.identity.services import issue_token, revoke_token
from motcua.ledger.models import Entry
from tests.factories.dossiers import open_task
from tests.security.crawl import rows_written
from tests.security.strings import NAUGHTY
from tests.security.world import ROLES, working

pytestmark = pytest.mark.django_db
ROLES = tuple(role for role in ROLES if role != "nobody")
# What each may read or do: y yes, n told that there is nothing, or that it is not his.
#                                       neighbour owner counter specialist colleague foreign leader editor
TABLE = {
    ("GET", "catalogue"): "yyyyyyyy",
    ("GET", "drafts/{draft}"): "nynnnnnn",
    ("DELETE", "drafts/{draft}"): "nynnnnnn",
    ("GET", "dossiers/{working}"): "nynnnnnn",
    ("POST", "dossiers/{filed}/receipt"): "nnynnnnn",
    ("GET", "tasks/{task}"): "nnnynnnn",
    ("POST", "tasks/{task}/taking"): "nnnynnnn",
}
REFUSED = (401, 403, 404)


@pytest.fixture(scope="module")
def tokens(world):
    at = now()
    return {
        role: issue_token(
            account,
            name=role,
            scopes=open_to(account.kind),
            expires_at=at + timedelta(days=30),
            by=account,
            at=at,
        )
        for role, account in world.people.items()
        if account
    }


@pytest.fixture(scope="module")
def told(world):
    free = working(world.office, taken=False)
    return {
        "draft": world.draft.code,
        "working": world.working.code,
        "filed": world.filed.code,
        "task": open_task(free, "tham-dinh").pk,
    }


def call(secret, method, way, body=None, **headers):
    sent = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "once", **headers}
    text = "" if method == "GET" else json.dumps(body or {})
    client = Client(raise_request_exception=False)
    return client.generic(method, f"/api/v1/{way}", text, content_type="application/json", headers=sent)


@pytest.mark.parametrize(("row", "role"), [(row, role) for row in TABLE for role in ROLES], ids=str)
def test_a_token_opens_what_its_owner_may_see_and_nothing_else(world, tokens, told, row, role):
    method, way = row
    entries, written = Entry.objects.count(), rows_written()
    answer = call(tokens[role].secret, method, way.format(**told))
    assert answer.status_code < 500
    if TABLE[row][ROLES.index(role)] == "n":
        assert answer.status_code in REFUSED
        assert Entry.objects.count() == entries
        assert rows_written() - written <= 1  # the token's last use
        assert world.office.citizen.full_name not in answer.content.decode()
    else:
        assert answer.status_code not in REFUSED, answer.content


def test_an_ended_token_opens_nothing(world, tokens, told):
    issued = tokens["owner"]
    assert call(issued.secret, "GET", "dossiers").status_code == 200
    revoke_token(issued.token, by=world.office.citizen, at=now())
    assert call(issued.secret, "GET", "dossiers").status_code == 401


def test_a_token_of_a_closed_account_opens_nothing(world, tokens):
    world.office.citizen.is_active = False
    world.office.citizen.save()
    assert call(tokens["owner"].secret, "GET", "dossiers").status_code == 401
    world.office.citizen.is_active = True
    world.office.citizen.save()


def test_a_token_is_good_for_its_scopes_only(world, told):
    narrow = issue_token(
        world.office.citizen,
        name="Chỉ đọc",
        scopes=["catalog:read"],
        expires_at=now() + timedelta(days=30),
        by=world.office.citizen,
        at=now(),
    )
    assert call(narrow.secret, "GET", "catalogue").status_code == 200
    assert call(narrow.secret, "GET", "dossiers").status_code == 403
    assert call(narrow.secret, "GET", f"drafts/{told['draft']}").status_code == 403
    assert call(narrow.secret, "DELETE", f"drafts/{told['draft']}").status_code == 403
    assert Draft.objects.filter(code=told["draft"]).exists()


def test_no_token_stands_in_the_database(tokens):
    from motcua.identity.models import ApiToken  # noqa: PLC0415

    kept = [json.dumps(row, default=str) for row in ApiToken.objects.values()]
    assert not [row for row in kept for issued in tokens.values() if issued.secret in row]


@pytest.mark.parametrize("what", [*NAUGHTY, "half of a pair"])
def test_every_string_is_an_answer_or_a_refusal(world, tokens, told, what):
    said = "\ud800" if what == "half of a pair" else NAUGHTY[what]
    secret, revision = tokens["owner"].secret, world.draft.revision
    changes = {"answers": {"dia_diem": said, "loai": "khac"}}, {"applicant": {"address": said}}
    ways = [("PATCH", f"drafts/{told['draft']}", {"revision": revision, **change}) for change in changes]
    ways += [("POST", "drafts", {"procedure": said, "body": said})]
    for method, way, body in ways:
        answer = call(secret, method, way, body)
        assert answer.status_code < 500, (method, way, answer.status_code)


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WzFd", "WyJhIl0", "bnVsbA", "eyJhIjoxfQ", "WzFlOTk5XQ", "%00", "W251bGxd"]
)
def test_a_forged_cursor_is_refused_or_harmless(tokens, cursor):
    for role, way in (("owner", "dossiers"), ("counter", "tasks"), ("owner", "catalogue")):
        assert call(tokens[role].secret, "GET", f"{way}?cursor={cursor}").status_code < 500, way


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "Bearer mct_\u00e9", "bearer null"]
)
def test_without_a_token_nothing_is_told(header):
    answer = Client().get("/api/v1/dossiers", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["Content-Type"].startswith(("application/problem+json", "application/json"))
