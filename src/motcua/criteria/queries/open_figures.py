"""What everybody may see of the index: a body's score in a month, and counts of which the small ones are hidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property, lru_cache

from django.db.models import F, Q, Sum
from django.utils.translation import gettext as _

from motcua.criteria.models import MonthTally, Offer, ProcedureTally, microseconds
from motcua.criteria.queries.counting import counters
from motcua.criteria.queries.scores import DEFAULT_SET, View, view
from motcua.criteria.rules.counters import Reading, Stock
from motcua.criteria.rules.disclosure import Disclosure, bounds, shipped
from motcua.criteria.rules.periods import Period, month_of
from motcua.criteria.rules.scoring import Score, score
from motcua.criteria.rules.suppression import TOTAL, Place, Shown, Tables, protected
from motcua.kernel.refusals import Refusal

OWN = "/own"
"""Ends the row of what a body above others has done itself."""
UNNAMED = "-"
"""The column of what belongs to no procedure."""
_Told = tuple[tuple[str, tuple[tuple[Place, int], ...]], ...]
_KEPT = 32


@dataclass(frozen=True)
class Between:
    """A number of which only two ends are known; both are the same where nothing it is made of is hidden."""

    least: Fraction
    most: Fraction


@dataclass(frozen=True)
class Opened:
    """One node in one month, as everybody may see it. Everything in it follows from `tables` and from what is not
    counted in them; of a hidden count only its mark and its bounds are used.
    """

    seen: View
    tables: Tables
    rules: Disclosure
    at: datetime

    @property
    def row(self) -> str:
        return self.seen.node.code

    @property
    def over(self) -> Period:
        return self.seen.over

    @property
    def is_closed(self) -> bool:
        return self.at >= self.over.ends_at

    @cached_property
    def scores(self) -> tuple[Score, Score] | None:
        """The score at its worst and at its best; the same where nothing is hidden; None if too little is known."""
        return self._scores(self.row, self.seen.counts, self.seen.last_year)

    def scores_of(self, part: str) -> tuple[Score, Score] | None:
        return self._scores(part, self.seen.parts[part], self.seen.last_years[part])

    @cached_property
    def parts(self) -> list[str]:
        """The bodies below that have done something in the month."""
        known = self.tables.values
        return [
            code
            for code in self.seen.tree.children(self.row)
            if known["received"].get((code, TOTAL)) or known["finished"].get((code, TOTAL))
        ]

    @cached_property
    def columns(self) -> list[str]:
        """The procedures in which the node has done something in the month."""
        found = {
            column
            for code in ("received", "finished")
            for row, column in self.tables.values[code]
            if row == self.row and column != TOTAL
        }
        return sorted(found)

    def shown(self, figure: str, row: str = "", column: str = TOTAL) -> Shown:
        return self.tables.shown(figure, row or self.row, column)

    def on_time(self, row: str = "", column: str = TOTAL) -> Between | None:
        """The share of finished dossiers that were on time, to the instant."""
        return _share(self.shown("finished", row, column), self.shown("late", row, column), of_rest=True)

    def share(self, part: str, whole: str, row: str = "") -> Between | None:
        return _share(self.shown(whole, row), self.shown(part, row))

    def reading(self, reading: Reading) -> tuple[int, int, int, int] | None:
        """How many were on time, of how many: at worst, at best. None if it is not known well enough."""
        names = {*reading.numerator.names, *reading.denominator.names}
        ends = bounds(self.tables, self.rules, self.row, {}, names)
        if ends is None:
            return None
        worst, best = ((reading.numerator.of(one), reading.denominator.of(one)) for one in ends)
        return (*worst, *best)

    def _scores(
        self, row: str, counts: Mapping[str, int], last_year: Mapping[str, int]
    ) -> tuple[Score, Score] | None:
        names = {one.counter for one in self.rules.figures}
        ends = bounds(self.tables, self.rules, row, counts, names)
        if ends is None or not ends[1]["finished"]:
            return None
        by, level, months = self.seen.by, self.seen.tree[row].level, self.over.count
        worst, best = (score(by, one, level, last_year=last_year, months=months) for one in ends)
        return worst, best


def opened(body: str, said: str, *, at: datetime) -> Opened:
    """A body's public figures of a month. Refused: an unknown body, a period that is no month or has not begun."""
    seen = view(body, said, by=DEFAULT_SET)
    if seen.over.count != 1:
        raise Refusal(
            _("Public figures are told by month. Write a month as 2026-10, not “%(said)s”.") % {"said": said},
            code="not-a-month",
        )
    if seen.over.starts_at > at:
        raise Refusal(
            _("The month %(said)s has not begun. Choose one that is over, or the running one.")
            % {"said": said},
            code="not-begun",
        )
    return Opened(seen, _tables(seen), shipped(), at)


