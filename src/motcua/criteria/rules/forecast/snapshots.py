"""At which moments past dossiers are looked at again, and which of them can teach: their fate is known."""

from collections.abc import Iterable

import numpy as np

from motcua.criteria.rules.forecast.history import History, Rows
from motcua.criteria.rules.forecast.moments import DAY, HOUR, Bools, Floats
from motcua.criteria.rules.forecast.seen import Seen

LIMIT = 40_000
SETTLING = 10 * DAY
"""A due moment has to be that long ago: else the quick ones would be known, and the slow ones of the same day not."""
WARMING = 5 * DAY


def snapshots(history: History, at: int, *, seed: int, limit: int = LIMIT) -> Rows:
    """Open dossiers at moments spread evenly over the working time before `at`, of those whose fate was known then.

    A dossier is seen at as many ages as moments fall into its life; the moments never depend on how long it lived.
    """
    begin = int(history.received.min(initial=at)) + WARMING
    if begin >= at:
        return merged([])
    worked = history.time.worked(np.array([begin, at]))
    count = _how_many(history, begin, at, limit)
    jitter = np.random.default_rng(seed).random(count)
    steps = (np.arange(count) + jitter) / count
    moments = history.time.moments(worked[0] + steps * (worked[1] - worked[0]))
    rows = merged(history.open_at(int(moment)) for moment in moments)
    return rows.only(settled(history, rows, at))


def census(history: History, begins: int, ends: int, *, hour: float = 9) -> Rows:
    """Every morning's open dossiers, on working days: what a page would have shown."""
    days = np.arange((begins + 7 * HOUR) // DAY, (ends + 7 * HOUR) // DAY + 1) * DAY - 7 * HOUR
    works = history.time.between(days, days + DAY) > 0
    mornings = days[works] + int(hour * HOUR)
    shown = mornings[(mornings >= begins) & (mornings < ends)]
    return merged(history.open_at(int(morning)) for morning in shown)


def settled(history: History, rows: Rows, at: int) -> Bools:
    """Ended or late by `at`, and due, as known when it was seen, long enough before."""
    fate = np.minimum(history.ended[rows.dossier], history.late[rows.dossier])
    return (fate < at) & (Seen(history, rows).due + SETTLING <= at)


def fell_due(history: History, rows: Rows, at: int) -> Bools:
    """Due long enough before `at`, whatever is known of the fate."""
    due: Bools = Seen(history, rows).due + SETTLING <= at
    return due


def late(history: History, rows: Rows) -> Floats:
    """1 for the settled rows that became late, else 0."""
    return (history.late[rows.dossier] <= history.ended[rows.dossier]).astype(np.float64)


def weights(history: History, rows: Rows) -> Floats:
    """Less for a look at a dossier with much time, which is looked at often; together as many as there are dossiers.

    A weight depends on the time allowed, which is known when it is seen, and never on the time taken: that would
    teach too low a chance of the dossiers that take longest.
    """
    seen = Seen(history, rows)
    worth = np.maximum(seen.allowed / history.time.day, 1) ** -0.25
    found: Floats = worth * (len(np.unique(rows.dossier)) / max(worth.sum(), 1e-9))
    return found


def merged(some: Iterable[Rows]) -> Rows:
    few = list(some)
    if not few:
        return Rows(np.zeros(0, np.int64), np.zeros(0, np.int64))
    return Rows(np.concatenate([one.dossier for one in few]), np.concatenate([one.at for one in few]))


def _how_many(history: History, begin: int, at: int, limit: int) -> int:
    """Moments at which about `limit` open dossiers are seen; at least one, at most four in a working day."""
    fate = np.minimum(np.minimum(history.ended, history.late), at)
    lived = np.maximum(fate - np.maximum(history.received, begin), 0).sum() / (at - begin)
    most = 4 * history.time.between(np.array([begin]), np.array([at]))[0] / history.time.day
    return int(max(1, min(limit / max(lived, 1e-9), most)))
