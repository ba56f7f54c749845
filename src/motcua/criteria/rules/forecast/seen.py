"""How dossiers stood, strictly before the moment at which each is seen."""

from functools import cached_property

import numpy as np

from motcua.criteria.rules.forecast.history import History, Rows
from motcua.criteria.rules.forecast.moments import Bools, Floats, Ints

SHORTEST = 0.5
"""Working hours: what is divided by is never less."""


class Seen:
    """Rows of a history. Every dossier in them had been received before it is seen."""

    def __init__(self, history: History, rows: Rows) -> None:
        self.history, self.rows = history, rows
        self.dossier, self.at = rows

    @cached_property
    def mark(self) -> Ints:
        """The mark in force."""
        return self.history.marked.last(self.dossier, self.at)

    @cached_property
    def due(self) -> Ints:
        return self.history.marks.due[self.mark]

    @cached_property
    def began(self) -> Ints:
        """The moment of the first mark: when the clock began to run."""
        marked = self.history.marked
        return self.history.marks.at[marked.order[marked.places(self.dossier, self.at)[0]]]

    @cached_property
    def left(self) -> Floats:
        """Working hours to the due moment; as they were at the pause, while the clock stands."""
        marks = self.history.marks
        since = np.where(marks.paused[self.mark], marks.at[self.mark], self.at)
        return self.history.time.between(since, self.due)

    @cached_property
    def allowed(self) -> Floats:
        """Working hours from the beginning to the due moment."""
        return np.maximum(self.history.time.between(self.began, self.due), SHORTEST)

    @cached_property
    def divisor(self) -> Floats:
        """The hours left, to divide by."""
        return np.maximum(self.left, SHORTEST)

    @cached_property
    def stay(self) -> Ints:
        """The stay that was opened last; -1 where none was."""
        return self.history.opened.last(self.dossier, self.at)

    @cached_property
    def handed_over(self) -> Bools:
        return self.stay >= 0

    @cached_property
    def in_step(self) -> Bools:
        """It stands in a step that is not closed."""
        return self.handed_over & (self.history.stays.closed[self.stay] >= self.at)

    @cached_property
    def stayed(self) -> Floats:
        """Working hours since its last step was opened; 0 where none was."""
        opened = np.where(self.handed_over, self.history.stays.opened[self.stay], self.at)
        return self.history.time.between(opened, self.at)

    @cached_property
    def unit(self) -> Ints:
        return np.where(self.handed_over, self.history.stays.unit[self.stay], -1)

    @cached_property
    def unit_kind(self) -> Ints:
        return np.where(self.handed_over, self.history.unit_kinds[self.stay], -1)
