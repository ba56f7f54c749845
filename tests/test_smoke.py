import pytest

from motcua.ledger.models import Entry


@pytest.mark.django_db
def test_database_is_there():
    assert Entry.objects.count() == 0
