import pytest

from tests.factories.dossiers import make_office


@pytest.fixture(autouse=True)
def rooms_of_their_own(tmp_path, tmp_path_factory, settings):
    """Keys and files of these tests stay theirs; keys are made once, because that takes its time."""
    settings.KEYS_ROOT = tmp_path_factory.getbasetemp() / "keys-of-officers"
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def office():
    return make_office()
