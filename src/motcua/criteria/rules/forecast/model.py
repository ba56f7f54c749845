"""The chance to become late: a sum of one term for each number that is known, in log odds.

The number that leads is how others fared from the same place (empirical survival); the others correct it, each
by a broken line over its own values. The corrections are held back (ridge) the more, the fewer dossiers taught
them. Because the whole is a sum, what each number adds is exact.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.forecast.moments import Floats


class Term(NamedTuple):
    """A broken line through (knot, height): what a number adds to the log odds; level beyond both ends.

    `usual`: the median of the number among those that taught it.
    """

    name: str
    knots: tuple[float, ...]
    heights: tuple[float, ...]
    usual: float

    def adds(self, numbers: Floats) -> Floats:
        return np.interp(numbers, self.knots, self.heights)


@dataclass(frozen=True)
class Model:
    """Log odds = shift + slope × (start + the terms). `spread`, `spread_body`: how far whole weeks swing beside it,
    of all bodies together and of one, in log odds. `stretch80`, `stretch95`: how much wider than drawn an interval of a
    period's end has to be, as past ends have shown. `weak`: too little was known to learn more than shares of the past.
    """

    at: int
    dossiers: int
    late: int
    weak: bool
    start: float
    terms: tuple[Term, ...]
    slope: float = 1.0
    shift: float = 0.0
    spread: float = 0.0
    spread_body: float = 0.0
    stretch80: float = 1.0
    stretch95: float = 1.0

    def pushes(self, numbers: Floats) -> Floats:
        """What each term adds to the log odds of each row, in the order of the terms."""
        return self.slope * np.column_stack([term.adds(column) for term, column in self._with(numbers)])

    def log_odds(self, numbers: Floats) -> Floats:
        total: Floats = self.shift + self.slope * self.start + self.pushes(numbers).sum(axis=1)
        return total

    def probabilities(self, numbers: Floats) -> Floats:
        return chance(self.log_odds(numbers))

    def to_json(self) -> str:
        """Numbers and names only: nothing that could run."""
        return json.dumps(asdict(self) | {"terms": [term._asdict() for term in self.terms]}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Model":
        said = json.loads(text)
        said["terms"] = tuple(
            Term(one["name"], tuple(one["knots"]), tuple(one["heights"]), one["usual"])
            for one in said["terms"]
        )
        return cls(**said)

    def _with(self, numbers: Floats) -> Sequence[tuple[Term, Floats]]:
        return list(zip(self.terms, numbers.T, strict=True))


def chance(log_odds: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))


def log_odds(share: Floats) -> Floats:
    """Of a share; never beyond one in ten thousand."""
    held = np.clip(share, 1e-4, 1 - 1e-4)
    found: Floats = np.log(held / (1 - held))
    return found
