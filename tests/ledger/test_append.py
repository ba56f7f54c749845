from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from motcua.kernel.refusals import Refusal
from motcua.ledger.events import Event
from motcua.ledger.models import Entry
from motcua.ledger.queries import entries_of
from motcua.ledger.rules.chain import BEGINNING, Fact, digest_of
from motcua.ledger.services import append, append_all
from tests.ledger.lamps import LampLit

AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def light(subject="H49-1", *, at=AT, **fields):
    return append(LampLit(**{"room": "hall", **fields}), subject=subject, body="H49", actor="CB-1", at=at)


@pytest.mark.django_db
def test_append_writes_what_happened_and_when_it_was_recorded():
    light(until=AT)

    entry = Entry.objects.get()
    assert (entry.kind, entry.subject, entry.sequence, entry.body, entry.actor) == (
        "lamp.lit", "H49-1", 1, "H49", "CB-1",
    )  # fmt: skip
    assert entry.data == {"room": "hall", "watts": 40, "until": "2026-11-23T09:30:00+07:00"}
    assert entry.occurred_at == AT
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        assert timedelta() <= cursor.fetchone()[0] - entry.recorded_at < timedelta(minutes=1)


@pytest.mark.django_db
def test_append_gives_back_the_entry_as_it_is_kept():
    given = light()

    kept = Entry.objects.get()
    names = [field.attname for field in Entry._meta.concrete_fields]
    assert [getattr(given, name) for name in names] == [getattr(kept, name) for name in names]
    assert given.transaction > 0


@pytest.mark.django_db
def test_append_chains_the_entries_of_one_subject_and_no_other():
    light("A")
    light("B")
    light("A", room="attic")

    first, second = entries_of("A")
    assert (first.sequence, second.sequence) == (1, 2)
    assert (first.previous, second.previous) == (BEGINNING, first.digest)
    assert second.recorded_at >= first.recorded_at
    for entry in (first, second):
        fact = Fact(*(getattr(entry, name) for name in Fact._fields))
        assert entry.digest == digest_of(fact, entry.previous)
    assert entries_of("B").get().sequence == 1


@pytest.mark.django_db
def test_append_all_takes_two_queries_for_one_entry_and_for_five(django_assert_num_queries):
    for count in (1, 5):
        with django_assert_num_queries(2):
            append_all([LampLit(str(n)) for n in range(count)], subject="A", body="H49", actor="CB-1", at=AT)

    assert list(entries_of("A").values_list("sequence", "data__room")) == [
        (1, "0"), (2, "0"), (3, "1"), (4, "2"), (5, "3"), (6, "4"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_append_all_of_nothing_writes_nothing():
    assert append_all([], subject="A", body="H49", actor="CB-1", at=AT) == []


@pytest.mark.django_db(transaction=True)
def test_append_outside_a_transaction_is_an_error():
    with pytest.raises(RuntimeError, match="transaction.atomic"):
        light()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"watts": 1.5}, TypeError),
        ({"room": ["a", {"b": 0.1}]}, TypeError),
        ({"at": datetime(2026, 1, 1)}, ValueError),
    ],
)
def test_append_refuses_what_has_no_one_text(fields, error):
    with pytest.raises(error):
        light(**fields)


@pytest.mark.django_db
def test_append_refuses_an_event_without_a_kind():
    with pytest.raises(ValueError, match="names no kind"):
        append(Event(), subject="A", body="H49", actor="CB-1", at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "room", ["Đỗ Đức Đạt", "\U0001f600", "'; DROP TABLE ledger_entry; --", "\u202e", "", 'a\\u0041"\n']
)
def test_append_keeps_any_text_so_that_its_digest_recomputes(room):
    light(room=room)

    entry = Entry.objects.get()
    fact = Fact(*(getattr(entry, name) for name in Fact._fields))
    assert digest_of(fact, entry.previous) == entry.digest


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    ["UPDATE ledger_entry SET actor = 'x'", "DELETE FROM ledger_entry", "TRUNCATE ledger_entry CASCADE"],
)
def test_database_refuses_to_change_an_entry(sql):
    light()

    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert Entry.objects.get().actor == "CB-1"


@pytest.mark.django_db(transaction=True)
def test_append_to_one_subject_at_once_lets_one_through():
    together, outcomes = Barrier(2), []

    def act():
        try:
            with transaction.atomic(), connection.execute_wrapper(pause_before_insert(together)):
                outcomes.append(light("A"))
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Entry", "str"]
    assert "somebody-was-faster" in outcomes
    assert list(entries_of("A").values_list("sequence", flat=True)) == [1]


@pytest.mark.django_db(transaction=True)
def test_append_that_came_too_late_undoes_the_whole_act():
    with transaction.atomic():
        light("A")

    def meanwhile(execute, sql, params, many, context):
        if "INSERT INTO ledger_entry" in sql:
            other = Thread(target=someone_else)
            other.start()
            other.join()
        return execute(sql, params, many, context)

    def someone_else():
        with transaction.atomic():
            light("A", room="other")
        connection.close()

    with transaction.atomic():
        light("B")
        with pytest.raises(Refusal) as refusal, connection.execute_wrapper(meanwhile):
            append_all([LampLit("x"), LampLit("y")], subject="A", body="H49", actor="CB-1", at=AT)

    assert refusal.value.code == "somebody-was-faster"
    assert list(Entry.objects.order_by("subject", "sequence").values_list("subject", "data__room")) == [
        ("A", "hall"), ("A", "other"),
    ]  # fmt: skip


def pause_before_insert(barrier):
    def wrapper(execute, sql, params, many, context):
        if "INSERT INTO ledger_entry" in sql:
            barrier.wait(timeout=10)
        return execute(sql, params, many, context)

    return wrapper
