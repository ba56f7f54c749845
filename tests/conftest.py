"""The suite's own PostgreSQL cluster is started before Django looks for it."""

import pytest
from django.conf import settings

from motcua import embedded


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if not settings.DATABASE_URL:
        embedded.start(settings.EMBEDDED_DATA, options=embedded.FAST_AND_FORGETFUL)
