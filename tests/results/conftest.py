import shutil
from pathlib import Path

import pytest
from django.conf import settings as house

from motcua.results import keys


@pytest.fixture(scope="session")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root and a time stamper, made once: an RSA key takes its time."""
    made, usual = tmp_path_factory.mktemp("keys"), house.KEYS_ROOT
    house.KEYS_ROOT = made
    keys.root(), keys.time_stamper()
    house.KEYS_ROOT = usual
    return made


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path: Path, authorities: Path) -> None:
    """Files and keys of each test in a place of its own."""
    settings.FILES_ROOT = tmp_path / "files"
    settings.KEYS_ROOT = tmp_path / "keys"
    shutil.copytree(authorities, settings.KEYS_ROOT)
