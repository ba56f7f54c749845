import pytest

from tests.factories.dossiers import make_office


@pytest.fixture(autouse=True)
def rooms_of_their_own(tmp_path, settings):
    """Keys and files of these tests stay theirs."""
    settings.KEYS_ROOT = tmp_path / "keys"
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def office():
    return make_office()
