"""One world for a whole file, made once; what a test changes is taken back after it (it runs in a savepoint)."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.security.world import World, make_world


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    keys = tmp_path_factory.mktemp("keys")
    with django_db_blocker.unblock(), override_settings(KEYS_ROOT=keys), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
