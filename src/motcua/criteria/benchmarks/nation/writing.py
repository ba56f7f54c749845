"""The made-up nation as Parquet, as a compacted history lies: sorted by body and reception, two processes at it."""

import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from motcua.criteria.benchmarks.nation import lives, work
from motcua.criteria.benchmarks.nation.lives import ABSENT
from motcua.criteria.benchmarks.nation.world import (
    BEGINS,
    DAY,
    FIRST_MONTH,
    HORIZON,
    LONG_AGO,
    MONTHS,
    OF_A_DEPARTMENT,
    OF_COMMUNES,
    PROVINCES,
    SEED,
    Numbers,
    World,
    world,
)
from motcua.criteria.rules.history import schema_of
from motcua.criteria.rules.periods import first_instant

PROCESSES = 2
CHUNK = 400_000
ROW_GROUP = 122_880
NATION = "VN"


def write(directory: Path, dossiers: int, *, with_steps: bool = False) -> None:
    """The nation's facts, below `dossier`, `petition`, `offer`, `declared`; and `closure.parquet`.

    With steps, these stand below `step`, and every dossier has a code.
    """
    counts = np.random.default_rng([SEED, dossiers]).multinomial(dossiers, world().volume)
    cuts = np.searchsorted(np.cumsum(counts), np.arange(CHUNK, dossiers, CHUNK))
    spans = [span for span in np.split(np.arange(len(counts)), cuts) if len(span)]
    for kind in ("dossier", "petition", "offer", "declared", *(["step"] if with_steps else [])):
        (directory / kind).mkdir(parents=True)
    chunk = partial(_chunk, directory, counts, with_steps)
    with ProcessPoolExecutor(PROCESSES) as workers:
        list(workers.map(chunk, range(len(spans)), spans))
    _offers(directory)
    _declared(directory, counts)
    _closure(directory)


def size_of(directory: Path) -> int:
    """Bytes of all files below."""
    return sum(os.path.getsize(path) for path in directory.rglob("*.parquet"))


def _chunk(directory: Path, counts: Numbers, with_steps: bool, number: int, bodies: Numbers) -> None:  # noqa: FBT001
    dice = np.random.default_rng([SEED, number, int(counts.sum())])
    columns, name = lives.dossiers(world(), bodies, counts[bodies], dice), f"{number:04}.parquet"
    codes = _codes(number, len(columns["body"])) if with_steps else None
    _write(directory / "dossier" / name, "dossier", columns, codes)
    _write(directory / "petition" / name, "petition", _petitions(columns, dice))
    if codes is not None:
        rounds = work.rounds(columns, np.random.default_rng([SEED, number, 3]))
        of = codes.take(pa.array(rounds.pop("code")))
        _write(directory / "step" / name, "step", rounds, of)


def _codes(chunk: int, count: int) -> Any:
    """As long as real ones are."""
    numbers = pa.array(np.arange(count) + 10_000_000).cast(pa.string())
    return pc.binary_join_element_wise(pa.scalar(f"H00.{chunk:04}-"), numbers, "")


def _petitions(columns: dict[str, Any], dice: np.random.Generator) -> dict[str, Any]:
    """One for each dossier that has one; answered within three weeks, mostly in time."""
    (about,) = np.nonzero((columns["petitions"] > 0) & (columns["received_at"] != ABSENT))
    count = len(about)
    sent = np.minimum(columns["received_at"][about] + dice.integers(0, 20 * DAY, count), HORIZON - 1)
    answered = sent + dice.integers(DAY, 22 * DAY, count)
    is_answered, due = answered < HORIZON, sent + 15 * DAY
    return {
        "body": columns["body"][about],
        "procedure": columns["procedure"][about],
        "about": (dice.random(count) < 0.3).astype(np.int64),
        "sent_at": sent,
        "due_at": due,
        "late_at": np.where(is_answered & (answered <= due), ABSENT, due + 1),
        "answered_at": np.where(is_answered, answered, ABSENT),
        "liked": np.where(dice.random(count) < 0.5, -1, dice.integers(0, 2, count)),
        "reopened": (dice.random(count) < 0.05).astype(np.int64),
    }


