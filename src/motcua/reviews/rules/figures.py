"""The frozen figures of a report: what the index said of a body in a period, up to a moment; as JSON, with a digest.

Points and rates are exact to the decimals given, as text; texts about them are written from here and nowhere else.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

POINTS, RATE = Decimal("0.0001"), Decimal("0.01")


class Standing(StrEnum):
    """SHORT: below full points, on cases. KEPT: full points, on cases. EMPTY: points lost because there was nothing to
    measure. UNKNOWN: the system cannot know it. Full points by rule, without a case, are told of nowhere.
    """

    SHORT = "short"
    KEPT = "kept"
    EMPTY = "empty"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Place:
    """Where most of the points were lost, as far down as it could be followed: names in Vietnamese, empty beyond.

    `points` lost there, `cases`: late dossiers behind them, `position`: who answers for the unit.
    """

    body: str = ""
    body_name: str = ""
    procedure: str = ""
    procedure_name: str = ""
    step: str = ""
    step_name: str = ""
    unit: str = ""
    unit_name: str = ""
    position: str = ""
    points: str = ""
    cases: int = 0


@dataclass(frozen=True)
class Task:
    """An open directive on the criterion: who leads it (unit and position), until when. `watched`: verified, kept."""

    code: str
    title: str
    unit_name: str
    position: str
    due_on: str
    watched: bool = False


@dataclass(frozen=True)
class Figure:
    """One criterion. `rate` in percent (a mean grade as it is), empty where there was nothing to measure.

    `said`: what the diagnosis concluded, in sentences with their numbers; `reasons`: causes that it found, in words.
    """

    criterion: str
    group: str
    name: str
    name_en: str
    standing: Standing
    numerator: int
    denominator: str
    rate: str
    points: str
    most: str
    lost: str
    formula: str
    is_mean: bool = False
    place: Place = Place()
    said: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True)
class Figures:
    """What was counted for a body, by which set, in which period, up to when."""

    body: str
    body_name: str
    criteria_set: str
    set_digest: str
    period: str
    horizon: str
    points: str
    most: str
    lines: tuple[Figure, ...]

    def of(self, *standings: Standing) -> list[Figure]:
        return [line for line in self.lines if line.standing in standings]

    @property
    def short(self) -> list[Figure]:
        """What was lost most first."""
        found = self.of(Standing.SHORT, Standing.EMPTY)
        return sorted(found, key=lambda line: -Decimal(line.lost))

    @property
    def lost(self) -> Decimal:
        return sum((Decimal(line.lost) for line in self.short), Decimal(0))


def exact(number: Fraction | int, to: Decimal = POINTS) -> str:
    """Rounded half to even to so many decimals, as text."""
    whole = Fraction(number) / Fraction(to)
    return str((Decimal(round(whole)) * to).quantize(to))


def as_json(figures: Figures) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(asdict(figures), ensure_ascii=False))
    return found


def from_json(told: Mapping[str, Any]) -> Figures:
    return Figures(**{**told, "lines": tuple(_line(line) for line in told["lines"])})


def digest_of(told: Mapping[str, Any]) -> str:
    """SHA-256 of canonical JSON: sorted keys, UTF-8, nothing left out."""
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _line(told: Mapping[str, Any]) -> Figure:
    return Figure(
        **{
            **told,
            "standing": Standing(told["standing"]),
            "place": Place(**told["place"]),
            "said": tuple(told["said"]),
            "reasons": tuple(told["reasons"]),
            "tasks": tuple(Task(**task) for task in told["tasks"]),
        }
    )
