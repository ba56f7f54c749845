import json
import stat
from datetime import timedelta
from pathlib import Path
from threading import Event as Signal
from threading import Thread

import pytest
from django.conf import settings as house
from django.db import connection, transaction
from django.db.utils import IntegrityError

from motcua.ledger import keys
from motcua.ledger.models import Entry, Head, Leaf
from motcua.ledger.queries import (
    Bookmark,
    Freshness,
    entries_after,
    freshness,
    inclusion_proof,
    latest_head,
    latest_heads,
    proof_document,
)
from motcua.ledger.queries.tree import consistency_path, root_of
from motcua.ledger.rules.merkle import is_consistent, leaf_hash, root_from_inclusion
from motcua.ledger.services import seal
from motcua.ledger.services.sealing import QUIET_HEAD_EVERY
from motcua.ledger.witnesses import HeadRefusedError, keep, kept_heads, witnesses


def test_seal_makes_each_committed_entry_a_leaf_and_signs_the_head(ledger):
    ledger.light("A", "B", "A")

    sealing = ledger.seal_all()

    head = latest_head()
    assert sealing.head == head
    assert (head.number, head.tree_size, head.root, head.previous) == (1, 3, root_of(3), bytes(32))
    assert keys.is_signed(head)
    assert head.key == keys.public_key()
    assert list(Leaf.objects.values_list("index", "entry__subject")) == [(0, "A"), (1, "B"), (2, "A")]


def test_seal_goes_on_where_it_stopped_and_each_head_contains_the_last(ledger):
    for count in (1, 2, 14, 17, 40):
        ledger.light(*(f"S{n}" for n in range(count)))
        ledger.seal_all()

    heads = latest_heads(10)[::-1]
    assert [head.tree_size for head in heads] == [1, 3, 17, 34, 74]
    for before, after in zip(heads, heads[1:], strict=False):
        assert after.previous == before.digest()
        proof = consistency_path(before.tree_size, after.tree_size)
        assert is_consistent(before.tree_size, before.root, after.tree_size, after.root, proof)
    for entry in Entry.objects.all():
        proof = inclusion_proof(entry)
        assert root_from_inclusion(leaf_hash(proof.digest), proof.index, 74, proof.path) == heads[-1].root


def test_proof_reads_few_rows_however_large_the_tree(ledger, django_assert_num_queries):
    entries = ledger.light(*(f"S{n}" for n in range(40)))
    ledger.seal_all()

    for entry in (entries[0], entries[39]):
        with django_assert_num_queries(4):
            assert inclusion_proof(entry) is not None


def test_entry_has_no_proof_until_it_is_sealed(ledger):
    (entry,) = ledger.light("A")

    assert proof_document(entry) is None


def test_seal_leaves_out_what_an_older_open_transaction_may_still_precede(ledger):
    opened, go_on = Signal(), Signal()

    def slow_act():
        with transaction.atomic():
            ledger.light("slow")
            opened.set()
            go_on.wait(10)
        connection.close()

    thread = Thread(target=slow_act)
    thread.start()
    opened.wait(10)
    (fast,) = ledger.light("fast")
    seal()
    assert not Leaf.objects.exists()
    assert not entries_after(Bookmark()).exists()

    go_on.set()
    thread.join()
    ledger.seal_all()

    slow = Entry.objects.get(subject="slow")
    assert slow.pk < fast.pk
    assert list(Leaf.objects.values_list("entry__subject", flat=True)) == ["slow", "fast"]


def test_reader_with_a_bookmark_misses_no_lower_key_that_commits_later(ledger):
    took_key, go_on, seen = Signal(), Signal(), []

    def late_act():
        with transaction.atomic():
            took_key.set()
            go_on.wait(10)
            ledger.light("late transaction")
        connection.close()

    def act_with_low_key():
        with transaction.atomic():
            ledger.light("low key")
            low_key.set()
            go_on.wait(10)
        connection.close()

    low_key, threads = Signal(), []
    for act, signal in ((act_with_low_key, low_key), (late_act, took_key)):
        threads.append(Thread(target=act))
        threads[-1].start()
        signal.wait(10)
    ledger.light("high key")
    bookmark = Bookmark()
    for entry in entries_after(bookmark):
        seen.append(entry.subject)
        bookmark = Bookmark.at(entry)
    go_on.set()
    for thread in threads:
        thread.join()

    while len(seen) < 3:
        for entry in entries_after(bookmark):
            seen.append(entry.subject)
            bookmark = Bookmark.at(entry)

    assert seen == ["low key", "high key", "late transaction"]


