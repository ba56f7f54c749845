from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from motcua.criteria.benchmarks.invented.drawing import (
    FIRST,
    HORIZON,
    Columns,
    Draw,
    Manner,
    ends,
    named,
    starts,
)
from motcua.criteria.benchmarks.invented.lives import live
from motcua.criteria.benchmarks.invented.people import money, officers, opinions, papers, people
from motcua.criteria.rules.detectors import Table
from motcua.criteria.rules.detectors.tables import NEVER, SECOND, Flags, Ints, microseconds

PROCEDURES = 30
AN_HOUR = 3_600
TEN_YEARS = 315_360_000


@dataclass
class Province:
    """Columns of dossiers and of steps, and the source of chance from which they were drawn."""

    dossiers: Columns
    steps: Columns
    rng: np.random.Generator

    @property
    def tables(self) -> tuple[Table, Table]:
        return Table.of_columns(self.dossiers), Table.of_columns(self.steps)

    def __len__(self) -> int:
        return len(self.dossiers["code"])

    def in_month(self, name: str) -> Flags:
        found: Flags = (self.dossiers[name] >= starts()) & (self.dossiers[name] < ends())
        return found

    def rows(self, *, body: str, during: str = "filed_at") -> Ints:
        """The dossiers of a body of which this moment lies in the month."""
        return np.flatnonzero((self.dossiers["body"] == body) & self.in_month(during))


def honest(
    seed: int,
    *,
    dossiers: int = 10_000,
    bodies: int = 40,
    sizes: Sequence[int] = (),
    manner: Manner = Manner(),  # noqa: B008 -- frozen
) -> Province:
    """A province in which about so many dossiers are filed in the month, told up to some days after it.

    `sizes`: how many the first bodies get of them; the others share the rest.
    """
    rng = np.random.default_rng(seed)
    count = round(dossiers * (HORIZON - FIRST) / timedelta(days=31))
    weights = rng.lognormal(0, 0.7, bodies)
    weights[: len(sizes)] = 0
    weights *= (dossiers - sum(sizes)) / weights.sum()
    weights[: len(sizes)] = sizes
    shares = 1 / np.arange(2, PROCEDURES + 2)
    body = rng.choice(bodies, count, p=weights / weights.sum())
    draw = Draw(rng, bodies, body, rng.choice(PROCEDURES, count, p=shares / shares.sum()), manner)
    draw.table |= {
        "code": named("D{:07}", np.arange(count)),
        "body": named("B{:03}", draw.body),
        "procedure": named("P{:02}", draw.procedure),
        "channel": np.where(draw.happens(0.62), "online", "counter"),
    }
    for part in (live, people, papers, money, opinions):
        part(draw)
    province = Province(draw.table, officers(draw), rng)
    away = (draw.table["refused_at_intake_at"] != NEVER) | (draw.table["ending"] == "refused")
    come_again(province, np.flatnonzero(away & draw.happens(0.6)))
    return province


def come_again(province: Province, refused: Ints) -> None:
    """Let the applicants of these dossiers be those of the next ones of the same procedure at the same body."""
    table = province.dossiers
    cell = np.unique(np.char.add(table["body"], table["procedure"]), return_inverse=True)[1]
    at_intake = table["refused_at_intake_at"]
    closed = np.where(at_intake != NEVER, at_intake, table["ended_at"])
    begin = microseconds(FIRST)
    filed = cell * TEN_YEARS + (table["filed_at"] - begin) // SECOND
    order = np.argsort(filed)
    asked = cell[refused] * TEN_YEARS + (closed[refused] - begin) // SECOND + AN_HOUR
    places = np.searchsorted(filed[order], asked)
    inside = places < len(order)
    again, first = order[places[inside]], refused[inside]
    same = cell[again] == cell[first]
    for name in ("applicant_mark", "phone_mark"):
        table[name][again[same]] = table[name][first[same]]
