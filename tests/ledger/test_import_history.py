from datetime import UTC, datetime, timedelta

import pytest

from motcua.ledger.models import Entry
from motcua.ledger.queries import entries_of, verify
from motcua.ledger.services import Record, import_history, importing
from tests.ledger.lamps import LampLit

BEGAN = datetime(2025, 11, 3, 1, tzinfo=UTC)


def record(subject, minutes, **changes):
    at = BEGAN + timedelta(minutes=minutes)
    event = LampLit("Phòng 1 \t\\N\n", until=at)
    given = {"occurred_at": at, "recorded_at": at} | changes
    return Record(
        event.kind, subject, "H49", "CB-1", given["occurred_at"], given["recorded_at"], event.data()
    )


def test_import_keeps_the_moments_given_and_chains_each_subject(ledger, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 7)

    assert import_history(record(f"S{n % 3}", n) for n in range(50)) == 50

    first, second = entries_of("S0")[:2]
    assert (first.occurred_at, second.recorded_at) == (BEGAN, BEGAN + timedelta(minutes=3))
    assert first.data == {"room": "Phòng 1 \t\\N\n", "watts": 40, "until": "2025-11-03T08:00:00+07:00"}
    assert verify().broken == []
    ledger.light("S0")
    ledger.seal_all()
    assert verify().broken == []


def test_import_goes_on_from_what_was_there(ledger):
    import_history([record("A", 0)])
    import_history([record("A", 1), record("B", 0), record("A", 1)])

    assert list(entries_of("A").values_list("sequence", flat=True)) == [1, 2, 3]
    assert verify().broken == []


@pytest.mark.parametrize(
    "records",
    [
        [record("A", 5), record("A", 4)],
        [record("A", 0, recorded_at=datetime(2999, 1, 1, tzinfo=UTC))],
        [record("A", 0, occurred_at=datetime(2025, 1, 1))],
        [record("A", 0), Record("lamp.lit", "A", "H49", "CB-1", BEGAN, BEGAN, {"watts": 0.5})],
    ],
)
def test_import_refuses_a_history_that_cannot_be_and_loads_nothing_of_it(db, records):
    with pytest.raises((ValueError, TypeError)):
        import_history(records)

    assert not Entry.objects.exists()


def test_import_refuses_to_go_back_behind_what_was_there(db):
    import_history([record("A", 5)])

    with pytest.raises(ValueError, match="recorded before"):
        import_history([record("A", 4)])
