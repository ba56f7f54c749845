"""The slow oracle of the totals: the same from the counters, in plain Python, one body and procedure at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from motcua.criteria.models import PAIR_SLOTS, SLOTS
from motcua.criteria.queries.groups import Groups
from motcua.criteria.rules.counters import Counters
from motcua.criteria.rules.periods import SPANS, Period

Row = tuple[int, ...]


def months_of_groups(months: Mapping[tuple[str, int], Row], groups: Groups) -> dict[tuple[str, int], Row]:
    """Of each group, the sums of its bodies in each month, by slots."""
    sums: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0] * len(SLOTS))
    for (body, month), row in months.items():
        for group in groups.of.get(body, ()):
            for slot, n in enumerate(row):
                sums[group, month][slot] += n
    return {cell: tuple(row) for cell, row in sums.items() if any(row)}


def pairs_of_all(
    cells: Mapping[tuple[str, str, int], Row], counters: Counters, groups: Groups
) -> dict[tuple[str, int, int], Row]:
    """Of each body and each group, its pairs in each period of the grid."""
    sums: dict[tuple[str, int, int], list[int]] = defaultdict(lambda: [0] * len(PAIR_SLOTS))
    places: dict[tuple[str, str], dict[int, Row]] = defaultdict(dict)
    for (body, procedure, month), row in cells.items():
        if procedure:
            places[body, procedure][month] = row
    for (body, _procedure), rows in places.items():
        for over in _periods(rows):
            for place in _holding(rows, over, counters):
                for owner in (body, *groups.of.get(body, ())):
                    sums[owner, over.first, over.count][place] += 1
    return {cell: tuple(row) for cell, row in sums.items()}


def _periods(months: Iterable[int]) -> set[Period]:
    return {Period(month - month % span, span) for month in months for span in SPANS}


def _holding(rows: Mapping[int, Row], over: Period, counters: Counters) -> Iterator[int]:
    """The places of the pairs that one procedure of one body makes in a period."""
    within = [row for month, row in rows.items() if over.first <= month < over.end]
    ever = [row for month, row in rows.items() if month < over.end]
    for place, pair in enumerate(counters.pairs.values()):
        happened = any(_sum(within, counters, code) > 0 for code in pair.of)
        if happened and (not pair.among or _standing(ever, counters, pair.among) > 0):
            yield place


def _standing(rows: Sequence[Row], counters: Counters, stock: str) -> int:
    return sum(factor * _sum(rows, counters, code) for code, factor in counters.stocks[stock].of.terms)


def _sum(rows: Sequence[Row], counters: Counters, code: str) -> int:
    return sum(row[counters.flows[code].slot] for row in rows)
