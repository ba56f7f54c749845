"""Which counts are not printed, so that nobody can tell what one or a few people did.

A count from 1 to `few` - 1 is printed as “< few”. That alone hides nothing where a total is printed beside it, so more
counts are hidden (complementary suppression) until none of the hidden ones can be computed: not from rows, columns and
totals of any table, nor from all tables of a period taken together.

Counts of a figure lie at rows of a tree (bodies below bodies) and, for some figures, at columns (procedures). Each row
is the sum of the rows below it, each row's total the sum of its columns. `circulations` finds what to hide.

A reader is taken to know: every printed count; of “< few” that it is 1 to `few` - 1; of “all but a few” that so many
are missing from the whole; of any other hidden count that it is 0 or more; and that a part is never more than its
whole. Nothing else is promised: what somebody knows of single dossiers from elsewhere, no table can take from him.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from motcua.criteria.rules.circulations import TOTAL, Arc, Mark, Network, Place

Values = dict[Place, int]
_ROW, _UPPER = 20, 100
"""A body's total is worth more to a reader than a single count, one of several bodies still more."""


@dataclass(frozen=True)
class Figure:
    """What is counted. `of`: the figure that it is a part of; `by_column`: printed for columns too."""

    code: str
    of: str = ""
    by_column: bool = False


@dataclass(frozen=True)
class Shown:
    """What is printed of one count. `least` and `most` are what a reader can know of it; `most` None: no bound."""

    mark: Mark
    least: int
    most: int | None

    @property
    def value(self) -> int | None:
        return self.least if self.mark is Mark.SHOWN else None


@dataclass(frozen=True)
class Tables:
    """All counts of one period, and what is printed of each."""

    values: Mapping[str, Values]
    marks: Mapping[str, Mapping[Place, Mark]]
    bands: Mapping[str, Mapping[Place, range]]
    figures: Mapping[str, Figure]
    few: int

    def shown(self, figure: str, row: str, column: str = TOTAL) -> Shown:
        """What is printed, and what can be known from it and from what is printed of the wholes."""
        place = (row, column)
        value = self.values[figure].get(place, 0)
        mark = self.marks[figure].get(place, Mark.SHOWN)
        if mark is Mark.SHOWN:
            return Shown(mark, value, value)
        whole = self.figures[figure].of
        most = self.shown(whole, row, column).most if whole else None
        band = self.bands[figure].get(place) if mark in (Mark.FEW, Mark.NEARLY) else None
        if band is None:
            return Shown(mark, 0, most)
        return Shown(mark, band[0], band[-1] if most is None else min(band[-1], most))


def protected(
    counts: Mapping[str, Mapping[Place, int]], parents: Mapping[str, str], figures: Sequence[Figure], few: int
) -> Tables:
    """Decide what is printed of every count.

    `counts`: by figure, at (leaf row, column); what lies at no column stands at TOTAL. `parents`: of each row but the
    one on top. Wholes stand before their parts in `figures`; what is itself a part has at most one part. Counts are 0
    or more, and a part is nowhere more than its whole.
    """
    known = {one.code: one for one in figures}
    values = {one.code: _summed(counts[one.code], parents, by_column=one.by_column) for one in figures}
    marks: dict[str, Mapping[Place, Mark]] = {}
    bands: dict[str, Mapping[Place, range]] = {}
    forced: dict[str, set[Place]] = defaultdict(set)
    for figure in figures:
        parts = [one.code for one in figures if one.of == figure.code]
        arcs = _arcs(values, figure, parts, parents)
        wholes = _wholes(figure, known)
        for place, arc in arcs.items():
            whole = [(values[code].get(place, 0), marks[code].get(place, Mark.SHOWN)) for code in wholes]
            arc.mark, arc.band = _first_mark(arc.value, whole, few)
            if place in forced[figure.code]:
                arc.mark, arc.safe = Mark.HIDDEN, True
        network = Network(few, arcs, any(known[code].by_column for code in parts))
        moved = network.protect(arc for arc in arcs.values() if arc.mark is not Mark.SHOWN)
        for code in parts:
            forced[code] |= moved & values[code].keys()
        marks[figure.code] = {place: arc.mark for place, arc in arcs.items()}
        bands[figure.code] = {place: arc.band for place, arc in arcs.items()}
    return Tables(values, marks, bands, known, few)


def _first_mark(value: int, wholes: Sequence[tuple[int, Mark]], few: int) -> tuple[Mark, range]:
    """What cannot be printed as it is, whatever else is, and what may be said of it."""
    if 1 <= value < few:
        return Mark.FEW, range(1, few)
    near = [(whole, mark) for whole, mark in wholes if 1 <= whole - value < few]
    if not near:
        return Mark.SHOWN, range(0)
    whole, mark = near[0]
    if mark is Mark.SHOWN:
        return Mark.NEARLY, range(whole - few + 1, whole)
    return Mark.HIDDEN, range(0)


def _wholes(figure: Figure, known: Mapping[str, Figure]) -> list[str]:
    found = []
    while figure.of:
        found.append(figure.of)
        figure = known[figure.of]
    return found


def _summed(counts: Mapping[Place, int], parents: Mapping[str, str], *, by_column: bool) -> Values:
    """The counts of all rows with their totals; those of 0 are left out."""
    summed: Values = defaultdict(int)
    for (leaf, column), value in counts.items():
        row: str | None = leaf
        while row is not None:
            summed[row, TOTAL] += value
            if by_column and column != TOTAL:
                summed[row, column] += value
            row = parents.get(row)
    return {place: value for place, value in summed.items() if value}


def _arcs(
    values: Mapping[str, Values], figure: Figure, parts: Sequence[str], parents: Mapping[str, str]
) -> dict[Place, Arc]:
    """Columns flow from the leaves up to the top, there into the total, and with the totals down to the leaves."""
    leaves = {row for row, _column in values[figure.code]} - set(parents.values())
    arcs = {}
    for (row, column), value in values[figure.code].items():
        own: Place = ("leaf", row) if row in leaves and figure.by_column else (column, row)
        up: Place = (column, parents[row]) if row in parents else ("top", "")
        tail, head = (own, up) if column != TOTAL else (up, own)
        if not figure.by_column and row in leaves:
            head = ("top", "")
        price = value * (1 if column != TOTAL else _ROW) * (1 if row in leaves else _UPPER)
        most = max(value, values[figure.of].get((row, column), 0)) if figure.of else None
        least = max((values[code].get((row, column), 0) for code in parts), default=0)
        arcs[row, column] = Arc((row, column), tail, head, value, price, most, least)
    return arcs


__all__ = ["TOTAL", "Figure", "Mark", "Place", "Shown", "Tables", "protected"]
