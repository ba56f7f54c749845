"""The suite's own PostgreSQL cluster is started before Django looks for it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from motcua import embedded
from scripts.messages import compile_all

pytest_plugins = ["tests.browser.fixtures"]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    compile_all()
    if not settings.DATABASE_URL:
        embedded.start(settings.EMBEDDED_DATA, options=embedded.FAST_AND_FORGETFUL)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Tests that commit are cleaned up by TRUNCATE, which the ledger refuses to everybody else."""
    flush: Callable[[Any], None] = TransactionTestCase._fixture_teardown

    def flush_past_the_ledger(case: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            flush(case)
            cursor.execute("SET session_replication_role = DEFAULT")

    TransactionTestCase._fixture_teardown = flush_past_the_ledger  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def vietnamese_first() -> Iterator[None]:
    """A page asked for in English leaves its language behind in the thread; the next test begins anew."""
    with translation.override(settings.LANGUAGE_CODE):
        yield
