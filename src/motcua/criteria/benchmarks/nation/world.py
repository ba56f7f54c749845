"""Who serves in the made-up nation, and what: drawn once from a fixed seed.

34 provinces, 3,321 communes, 15 departments each: 3,831 bodies that keep counters; 2,395 procedures, asked for by
Zipf's law. Bodies and procedures differ in pace; every body offers every procedure of its kind.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

SEED = 766
PROVINCES, COMMUNES, DEPARTMENTS = 34, 3_321, 15
OF_COMMUNES, OF_A_DEPARTMENT = 400, 133
PROCEDURES = OF_COMMUNES + DEPARTMENTS * OF_A_DEPARTMENT
FIRST_MONTH, MONTHS = 12 * 2024, 24
SECOND = 1_000_000
DAY = 86_400 * SECOND
BEGINS = 1_704_042_000 * SECOND
"""1 January 2024, 00:00 in Hà Nội, in microseconds since 1970."""
HORIZON = BEGINS + 731 * DAY
"""1 January 2026, 00:00: 24 whole months later."""
LONG_AGO = 946_659_600 * SECOND
"""1 January 2000: since when most procedures are offered."""

Numbers = NDArray[np.int64]
Shares = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class World:
    """Bodies by number, procedures by number."""

    province: Numbers
    department: Numbers
    """Of a body: its kind of department, -1 for a commune."""
    volume: Shares
    pace: Shares
    digital: Shares
    limit_days: Numbers
    fee: Numbers
    procedure_pace: Shares
    document: Flags
    eligible: Flags
    citizen: Flags
    level: Numbers
    """Of a procedure: online service none (0), partial (1), full (2)."""

    @property
    def bodies(self) -> list[str]:
        """Codes of the bodies that keep counters."""
        return [f"H{province:02}.{number:04}" for number, province in enumerate(self.province)]

    @property
    def provinces(self) -> list[str]:
        return [f"H{province:02}" for province in range(PROVINCES)]

    @property
    def procedures(self) -> list[str]:
        return [f"1.{number:06}" for number in range(PROCEDURES)]

    def first_procedure(self, body: Any) -> Any:
        """The number of the first procedure that bodies offer; theirs follow each other."""
        department = self.department[body]
        return np.where(department < 0, 0, OF_COMMUNES + department * OF_A_DEPARTMENT)


@cache
def world() -> World:
    dice = np.random.default_rng(SEED)
    weights = dice.lognormal(0, 0.35, PROVINCES)
    communes = np.floor(weights / weights.sum() * COMMUNES).astype(int)
    communes[: COMMUNES - communes.sum()] += 1
    every = np.arange(PROVINCES)
    province = np.concatenate([np.repeat(every, communes), np.repeat(every, DEPARTMENTS)])
    department = np.concatenate([np.full(COMMUNES, -1), np.tile(np.arange(DEPARTMENTS), PROVINCES)])
    order = np.argsort(province, kind="stable")
    province, department = province[order], department[order]
    share = np.where(department < 0, 0.8 / COMMUNES, 0.2 / (PROVINCES * DEPARTMENTS))
    volume = dice.lognormal(0, 0.6, len(province)) * share
    eligible = dice.random(PROCEDURES) < 0.6
    return World(
        province=province,
        department=department,
        volume=volume / volume.sum(),
        pace=np.exp(dice.normal(0, 0.12, PROVINCES)[province] + dice.normal(0, 0.18, len(province))),
        digital=np.clip(dice.beta(8, 3, len(province)), 0.05, 0.99),
        limit_days=dice.choice([1, 3, 5, 7, 10, 15, 20, 30], PROCEDURES),
        fee=np.where(dice.random(PROCEDURES) < 0.5, 0, dice.choice([8_000, 50_000, 150_000], PROCEDURES)),
        procedure_pace=dice.lognormal(0, 0.15, PROCEDURES),
        document=dice.random(PROCEDURES) < 0.8,
        eligible=eligible,
        citizen=dice.random(PROCEDURES) < 0.6,
        level=np.where(eligible, 2, np.where(dice.random(PROCEDURES) < 0.5, 1, 0)),
    )
