"""The steps that still lie ahead, told by the last dossier that went the same way, and how long they take now."""

import numpy as np

from motcua.criteria.rules.forecast.history import History
from motcua.criteria.rules.forecast.loads import Desks, queue_hours
from motcua.criteria.rules.forecast.moments import NEVER, Events, Floats, Ints
from motcua.criteria.rules.forecast.seen import Seen

LONGEST = 14
"""Stays of one dossier that are looked at; later ones are passed over."""


class Ways:
    """The stays of every dossier in a row, and who ended last."""

    def __init__(self, history: History) -> None:
        stays = history.stays
        order = np.lexsort((stays.opened, stays.dossier))
        dossier = stays.dossier[order]
        place = np.arange(len(order)) - np.searchsorted(dossier, dossier)
        near = (place < LONGEST) & (dossier >= 0)
        self._table = np.full((len(history) + 1, LONGEST), -1, np.int64)  # the last row: of no dossier
        self._table[dossier[near], place[near]] = order[near]
        ended = np.flatnonzero((history.ended < NEVER) & (self._table[:-1, 0] >= 0))
        self._ended = np.append(ended, -1)
        self._pairs = Events(history.pairs[ended], history.ended[ended])
        self._procedures = Events(history.procedure[ended], history.ended[ended])

    def example(self, seen: Seen) -> Ints:
        """The dossier of the same body and procedure that ended last; else of the procedure; else -1."""
        same = self._pairs.last(seen.history.pairs[seen.dossier], seen.at)
        alike = self._procedures.last(seen.history.procedure[seen.dossier], seen.at)
        return self._ended[np.where(same >= 0, same, alike)]

    def ahead(self, seen: Seen) -> Ints:
        """The example's stays after the step at which each dossier stands, a row each; -1 fills up."""
        stays, step = self._table[self.example(seen)], seen.history.stays.step
        here = np.where(seen.handed_over, step[seen.stay], -2)
        same = step[stays] == here[:, None]
        place = np.where(same.any(axis=1), LONGEST - 1 - same[:, ::-1].argmax(axis=1), -1)
        return np.where(np.arange(LONGEST) > place[:, None], stays, -1)


def ways(seen: Seen) -> dict[str, Floats]:
    """Hours that the way to the end takes by what is seen now, as shares of the hours left."""
    stays = seen.history.once(Ways).ahead(seen)
    usual, worst = _here(seen)
    queue = np.maximum(usual, worst)
    for column in stays.T:
        hours, longer = _there(seen, column)
        usual, queue, worst = usual + hours, queue + longer, np.maximum(worst, longer)
    return {
        "way_share": np.clip(usual / seen.divisor, 0, 50),
        "way_queue_share": np.clip(queue / seen.divisor, 0, 50),
        "way_worst_share": np.clip(worst / seen.divisor, 0, 50),
        "way_steps": (stays >= 0).sum(axis=1) * 1.0,
    }


def _here(seen: Seen) -> tuple[Floats, Floats]:
    """Hours yet at the step where it stands: by the usual stay, and by the queue before it."""
    usual = seen.history.once(Desks.of_kinds).usual_hours(seen.unit_kind, seen.at, seen.history.time.day)
    rest = np.maximum(usual - seen.stayed, usual / 4)
    return np.where(seen.in_step, rest, 0), queue_hours(seen)


def _there(seen: Seen, stay: Ints) -> tuple[Floats, Floats]:
    """Hours of a step ahead: by the usual stay there lately; and by what waits there now, if that is more."""
    stays, there = seen.history.stays, stay >= 0
    kind = np.where(there, seen.history.unit_kinds[stay], -1)
    desks = seen.history.once(Desks.of_kinds)
    took = seen.history.time.between(stays.opened[stay], np.minimum(stays.closed[stay], seen.at))
    usual = np.where(there, desks.usual_hours(kind, seen.at, np.maximum(took, 0)), 0)
    queue = np.where(there, desks.waiting(kind, seen.at) / desks.an_hour(kind, seen.at), 0)
    return usual, np.maximum(usual, queue)
