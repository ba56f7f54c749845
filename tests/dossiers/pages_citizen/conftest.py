import pytest
from django.test import Client

from tests.factories.dossiers import make_office
from tests.factories.identity import make_account, sign_in


@pytest.fixture
def office(db):
    return make_office()


@pytest.fixture
def citizen(office):
    """A browser in which the office's citizen is signed in."""
    client = Client()
    sign_in(client, office.citizen)
    return client


@pytest.fixture
def stranger(office):
    """A browser in which somebody else is signed in."""
    client = Client()
    sign_in(client, make_account())
    return client
