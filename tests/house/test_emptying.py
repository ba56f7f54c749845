"""What a test has committed is gone before the next one."""

import threading

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from motcua.ledger.models import Entry
from tests.emptying import KEPT, empty_tables, tables
from tests.factories.dossiers import make_filed, make_office
from tests.factories.organizations import make_body

pytestmark = pytest.mark.django_db(transaction=True)


def rows():
    with connection.cursor() as cursor:
        counted = {}
        for table in sorted(set(connection.introspection.django_table_names()) | set(tables())):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- our tables
            counted[table] = cursor.fetchone()[0]
    return counted


def test_nothing_stays_but_what_migrate_wrote():
    before = rows()
    make_filed(make_office())
    assert Entry.objects.exists()
    empty_tables()
    assert rows() == before
    assert {table for table, count in before.items() if count} == KEPT
    assert ContentType.objects.get_for_model(Entry).pk
    assert Permission.objects.filter(content_type__app_label="ledger").exists()


def test_what_is_still_being_written_is_waited_for():
    """A page is closed while its last request is under way: its rows must not come to the next test."""
    written, may_end = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            make_body()
            written.set()
            may_end.wait(10)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    written.wait(10)
    threading.Timer(0.3, may_end.set).start()
    empty_tables()
    assert may_end.is_set()
    writer.join()
    assert rows()["organizations_body"] == 0
