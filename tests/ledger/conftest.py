import time
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from motcua.ledger.services import append, seal
from tests.ledger.lamps import LampLit

AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


@pytest.fixture
def ledger(transactional_db, tmp_path, settings):
    """Entries that are committed, and witnesses of this test alone."""
    settings.WITNESS_ROOT = tmp_path / "witnesses"
    for name in ("own", "inspectorate"):
        (tmp_path / "witnesses" / name).mkdir(parents=True)
    return Ledger()


class Ledger:
    def light(self, *subjects: str, room: str = "hall"):
        entries = []
        for subject in subjects:
            with transaction.atomic():
                entries.append(append(LampLit(room), subject=subject, body="H49", actor="CB-1", at=AT))
        return entries

    def seal_all(self):
        """Tests that run beside this one hold the watermark back for a moment."""
        for _attempt in range(100):
            sealing = seal()
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM ledger_entry WHERE id NOT IN (SELECT entry_id FROM ledger_leaf)"
                )
                if not cursor.fetchone()[0]:
                    return sealing
            time.sleep(0.1)
        raise AssertionError("somebody kept a transaction open for ten seconds")

    def as_superuser(self, *statements: str):
        """What an administrator with rights over the database can do: no trigger stops him."""
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("SET session_replication_role = DEFAULT")
