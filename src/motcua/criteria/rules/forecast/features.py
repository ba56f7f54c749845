"""What is known of an open dossier at a moment, as numbers in natural units, strictly from before.

Hours are working hours. Shares of the past are shrunken: few cases say little.
"""

from collections.abc import Mapping

import numpy as np

from motcua.criteria.rules.forecast.history import History, Rows
from motcua.criteria.rules.forecast.loads import loads
from motcua.criteria.rules.forecast.moments import DAY, HOUR, NEVER, Floats
from motcua.criteria.rules.forecast.rates import rates
from motcua.criteria.rules.forecast.seen import Seen
from motcua.criteria.rules.forecast.ways import ways

MATTERS: Mapping[str, str] = {
    "left_hours": "little-time-left",
    "used_share": "little-time-left",
    "allowed_hours": "tight-limit",
    "days_off": "days-off-ahead",
    "paused": "clock-stands",
    "supplements": "supplement",
    "extended": "extended",
    "weekday": "time-of-week",
    "season": "time-of-year",
    "step_hours": "waits-at-step",
    "step_over_hours": "waits-at-step",
    "step_left_share": "waits-at-step",
    "taken": "nobody-took-it",
    "no_step": "not-handed-over",
    "returned": "returned",
    "unit_open": "unit-overloaded",
    "unit_days_of_work": "unit-overloaded",
    "unit_overdue_share": "unit-overloaded",
    "queue_share": "unit-overloaded",
    "unit_late_share": "unit-often-late",
    "way_share": "slow-steps-ahead",
    "way_queue_share": "slow-steps-ahead",
    "way_worst_share": "slow-steps-ahead",
    "way_steps": "slow-steps-ahead",
    "base_late_share": "many-late-now",
    "recent_late_share": "many-late-now",
    "procedure_late_share": "procedure-often-late",
    "procedure_recent_share": "procedure-often-late",
    "body_late_share": "body-often-late",
    "body_recent_share": "body-often-late",
    "pair_late_share": "body-often-late",
    "channel_late_share": "channel-often-late",
    "outlasting_step": "others-took-longer",
    "outlasting_lately": "others-took-longer",
    "outlasting_unit": "others-took-longer",
    "outlasting_procedure": "others-took-longer",
    "lasting_usually": "others-took-longer",
    "lasting_now": "others-took-longer",
}
"""The numbers in order, each with the matter in whose name it speaks."""

LESS_IS_WORSE = frozenset({"left_hours", "allowed_hours", "step_left_share", "taken"})
NEVER_SAID = frozenset({"weekday", "season", "base_late_share", "recent_late_share", "channel_late_share"})
"""No reason that anybody could act on, or no direction that is the bad one."""

SEASON_NEEDS = 730 * DAY
"""Before two years have been seen, a season cannot be told from what else changed."""
LEGAL_ZONE = 7 * HOUR
THURSDAY = 3  # 1 January 1970; Monday is 0
YEAR = 365.2425


def features(history: History, rows: Rows) -> Floats:
    """One row of numbers for each row, in the order of MATTERS."""
    seen = Seen(history, rows)
    columns = {**_clock(seen), **_step(seen), **loads(seen), **ways(seen), **rates(seen)}
    return np.column_stack([columns[name] for name in MATTERS])


def _clock(seen: Seen) -> dict[str, Floats]:
    time, marks, mark = seen.history.time, seen.history.marks, seen.mark
    day = (seen.at + LEGAL_ZONE) // DAY
    seasoned = seen.at - np.min(seen.history.received, initial=NEVER) >= SEASON_NEEDS
    return {
        "left_hours": seen.left,
        "used_share": np.clip(time.between(seen.began, seen.at) / seen.allowed, 0, 4),
        "allowed_hours": seen.allowed,
        "days_off": np.clip((seen.due - seen.at) / DAY - seen.left / time.day, 0, 60),
        "paused": marks.paused[mark] * 1.0,
        "supplements": marks.supplements[mark] * 1.0,
        "extended": marks.extended[mark] * 1.0,
        "weekday": np.minimum((day + THURSDAY) % 7, 5) * 1.0,
        "season": np.where(seasoned, day % YEAR / YEAR, 0.5),
    }


def _step(seen: Seen) -> dict[str, Floats]:
    stays, time = seen.history.stays, seen.history.time
    due = stays.due[seen.stay]
    left = np.where(due < NEVER, time.between(seen.at, due), 0)
    return {
        "step_hours": seen.stayed,
        "step_over_hours": np.maximum(-left, 0),
        "step_left_share": np.clip(left / seen.divisor, -2, 2),
        "taken": (stays.taken[seen.stay] < seen.at) * 1.0,
        "no_step": ~seen.handed_over * 1.0,
        "returned": (stays.round[seen.stay] > 1) * 1.0,
    }