def _offers(directory: Path) -> None:
    """Every body offers all of its kind; a tenth was published anew in the time that is measured."""
    here, dice = world(), np.random.default_rng([SEED, 1])
    many = np.where(here.department < 0, OF_COMMUNES, OF_A_DEPARTMENT)
    body = np.repeat(np.arange(len(many)), many)
    within = np.arange(len(body)) - np.repeat(np.cumsum(many) - many, many)
    procedure = here.first_procedure(body) + within
    anew = dice.random(len(body)) < 0.1
    changed = BEGINS + dice.integers(0, (HORIZON - BEGINS) // DAY, len(body)) * DAY
    former = _versions(here, body, procedure, np.full(len(body), LONG_AGO), dice)
    former["ends_at"] = np.where(anew, changed, ABSENT)
    newer = {name: column[anew] for name, column in _versions(here, body, procedure, changed, dice).items()}
    _write(directory / "offer" / "0000.parquet", "offer", former)
    _write(directory / "offer" / "0001.parquet", "offer", newer)


def _versions(
    here: World, body: Numbers, procedure: Numbers, begins: Numbers, dice: np.random.Generator
) -> dict[str, Any]:
    def mostly(share: float) -> Numbers:
        return np.where(dice.random(len(body)) < 0.1, -1, (dice.random(len(body)) < share).astype(np.int64))

    return {
        "body": body,
        "procedure": procedure,
        "begins_at": begins,
        "ends_at": np.full(len(body), ABSENT),
        "online_level": here.level[procedure],
        "eligible": here.eligible[procedure],
        "fee": here.fee[procedure] > 0,
        "document": here.document[procedure],
        "citizen": here.citizen[procedure],
        "complete": dice.random(len(body)) < 0.9,
        "decided_at": begins - 5 * DAY,
        "published_at": np.where(dice.random(len(body)) < 0.95, begins - DAY, ABSENT),
        "decision_on_time": mostly(0.9),
        "publication_on_time": mostly(0.85),
    }


def _declared(directory: Path, counts: Numbers) -> None:
    """What was synchronised and reported, of each body and month; communes, of each province."""
    here, dice = world(), np.random.default_rng([SEED, 2])
    rows: list[tuple[str, int, str, int]] = []
    for month in range(MONTHS):
        began = first_instant(FIRST_MONTH + month)
        moment = int(began.timestamp()) * 1_000_000
        reported = dice.poisson(counts / MONTHS)
        shared = dice.binomial(reported, 0.97)
        for code, all_of, some in zip(here.bodies, reported.tolist(), shared.tolist(), strict=True):
            rows.append((code, moment, "reported_national", all_of))
            rows.append((code, moment, "synchronised", some))
        for province in range(PROVINCES):
            communes = int(((here.province == province) & (here.department < 0)).sum())
            rows.append((here.provinces[province], moment, "communes", communes))
            rows.append((here.provinces[province], moment, "communes_certifying", communes * 3 // 4))
    names = ("body", "month_at", "name", "amount")
    table = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    pq.write_table(
        pa.table({**table, "procedure": [""] * len(rows)}), directory / "declared" / "0000.parquet"
    )


def _closure(directory: Path) -> None:
    here = world()
    above = [here.provinces[province] for province in here.province]
    own = [*here.bodies, *here.provinces]
    pairs = [
        *zip(above, here.bodies, strict=True),
        *((code, code) for code in own),
        *((NATION, code) for code in own),
    ]
    table = {"node": [node for node, _body in pairs], "body": [body for _node, body in pairs]}
    pq.write_table(pa.table(table), directory / "closure.parquet")


def _write(path: Path, kind: str, columns: dict[str, Any], codes: Any = None) -> None:
    here = world()
    words = {
        "body": here.bodies,
        "procedure": here.procedures,
        "channel": lives.CHANNELS,
        "online_level": lives.LEVELS,
        "ending": lives.ENDINGS,
        "about": ("regulation", "conduct"),
        "step": work.STEPS,
        "step_kind": work.STEPS,
    }
    types = {field.name: field.type for field in schema_of(kind)}
    table = pa.table(
        {name: _column(column, types[name], words.get(name)) for name, column in columns.items()}
        | ({} if codes is None else {"code": codes})
    )
    pq.write_table(table, path, compression="zstd", row_group_size=ROW_GROUP)


def _column(column: Any, type_: Any, words: Any) -> Any:
    if words is not None:
        numbers = pa.array(column.astype(np.int16))
        return pa.DictionaryArray.from_arrays(numbers, pa.array(list(words))).cast(type_)
    if pa.types.is_boolean(type_):
        flags = column.astype(np.int8)
        return pa.array(flags > 0, mask=flags < 0)
    return pa.array(column, mask=column == ABSENT)
