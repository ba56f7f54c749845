"""The score of a node in a period, from the counters, with what it is made of and what it was before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from motcua.criteria.models import Reader
from motcua.criteria.queries.counting import Counts, added, counters, counts_and_trend, counts_over
from motcua.criteria.queries.fields import procedures_in
from motcua.criteria.queries.nodes import NATION, Node, Tree, tree
from motcua.criteria.queries.sets import set_of, timeline
from motcua.criteria.rules.losses import Loss, Losses, losses
from motcua.criteria.rules.measuring import Figures
from motcua.criteria.rules.movement import Children, Movements, movements
from motcua.criteria.rules.periods import BadPeriodError, Period, period
from motcua.criteria.rules.scoring import Score, score
from motcua.criteria.rules.sets import CriteriaSet
from motcua.kernel.refusals import Refusal

DEFAULT_SET = "qd766-2022"
WHOLE = ""
"""A node as one part."""
PREVIOUS, YEAR_BEFORE = "previous", "year-before"


@dataclass(frozen=True)
class Side:
    """A node in one period by one set, and the parts that it is made of: they sum to it, exactly."""

    node: Node
    over: Period
    by: CriteriaSet
    parts: Mapping[str, Counts]
    last_years: Mapping[str, Counts]

    @cached_property
    def counts(self) -> Counts:
        return added(list(self.parts.values()))

    @cached_property
    def last_year(self) -> Counts:
        return added(list(self.last_years.values()))

    @cached_property
    def score(self) -> Score:
        return score(
            self.by,
            self.counts,
            self.node.level,
            last_year=self.last_year,
            months=self.over.count,
            counters=counters(),
        )

    @cached_property
    def losses(self) -> Losses:
        return losses(self.score)

    @property
    def is_empty(self) -> bool:
        """Nothing was received or finished."""
        return not self.counts["received"] and not self.counts["finished"]

    def figures(self, code: str) -> Figures:
        return Figures(self.parts[code], self.last_years[code], self.over.count)


@dataclass(frozen=True)
class View(Side):
    """`field` narrows everything to its `procedures`. `before`: the same node in the period compared with, if any;
    `past`: the trend, the period itself last.
    """

    tree: Tree
    horizon: datetime | None
    field: str = ""
    procedures: tuple[str, ...] = ()
    before: Side | None = None
    past: Sequence[Side] = ()

    @property
    def bodies(self) -> tuple[str, ...]:
        return self.tree.below(self.node.code)

    @cached_property
    def movements(self) -> Movements | None:
        """Why the score moved; None if nothing is compared, or the two periods go by different definitions."""
        if self.before is None or self.before.by.digest != self.by.digest:
            return None
        children = Children(self.before.parts, self.parts)
        return movements(self.before.score, self.score, children)

    def part_score(self, code: str) -> Score:
        level = self.tree[code].level
        return score(
            self.by,
            self.parts[code],
            level,
            last_year=self.last_years[code],
            months=self.over.count,
        )

    def split(self, loss: Loss) -> dict[str, float]:
        """A loss over the node's parts, in points; what belongs to no part stands apart in `Loss.rest`."""
        return {code: float(loss.part(self.figures(code))) for code in self.parts}


def view(
    body: str, said: str, *, by: str = DEFAULT_SET, field: str = "", compared: str = "", past: int = 0
) -> View:
    """The index of a node. Refused: an unknown body, set or field, or a period that is none.

    `compared` with the previous period or the same one a year before; `past`: so many periods of trend. The number of
    queries depends on neither.
    """
    known, over, sets, procedures = tree(), period_of(said), timeline(by), procedures_in(field)
    node, earlier = known[body], compared_with(over, compared)
    parts = known.parts(body)
    trend = [over.back(step) for step in range(past - 1, -1, -1)]
    wanted = [one for one in (earlier, over) if one is not None]
    then: dict[Period, Counts] = {}
    if trend:
        now, then = counts_and_trend(parts, wanted, trend, procedures=procedures)
    else:
        now = counts_over(parts, wanted, procedures=procedures)
    years = _years([(one, sets.over(one)) for one in (*wanted, *trend)], parts, procedures)
    whole_years = {year: {WHOLE: added(list(counts.values()))} for year, counts in years.items()}

    def side(one: Period, made_of: Mapping[str, Counts]) -> Side:
        year = (whole_years if WHOLE in made_of else years).get(year_before(one), {})
        last_years = {code: year.get(code, {}) for code in made_of}
        return Side(node, one, sets.over(one), made_of, last_years)

    this = side(over, now[over])
    return View(
        node,
        over,
        this.by,
        this.parts,
        this.last_years,
        known,
        horizon(),
        field,
        procedures,
        side(earlier, now[earlier]) if earlier else None,
        [side(one, {WHOLE: then[one]}) for one in trend],
    )


def scores_over(body: str, periods: list[Period], *, by: str = DEFAULT_SET) -> list[Score | None]:
    """The score of a node in each period by the version then in force, None where nothing had happened."""
    known, sets = tree(), timeline(by)
    counted = counts_over({WHOLE: known.below(body)}, periods)
    level = known[body].level
    sides = [(over, counted[over][WHOLE]) for over in periods]
    return [
        score(sets.over(over), counts, level, months=over.count)
        if counts["received"] or counts["finished"]
        else None
        for over, counts in sides
    ]


def compared_with(over: Period, how: str) -> Period | None:
    """The period that another is compared with; None for none."""
    if how == YEAR_BEFORE:
        return over.back(12 // over.count)
    return over.previous if how == PREVIOUS else None


def year_before(over: Period) -> Period:
    """The calendar year before the one in which a period begins."""
    return Period(over.first // 12 * 12 - 12, 12)


def period_of(said: str) -> Period:
    try:
        return period(said)
    except BadPeriodError as error:
        raise Refusal(
            _("“%(said)s” is no period. Write a month as 2026-10, a quarter as 2026-Q4, a year as 2026.")
            % {"said": said},
            code="bad-period",
        ) from error


def horizon() -> datetime | None:
    """Up to when acts and passing deadlines are counted; None while nothing has been counted yet."""
    reader = Reader.objects.first()
    return reader.horizon if reader else None


def _years(
    measured: Sequence[tuple[Period, CriteriaSet]],
    parts: Mapping[str, Collection[str]],
    procedures: Collection[str],
) -> dict[Period, dict[str, Counts]]:
    """The calendar years before these periods: of what criteria fall back on, and no more."""
    named = {name for _over, by in measured for name in by.counters_of_last_year}
    years = {year_before(over) for over, _by in measured}
    return counts_over(parts, years, procedures=procedures, only=named) if named else {}


__all__ = [
    "DEFAULT_SET",
    "NATION",
    "PREVIOUS",
    "YEAR_BEFORE",
    "Side",
    "View",
    "compared_with",
    "horizon",
    "period_of",
    "scores_over",
    "set_of",
    "view",
    "year_before",
]
