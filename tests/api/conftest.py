from datetime import timedelta

import pytest
from django.test import Client

from motcua.clock.queries import now
from motcua.identity.rules.scopes import FOR_APPLICANTS, FOR_OFFICERS
from motcua.identity.services import issue_token
from tests.factories.dossiers import make_office


@pytest.fixture
def office():
    return make_office()


def token_of(account, *scopes):
    at = now()
    usual = FOR_OFFICERS if account.kind == "officer" else FOR_APPLICANTS
    facts = {"name": "một chương trình", "scopes": scopes or usual, "expires_at": at + timedelta(days=7)}
    return issue_token(account, **facts, by=account, at=at).secret


class Program:
    """A program of somebody who has an account here."""

    def __init__(self, account=None, *scopes, language="vi"):
        headers = {"authorization": f"Bearer {token_of(account, *scopes)}"} if account else {}
        self.client = Client(headers={"accept-language": language, **headers})

    def ask(self, path, method="get", body=None, **facts):
        facts |= {"data": body, "content_type": "application/json"} if body is not None else {}
        return getattr(self.client, method)(f"/api/v1{path}", **facts)

    def send(self, path, **body):
        return self.ask(path, "post", body)


@pytest.fixture
def citizen(office):
    return Program(office.citizen)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Files of each test in a place of its own."""
    settings.FILES_ROOT = tmp_path / "files"