def test_seal_signs_a_quiet_ledger_again_only_after_a_while(ledger, monkeypatch):
    ledger.light("A")
    ledger.seal_all()
    seal()
    assert Head.objects.count() == 1

    monkeypatch.setattr("motcua.ledger.services.sealing.QUIET_HEAD_EVERY", timedelta())
    seal()

    assert list(Head.objects.values_list("number", "tree_size")) == [(1, 1), (2, 1)]


def test_seal_lets_one_sealer_work(ledger):
    ledger.light("A")
    locked, go_on = Signal(), Signal()

    def other_sealer():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [0x6D6F7463_75610001])
            locked.set()
            go_on.wait(10)
        connection.close()

    thread = Thread(target=other_sealer)
    thread.start()
    locked.wait(10)
    assert seal() is None
    go_on.set()
    thread.join()


def test_key_is_made_once_and_only_its_owner_reads_it(tmp_path, settings):
    settings.KEYS_ROOT = tmp_path / "keys"

    first = keys.public_key()

    assert keys.public_key() == first
    assert stat.S_IMODE((tmp_path / "keys" / keys.PRIVATE).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "keys").iterdir()] == [keys.PRIVATE]


@pytest.mark.parametrize("table", ["ledger_leaf", "ledger_node", "ledger_head"])
def test_database_refuses_to_change_what_was_sealed(ledger, table):
    ledger.light(*(f"S{n}" for n in range(16)))
    ledger.seal_all()

    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_every_witness_keeps_each_head_with_its_proof(ledger):
    ledger.light("A", "B")
    ledger.seal_all()
    ledger.light("C")
    ledger.seal_all()

    for witness in witnesses():
        assert list(kept_heads(witness)) == latest_heads(5)[::-1]
    last = json.loads((Path(house.WITNESS_ROOT) / "own" / "heads.jsonl").read_text().splitlines()[-1])
    assert [bytes.fromhex(known) for known in last["consistency"]] == consistency_path(2, 3)


def test_witness_that_was_away_gets_the_next_head(ledger):
    ledger.light("A")
    ledger.seal_all()
    (Path(house.WITNESS_ROOT) / "province-two").mkdir()
    ledger.light("B")
    ledger.seal_all()

    late = Path(house.WITNESS_ROOT) / "province-two"
    assert [head.tree_size for head in kept_heads(late)] == [2]


def test_witness_refuses_a_fork_a_shorter_tree_and_an_unsigned_head(ledger, tmp_path):
    ledger.light("A", "B", "C")
    ledger.seal_all()
    own, head = witnesses()[0], latest_head()
    heads = {
        "forked": {"root": b"x" * 32},
        "shorter": {"number": 2, "tree_size": 2},
        "changed": {"number": 2, "root": b"x" * 32},
    }
    for word, changes in heads.items():
        other = keys.sign(
            type(head).__mro__[1](**{name: getattr(head, name) for name in head.content()} | changes)
        )
        with pytest.raises(HeadRefusedError, match=word):
            keep(own, other, prove=consistency_path)
    unsigned = type(head)(**{**vars(head), "number": 2})
    with pytest.raises(HeadRefusedError, match="signature"):
        keep(own, unsigned, prove=consistency_path)
    assert list(kept_heads(own)) == [head]


def test_seal_says_which_witness_did_not_keep_the_head(ledger):
    ledger.light("A")
    ledger.seal_all()
    (Path(house.WITNESS_ROOT) / "own" / "heads.jsonl").write_text("rubbish\n")
    ledger.light("B")

    sealing = ledger.seal_all()

    assert sealing.refused == ("own: the last line is not a head",)
    assert len(list(kept_heads(Path(house.WITNESS_ROOT) / "inspectorate"))) == 2


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(minutes=10), Freshness.FRESH),
        (timedelta(minutes=11), Freshness.LATE),
        (timedelta(hours=4, seconds=1), Freshness.SUSPENDED),
    ],
)
def test_freshness_follows_the_age_of_the_last_head(ledger, age, expected):
    ledger.light("A")
    ledger.seal_all()
    head = latest_head()

    assert freshness(head, head.sealed_at + age) == expected
    assert freshness(None, head.sealed_at) == Freshness.NEVER
    assert timedelta(minutes=10) > QUIET_HEAD_EVERY
