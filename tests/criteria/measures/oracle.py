"""What must come out, said as plainly as it can be: each fact's contributions, added up one by one."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.counters import Counters
from motcua.criteria.rules.facts import Fact
from motcua.criteria.rules.sets import CriteriaSet

Cells = dict[tuple[object, ...], tuple[int, ...]]
Row = dict[str, object]


def tallies(facts: Sequence[Fact], counters: Counters, horizon: datetime, by: str) -> Cells:
    """`by`: day, month or procedure. Cells in which something was counted, a number for each flow."""
    flows = list(counters.flows)
    cells: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0] * len(flows))
    for fact in facts:
        for (code, moment), amount in counters.contributions(fact, horizon).items():
            cells[_key(fact, moment, by)][flows.index(code)] += amount
    return {key: tuple(counts) for key, counts in cells.items() if any(counts)}


def _key(fact: Fact, moment: datetime, by: str) -> tuple[object, ...]:
    local = moment.astimezone(ZONE)
    month = 12 * local.year + local.month - 1
    return {
        "day": (fact.body, (local.date() - date(1970, 1, 1)).days),
        "month": (fact.body, month),
        "procedure": (fact.body, fact.procedure, month),
    }[by]


def counted(
    facts: Sequence[Fact], counters: Counters, horizon: datetime, bodies: Sequence[str], months: range
) -> dict[str, int]:
    """Every counter of these bodies in these months."""
    within: dict[tuple[str, str, str], int] = defaultdict(int)
    ever: dict[tuple[str, str, str], int] = defaultdict(int)
    for fact in facts:
        for (code, moment), amount in counters.contributions(fact, horizon).items():
            local = moment.astimezone(ZONE)
            month = 12 * local.year + local.month - 1
            if fact.body in bodies and month < months.stop:
                ever[code, fact.body, fact.procedure] += amount
                within[code, fact.body, fact.procedure] += amount if month in months else 0
    return counters.of_cells(within, ever)


def criteria(measured: CriteriaSet, counts: dict[str, int]) -> dict[str, tuple[int, int, float | None]]:
    """Numerator, denominator and ratio of each criterion."""
    answers = {}
    for criterion in measured:
        if criterion.numerator is not None:
            above = criterion.numerator.of(counts)
            below = max(one.of(counts) for one in criterion.denominators)
            answers[criterion.code] = (above, below, above / below if below > 0 else None)
    return answers