def months(at: datetime, *, most: int = 13) -> list[Period]:
    """The running month and the closed ones that anything was counted in, latest first."""
    first = ProcedureTally.objects.filter(Q(c00__gt=0) | Q(c02__gt=0)).order_by("month").values("month")[:1]
    begin = first[0]["month"] if first else month_of(at).first
    return [
        Period(month)
        for month in range(month_of(at).first, max(begin, month_of(at).first - most + 1) - 1, -1)
    ]


def fully_online(bodies: list[str], over: Period, at: datetime) -> tuple[int, int]:
    """How many procedures are fit for full online service at the end of the period (or now), and how many have it.

    Procedures are things: nothing is hidden.
    """
    moment = microseconds(min(over.ends_at, at))
    offered = Offer.objects.filter(
        Q(ends_at=None) | Q(ends_at__gte=moment), body__in=bodies, begins_at__lt=moment, eligible=True
    )
    fit = offered.values("procedure").distinct().count()
    return offered.filter(online_level="full").values("procedure").distinct().count(), fit


def _tables(seen: View) -> Tables:
    tree = seen.tree
    above = {tree[code].parent for code in tree.nodes if tree[code].parent}
    parents = {code: tree[code].parent for code in tree.nodes if tree[code].parent}
    parents |= {code + OWN: code for code in above}
    counted = _counted(seen.over, above, set(tree.nodes))
    told = tuple((code, tuple(sorted(places.items()))) for code, places in counted.items())
    return _protected(told, tuple(sorted(parents.items())))


@lru_cache(maxsize=_KEPT)
def _protected(told: _Told, parents: tuple[tuple[str, str], ...]) -> Tables:
    """The same counts are always hidden in the same way, so what was decided once is kept."""
    rules = shipped()
    counts = {code: dict(places) for code, places in told}
    return protected(counts, dict(parents), rules.rules, rules.few)


def _counted(over: Period, above: set[str], known: set[str]) -> dict[str, dict[Place, int]]:
    """Every public figure by body and procedure, in two queries."""
    flows, stocks = counters().flows, counters().stocks
    slots = {one.code: f"c{flows[one.counter].slot:02}" for one in shipped().figures if one.counter in flows}
    rows = ProcedureTally.objects.filter(month=over.first, body__in=known)
    counts: dict[str, dict[Place, int]] = {one.code: {} for one in shipped().figures}
    for body, procedure, *values in rows.values_list("body", "procedure", *slots.values()):
        for code, value in zip(slots, values, strict=True):
            if value:
                counts[code][body + OWN * (body in above), procedure or UNNAMED] = value
    standing = {one.code: stocks[one.counter] for one in shipped().figures if one.counter in stocks}
    for body, values in _standing(standing, over, known).items():
        for code, value in zip(standing, values, strict=True):
            if value:
                counts[code][body + OWN * (body in above), TOTAL] = value
    return counts


def _standing(stocks: Mapping[str, Stock], over: Period, known: set[str]) -> dict[str, list[int]]:
    """What stands at the end of the month, by body."""
    flows = counters().flows
    sums = {
        code: sum((factor * Sum(F(f"c{flows[flow].slot:02}")) for flow, factor in stock.of.terms), start=0)
        for code, stock in stocks.items()
    }
    rows = MonthTally.objects.filter(month__lt=over.end, body__in=known).values("body").annotate(**sums)
    return {row["body"]: [row[code] for code in stocks] for row in rows}


def _share(whole: Shown, part: Shown, *, of_rest: bool = False) -> Between | None:
    """A part (or what remains without it) of a whole that is printed."""
    if not whole.value or part.most is None:
        return None
    least, most = Fraction(part.least, whole.value), Fraction(part.most, whole.value)
    return Between(1 - most, 1 - least) if of_rest else Between(least, most)


__all__ = ["Between", "Opened", "fully_online", "months", "opened"]
