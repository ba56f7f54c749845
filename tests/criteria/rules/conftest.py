import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    """Sentences are read here as they are written in the source."""
    with translation.override("en"):
        yield
