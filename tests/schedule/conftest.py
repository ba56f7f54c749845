import pytest
from django.test import Client

from tests.factories.identity import sign_in
from tests.schedule.making import BEFORE, make_province

DOORS = (
    "acts", "feeds", "lists", "making", "minutes", "notices", "one", "papers", "sites", "week",
)  # fmt: skip


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def travel(monkeypatch):
    """All doors of meetings open at that moment; before the meeting at first."""

    def to(at):
        for door in DOORS:
            monkeypatch.setattr(f"motcua.schedule.views.{door}.now", lambda: at)
        return at

    to(BEFORE)
    return to


@pytest.fixture
def client_of():
    def client(officer):
        made = Client()
        sign_in(made, officer.account)
        return made

    return client
