"""The suite's own PostgreSQL cluster is started before Django looks for it."""

from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.test import TransactionTestCase
from django.utils import translation

from motcua import embedded
from scripts.messages import compile_all
from tests.emptying import empty_tables

pytest_plugins = ["tests.browser.fixtures", "tests.ordering"]

# No example is a fault for the time that it takes: a busy machine is slow at moments of its own choice.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    compile_all()
    if not settings.DATABASE_URL:
        embedded.start(settings.EMBEDDED_DATA, options=embedded.FAST_AND_FORGETFUL)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Tests that commit are cleaned up past the ledger, which refuses it to everybody else."""

    def emptied(_case: TransactionTestCase) -> None:
        empty_tables()

    TransactionTestCase._fixture_teardown = emptied  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def vietnamese_first() -> Iterator[None]:
    """A page asked for in English leaves its language behind in the thread; the next test begins anew."""
    with translation.override(settings.LANGUAGE_CODE):
        yield
