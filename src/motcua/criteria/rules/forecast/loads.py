"""How much work lies in a unit, and how fast it goes there."""

import numpy as np

from motcua.criteria.rules.forecast.history import History
from motcua.criteria.rules.forecast.moments import DAY, NEVER, Events, Floats, Ints
from motcua.criteria.rules.forecast.seen import Seen

LATELY = 14 * DAY
A_MONTH = 30 * DAY


class Desks:
    """Groups of work (units, or kinds of step in units) by what was opened, closed and overdue there."""

    def __init__(self, history: History, groups: Ints) -> None:
        stays, self._time = history.stays, history.time
        closed = stays.closed < NEVER
        took = self._time.between(stays.opened[closed], stays.closed[closed])
        late = (stays.due[closed] < stays.closed[closed]).astype(np.float64)
        self.opened = Events(groups, stays.opened)
        self.closed = Events(groups[closed], stays.closed[closed], np.maximum(took, 0), late)
        self._fell_due = Events(groups, np.maximum(stays.opened, stays.due))
        self._left_due = Events(groups, np.maximum(stays.closed, stays.due))

    @classmethod
    def of_units(cls, history: History) -> "Desks":
        return cls(history, history.stays.unit)

    @classmethod
    def of_kinds(cls, history: History) -> "Desks":
        return cls(history, history.unit_kinds)

    def waiting(self, groups: Ints, at: Ints) -> Floats:
        return np.maximum(self.opened.count(groups, at) - self.closed.count(groups, at), 0)

    def overdue(self, groups: Ints, at: Ints) -> Floats:
        """Those of the waiting ones whose own due moment has passed."""
        return np.maximum(self._fell_due.count(groups, at) - self._left_due.count(groups, at), 0)

    def an_hour(self, groups: Ints, at: Ints) -> Floats:
        """Finished in a working hour lately; never nothing, because nobody stands still for good."""
        hours = np.maximum(self._time.between(at - LATELY, at), self._time.day)
        return (self.closed.count(groups, at, within=LATELY) + 1) / hours

    def usual_hours(self, groups: Ints, at: Ints, prior: Floats | float) -> Floats:
        """The mean of the stays that ended in the last month, shrunken to `prior`."""
        total = np.maximum(self.closed.total(0, groups, at, within=A_MONTH), 0)
        return (total + 2 * prior) / (self.closed.count(groups, at, within=A_MONTH) + 2)

    def late_share(self, groups: Ints, at: Ints) -> Floats:
        late = np.maximum(self.closed.total(1, groups, at, within=A_MONTH), 0)
        return (late + 1) / (self.closed.count(groups, at, within=A_MONTH) + 10)


def loads(seen: Seen) -> dict[str, Floats]:
    """The load of the unit where each dossier lies; of none where it lies nowhere."""
    units, kinds = seen.history.once(Desks.of_units), seen.history.once(Desks.of_kinds)
    waiting = units.waiting(seen.unit, seen.at)
    days = waiting / units.an_hour(seen.unit, seen.at) / seen.history.time.day
    return {
        "unit_open": waiting,
        "unit_days_of_work": np.minimum(days, 200),
        "unit_overdue_share": (units.overdue(seen.unit, seen.at) + 0.2) / (waiting + 2),
        "queue_share": np.clip(queue_hours(seen) / seen.divisor, 0, 50),
        "unit_late_share": kinds.late_share(seen.unit_kind, seen.at),
    }


def queue_hours(seen: Seen) -> Floats:
    """Hours until its turn, if whoever came first to this kind of step in this unit goes first."""
    kinds, opened = seen.history.once(Desks.of_kinds), seen.history.stays.opened[seen.stay]
    came = kinds.opened.count(seen.unit_kind, np.where(seen.handed_over, opened, seen.at))
    waits = np.maximum(came - kinds.closed.count(seen.unit_kind, seen.at), 0)
    return np.where(seen.in_step, waits / kinds.an_hour(seen.unit_kind, seen.at), 0)
