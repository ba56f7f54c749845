"""A follower that folds no ledger: batches of any facts, each in one transaction, as the real one writes them."""

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
from django.db import connection, transaction

from motcua.criteria.models import Reader
from motcua.criteria.queries import history
from motcua.criteria.rules.facts import StepFact
from motcua.criteria.rules.history import KINDS, schema_of
from motcua.criteria.services import keeping
from tests.criteria.measures.rows import HORIZON, MIDNIGHT, kinds, scattered

KEYS = 40
"""So few that most facts move again and again."""


@transaction.atomic
def move(seed: int, count: int = 30) -> int:
    """One batch of facts, new or moved; its number."""
    Reader.objects.get_or_create(name="index", defaults={"horizon": HORIZON})
    reader = Reader.objects.select_for_update().get(name="index")
    reader.batch += 1
    facts = scattered(count, seed)
    for kind, of_kind in kinds(facts).items():
        newest = {tuple(getattr(fact, name) for name in keeping.KEYS[kind]): fact for fact in of_kind}
        timed = [(fact, None) for fact in newest.values()]
        keeping.write(kind, timed, counted_at=HORIZON, batch=reader.batch)
    keeping.write_steps(_steps(random.Random(seed)), batch=reader.batch)
    reader.save()
    return reader.batch


def _steps(dice: random.Random) -> list[StepFact]:
    steps = {
        (f"D-{dice.randrange(KEYS)}", dice.choice(("thẩm định", "ký, đóng dấu"))): None
        for _number in range(dice.randrange(6))
    }
    return [
        StepFact(
            code, step, 1, "H49.12", "1.000123", "task", "specialist", 'Phòng "một cửa",\ntầng 2', MIDNIGHT,
            closed_at=dice.choice((None, MIDNIGHT + timedelta(days=dice.randrange(9)))),
        )
        for code, step in steps
    ]  # fmt: skip


Rows = dict[str, list[tuple[Any, ...]]]


def tables() -> Rows:
    """The house's own rows, by kind."""
    found = {}
    with connection.cursor() as cursor:
        for kind in KINDS:
            cursor.execute(f"SELECT {', '.join(schema_of(kind).names)} FROM criteria_{kind}")
            found[kind] = sorted(cursor.fetchall(), key=repr)
    return found


def exported(directory: Path, kinds_read: tuple[str, ...] = KINDS) -> Rows:
    """The same, as whoever reads the files sees them."""
    with duckdb.connect() as database:
        history.in_duckdb(directory, database)
        return {
            kind: sorted(
                database.execute(f"SELECT {', '.join(schema_of(kind).names)} FROM {kind}").fetchall(),
                key=repr,
            )
            for kind in kinds_read
        }
