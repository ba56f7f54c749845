"""The dossiers of some bodies, drawn at once: arrays of the columns that flows read, sorted by body and reception."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from motcua.criteria.benchmarks.nation.world import (
    BEGINS,
    DAY,
    HORIZON,
    OF_A_DEPARTMENT,
    OF_COMMUNES,
    SECOND,
    Flags,
    Numbers,
    Shares,
    World,
)

ABSENT = np.iinfo(np.int64).min
"""Stands for a moment that there is not, until the arrays are written."""
ZONE = 25_200 * SECOND
CHANNELS = ("counter", "online", "post")
LEVELS = ("none", "partial", "full")
ENDINGS = ("", "completed", "refused", "stopped", "withdrawn")


@dataclass(frozen=True)
class _Course:
    """When things happen to each dossier."""

    received: Numbers
    due: Numbers
    ended: Numbers
    asked_twice: Flags

    @property
    def is_done(self) -> Flags:
        return self.ended < HORIZON


def dossiers(world: World, bodies: Numbers, counts: Numbers, dice: np.random.Generator) -> dict[str, Any]:
    """Columns by name; words as numbers into CHANNELS, LEVELS and ENDINGS, bodies and procedures by number."""
    body = np.repeat(bodies, counts)
    procedure = _procedures(world, body, dice)
    count = len(body)
    supplements = dice.choice([0, 1, 2], count, p=[0.80, 0.18, 0.02])
    course = _course(world, body, procedure, supplements, dice)
    late = _late(course, dice.random(count) < 0.03)
    done, refused = course.is_done, dice.random(count) < 0.02
    digital = world.digital[body]
    channel = np.where(dice.random(count) < 0.9 * digital, 1, np.where(dice.random(count) < 0.1, 2, 0))
    fee = world.fee[procedure]
    paid = (fee > 0) & (dice.random(count) < digital)
    document = world.document[procedure]
    return {
        "body": body,
        "procedure": procedure,
        "channel": channel,
        "online_level": world.level[procedure],
        "eligible": world.eligible[procedure],
        "citizen": world.citizen[procedure],
        "papers": dice.integers(1, 8, count),
        "digitised": np.where(dice.random(count) < 0.8 * digital, dice.integers(1, 6, count), 0),
        "reused": (dice.random(count) < 0.3 * digital).astype(np.int64),
        "verified": dice.random(count) < 0.7 * digital,
        "fee": fee,
        "received_at": np.where(refused, ABSENT, course.received),
        "due_at": np.where(refused, ABSENT, course.due),
        "late_at": np.where(refused, ABSENT, late[0]),
        "late_day_at": np.where(refused, ABSENT, late[1]),
        "supplements": supplements,
        "ended_at": np.where(refused, course.received + DAY, np.where(done, course.ended, ABSENT)),
        "ending": np.where(done, dice.choice([1, 2, 3, 4], count, p=[0.93, 0.03, 0.02, 0.02]), 0),
        "document": document,
        "electronic": done & document & (dice.random(count) < digital),
        "paid_at": np.where(paid, course.received + 3_600 * SECOND, ABSENT),
        "paid_online": paid & (dice.random(count) < 0.6),
        "petitions": (dice.random(count) < 0.01).astype(np.int64),
        "disliked": done & (dice.random(count) < 0.02),
    }


def _procedures(world: World, body: Numbers, dice: np.random.Generator) -> Numbers:
    """By Zipf's law among those that the body offers."""
    drawn = dice.random(len(body))
    of_commune = np.searchsorted(_zipf(OF_COMMUNES), drawn).clip(0, OF_COMMUNES - 1)
    of_department = np.searchsorted(_zipf(OF_A_DEPARTMENT), drawn).clip(0, OF_A_DEPARTMENT - 1)
    chosen: Numbers = world.first_procedure(body) + np.where(
        world.department[body] < 0, of_commune, of_department
    )
    return chosen


def _zipf(count: int) -> Shares:
    weights = 1 / np.arange(1, count + 1) ** 1.05
    return np.cumsum(weights / weights.sum())


def _course(
    world: World, body: Numbers, procedure: Numbers, supplements: Numbers, dice: np.random.Generator
) -> _Course:
    """Received in office hours of any day; done at the body's pace, the time of a supplement not counted."""
    count = len(body)
    day = dice.integers(0, (HORIZON - BEGINS) // DAY, count)
    hour = dice.integers(7 * 3_600 * SECOND, 17 * 3_600 * SECOND, count)
    received = BEGINS + day * DAY + hour
    received = received[np.lexsort((received, body))]  # bodies come sorted: each one's moments in order
    limit = world.limit_days[procedure] * DAY
    pause = np.where(supplements > 0, dice.integers(DAY, 6 * DAY, count), 0)
    pace = 0.75 * world.pace[body] * world.procedure_pace[procedure] * dice.gamma(4, 0.25, count)
    ended = received + (limit * pace).astype(np.int64) + pause
    return _Course(received, received + limit + pause, ended, supplements > 1)


def _late(course: _Course, stands_still: Flags) -> tuple[Numbers, Numbers]:
    """The first instant late, and the first late day; absent where neither came nor can come by itself."""
    by_instant = course.due + 1
    second = course.received + (course.due - course.received) // 2
    by_instant = np.where(course.asked_twice, np.minimum(by_instant, second), by_instant)
    local = course.due + ZONE
    by_day = local - local % DAY + DAY - ZONE
    waits = stands_still & ~course.is_done
    end = np.minimum(course.ended, HORIZON)

    def kept(moment: Numbers) -> Numbers:
        gone = (course.is_done | waits) & (moment > end)
        return np.where(gone, ABSENT, moment)

    return kept(by_instant), kept(by_day)
