from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path: Path) -> None:
    """Files of each test in a place of its own; keys are shared, because making them takes time."""
    settings.FILES_ROOT = tmp_path / "files"
