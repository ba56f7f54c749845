"""Facts in Parquet are the tables: nothing lost, nothing twice, whatever is killed when."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pyarrow.parquet as pq
import pytest
from django.db import connection

from motcua.clock.queries import now
from motcua.criteria.models import Reader
from motcua.criteria.queries import history
from motcua.criteria.rules.history import KINDS, schema_of
from motcua.criteria.services import exporting
from motcua.criteria.services.compacting import compact
from motcua.criteria.services.exporting import Exported, export
from motcua.kernel.refusals import Refusal
from tests.criteria.history.moving import exported, move, tables
from tests.criteria.measures.engines import rows_of_spark

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 40


def take(directory: Path) -> Exported:
    return export(directory, at=now())


def test_what_is_exported_is_what_stands_in_the_tables(tmp_path: Path) -> None:
    for seed in range(3):
        move(seed, count=60)
    told = take(tmp_path)
    assert exported(tmp_path) == tables()
    assert told.rows == {kind: len(rows) for kind, rows in tables().items()}
    assert all(told.rows.values())


def test_an_empty_house_is_exported_too(tmp_path: Path) -> None:
    assert take(tmp_path).rows == dict.fromkeys(KINDS, 0)
    assert exported(tmp_path) == dict.fromkeys(KINDS, [])


def test_only_what_has_moved_goes_into_the_next_files(tmp_path: Path) -> None:
    move(1, count=50)
    first = take(tmp_path)
    move(2, count=5)
    second = take(tmp_path)
    assert (first.batch, second.batch) == (1, 2)
    assert second.rows["dossier"] == 2
    assert (second.epoch / "facts-dossier-000000000001-000000000002.parquet").exists()
    assert exported(tmp_path) == tables()


def test_where_nothing_has_moved_nothing_is_written(tmp_path: Path) -> None:
    move(1)
    here = take(tmp_path).epoch
    before = sorted(path.name for path in here.iterdir())
    assert not any(take(tmp_path).rows.values())
    assert sorted(path.name for path in here.iterdir()) == before


def test_two_exporters_are_never_at_it_together(tmp_path: Path) -> None:
    with psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": psycopg.Cursor}) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [exporting._LOCK])
        with pytest.raises(Refusal) as refused:
            take(tmp_path)
        assert refused.value.code == "export-at-work"
        other.execute("SELECT pg_advisory_unlock(%s)", [exporting._LOCK])
    assert take(tmp_path).batch == 0


def test_a_compacted_history_says_the_same_in_one_sorted_file_a_kind(tmp_path: Path) -> None:
    here = _after_batches(tmp_path, range(4))
    compact(tmp_path)
    assert exported(tmp_path) == tables()
    assert history.listing(here).segments("dossier") == ()
    (base,) = history.listing(here).base("dossier")
    columns = pq.read_table(here / base, columns=["body", "received_at"]).to_pylist()
    placed = [(row["body"], row["received_at"] is None, row["received_at"] or 0) for row in columns]
    assert placed == sorted(placed)
    _after_batches(tmp_path, range(4, 7))
    assert exported(tmp_path) == tables()


def test_whoever_has_begun_to_read_may_finish_after_a_compaction(tmp_path: Path) -> None:
    here = _after_batches(tmp_path, range(3))
    with duckdb.connect() as reading:
        history.in_duckdb(tmp_path, reading)
        compact(tmp_path)
        assert reading.execute("SELECT count(*) FROM dossier").fetchone() == (len(tables()["dossier"]),)
    left = {path.name for path in here.glob("facts-*")}
    assert left
    _after_batches(tmp_path, range(3, 4))
    compact(tmp_path)
    assert not left & {path.name for path in here.glob("facts-*")}
    assert exported(tmp_path) == tables()


def test_nothing_is_compacted_twice(tmp_path: Path) -> None:
    assert compact(tmp_path) is None
    _after_batches(tmp_path, range(2))
    assert compact(tmp_path) is not None
    assert compact(tmp_path) is None


def test_a_database_that_was_put_back_begins_a_new_epoch(tmp_path: Path) -> None:
    first = _after_batches(tmp_path, range(4))
    Reader.objects.update(batch=2)  # as after a backup of yesterday
    second = take(tmp_path).epoch
    assert (first.name, second.name) == ("epoch-0001", "epoch-0002")
    assert {row[-1] for row in exported(tmp_path)["dossier"]} <= {1, 2}
    move(9)
    assert take(tmp_path).epoch == second


def test_another_database_begins_a_new_epoch(tmp_path: Path) -> None:
    here = _after_batches(tmp_path, range(1))
    (here / exporting.ORIGIN).write_text('{"system": 1}')
    assert take(tmp_path).epoch.name == "epoch-0002"
    assert exported(tmp_path) == tables()


def _is_of_the_past(directory: Path, batch: int) -> bool:
    """Whatever was left behind can be read, each key once, and tells of no batch that is still to come."""
    if history.epoch(directory) is None:
        return True
    rows = exported(directory, ("dossier",))["dossier"]
    return len({row[0] for row in rows}) == len(rows) and all(row[-1] <= batch for row in rows)


class KilledHere(BaseException):
    """As a kill does: nothing behind it is done."""


@pytest.fixture
def killed_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes the process die before its n-th touch of the disk."""
    left = [0]

    def dying(act: Callable[..., Any]) -> Callable[..., Any]:
        def touch(*arguments: Any, **options: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                raise KilledHere
            return act(*arguments, **options)

        return touch

    def prepare(touches: int) -> None:
        left[0] = touches

    monkeypatch.setattr(os, "fsync", dying(os.fsync))
    monkeypatch.setattr(Path, "rename", dying(Path.rename))
    monkeypatch.setattr(Path, "unlink", dying(Path.unlink))
    left[0] = 10**6
    return prepare


@pytest.mark.parametrize("act", [take, compact])
def test_whatever_step_it_is_killed_at_the_next_one_goes_on(
    tmp_path: Path, killed_after: Callable[[int], None], act: Callable[[Path], object]
) -> None:
    touches = seed = kills = 0
    while True:
        move(seed := seed + 1, count=10)
        if act is compact:
            killed_after(10**6)
            take(tmp_path)
        killed_after(touches)
        try:
            act(tmp_path)
        except KilledHere:
            kills, touches = kills + 1, touches + 1
            assert _is_of_the_past(tmp_path, seed)
        else:
            break
    killed_after(10**6)
    take(tmp_path)
    assert kills > 10
    assert exported(tmp_path) == tables()


@pytest.mark.crash
def test_nothing_is_lost_and_nothing_doubled_when_exporters_are_killed_again_and_again(
    tmp_path: Path,
) -> None:
    seed = files = 0
    with _exporters(tmp_path) as exporters:
        assert exporters.stdin is not None
        assert exporters.stdout is not None
        for kill in range(KILLS):
            exporters.stdin.write(b"next\n")
            exporters.stdin.flush()
            exporter = int(exporters.stdout.readline())
            until = time.monotonic() + 0.05 + 0.037 * (kill % 11)
            while time.monotonic() < until:
                move(seed := seed + 1, count=20)
            os.kill(exporter, signal.SIGKILL)
            assert exporters.stdout.readline() == b"dead\n"
            files += len(list(tmp_path.glob("epoch-*/facts-*.parquet")))
        exporters.stdin.close()
    _until_the_dead_let_go(tmp_path)
    assert exported(tmp_path) == tables()
    assert history.epoch(tmp_path) == tmp_path / "epoch-0001"
    assert files > KILLS
    assert seed > KILLS


def _exporters(directory: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-W", "ignore", "-m", "tests.criteria.history.export_worker"]
    return subprocess.Popen(
        [*command, str(connection.settings_dict["NAME"]), str(directory)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(["src", "."])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def _until_the_dead_let_go(directory: Path) -> None:
    for _try in range(200):
        try:
            take(directory)
        except Refusal:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the lock of a killed exporter is still held")


def _after_batches(directory: Path, seeds: range) -> Path:
    for seed in seeds:
        move(seed)
        here = take(directory).epoch
    return here


def test_spark_reads_the_same_history(tmp_path: Path, spark: Any) -> None:
    _after_batches(tmp_path, range(2))
    compact(tmp_path)
    _after_batches(tmp_path, range(2, 4))
    history.in_spark(tmp_path, spark)
    for kind in KINDS:
        rows = rows_of_spark(spark, f"SELECT {', '.join(schema_of(kind).names)} FROM {kind}")
        assert sorted(rows, key=repr) == tables()[kind]
