"""When invented dossiers are filed, received, due and ended, and how they end."""

import numpy as np

from motcua.criteria.benchmarks.invented.drawing import DAY_MINUTES, FIRST, HORIZON, Draw, clock
from motcua.criteria.rules.detectors.tables import MINUTE, NEVER, Ints, microseconds

LIMITS_DAYS = (1, 2, 3, 5, 5, 7, 10, 10, 15, 20)
HURRIES = 5


def live(draw: Draw) -> None:
    """Limits of half of the procedures end at closing time, of the others at any minute."""
    filed = _filed(draw)
    waiting = draw.rng.lognormal(0, 0.75, draw.count) * draw.differing(60)
    received = clock().before(filed) + np.where(draw.online, waiting, 2).astype(np.int64)
    limit = DAY_MINUTES * np.array(LIMITS_DAYS)[draw.procedure % len(LIMITS_DAYS)]
    asked = draw.happens(draw.differing(0.045) * (0.4 + draw.procedure / 25))
    begun = received + np.where(asked, draw.whole(480, 480 * 8), 0)
    due = begun + limit
    due = np.where(draw.procedure % 2 == 0, -(-due // DAY_MINUTES) * DAY_MINUTES, due)
    ended = _ended(draw, begun, due, limit)
    draw.table |= {
        "filed_at": filed,
        "received_at": clock().after(received),
        "due_at": clock().after(due),
        "ended_at": clock().after(ended) + draw.whole(0, MINUTE),
        "supplements": asked.astype(int),
    }
    _endings(draw)


def _filed(draw: Draw) -> Ints:
    """In working time, and online a third in the evening."""
    first, last = clock().before(np.array([microseconds(FIRST), microseconds(HORIZON)])).tolist()
    filed = clock().after(draw.whole(first, last)) + draw.whole(0, MINUTE)
    evening = draw.online & draw.happens(0.35)
    return np.where(evening, filed + draw.whole(60, 600) * MINUTE, filed)


def _ended(draw: Draw, begun: Ints, due: Ints, limit: Ints) -> Ints:
    """By the body's pace; a third of what would be late is hurried; some bodies sign every other day."""
    taken = limit * draw.differing(draw.manner.pace, 0.15) * draw.rng.lognormal(0, 0.55, draw.count)
    ended = begun + taken.astype(np.int64)
    hurried = (ended > due) & draw.happens(0.35)
    ended = np.where(hurried, _hurried(draw, due), _by_the_hour(ended))
    in_heaps = (draw.rng.random(draw.bodies) < 0.15)[draw.body]
    signing_day = -(-ended // (2 * DAY_MINUTES)) * 2 * DAY_MINUTES
    ended = np.where(in_heaps, signing_day + draw.whole(60, 300), ended)
    ended = np.where(draw.happens(0.0003), begun + draw.whole(1, 8), np.maximum(ended, begun + 12))
    return ended.astype(np.int64)


def _hurried(draw: Draw, due: Ints) -> Ints:
    """The nearer to due the more, and most in the middle of a day: of several moments the likeliest hour is taken."""
    early = draw.rng.exponential(DAY_MINUTES, (HURRIES, len(due))).astype(np.int64)
    minute = (due - early) % DAY_MINUTES
    liked = 1 - 0.33 * np.cos(2 * np.pi * minute / DAY_MINUTES)
    chosen = np.argmax(np.log(liked) + draw.rng.gumbel(size=early.shape), axis=0)
    found: Ints = due - early[chosen, np.arange(len(due))]
    return found


def _by_the_hour(ended: Ints) -> Ints:
    """Few things end at the beginning and at the end of a working day, many in its middle."""
    day, minute = ended // DAY_MINUTES, ended % DAY_MINUTES
    shifted = minute + 25 * np.sin(2 * np.pi * minute / DAY_MINUTES)
    found: Ints = day * DAY_MINUTES + np.clip(shifted, 0, DAY_MINUTES - 1).astype(np.int64)
    return found


def _endings(draw: Draw) -> None:
    table, chance = draw.table, draw.rng.random(draw.count)
    rare = [chance < 0.02, chance < 0.032, chance < 0.04]
    table["ending"] = np.select(rare, ["refused", "stopped", "withdrawn"], "completed").astype("U12")
    turned_away = draw.happens(0.022)
    table["refused_at_intake_at"] = np.where(turned_away, table["received_at"], NEVER)
    for name in ("received_at", "ended_at"):
        table[name] = np.where(turned_away, NEVER, table[name])
    for name in ("received_at", "ended_at", "refused_at_intake_at"):
        table[name] = np.where(table[name] > microseconds(HORIZON), NEVER, table[name])
    is_received = table["received_at"] != NEVER
    table["due_at"] = np.where(is_received, table["due_at"], NEVER)
    table["supplements"] = np.where(is_received, table["supplements"], 0)
    table["ending"] = np.where(table["ended_at"] != NEVER, table["ending"], "")
