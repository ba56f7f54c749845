"""The score of a node in a period, from the counters, with what it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from motcua.criteria.models import Reader
from motcua.criteria.queries.counting import Counts, added, counters, counts_by_procedure, counts_of
from motcua.criteria.queries.nodes import NATION, Node, Tree, tree
from motcua.criteria.queries.sets import set_of, timeline
from motcua.criteria.rules.losses import Loss, Losses, losses
from motcua.criteria.rules.measuring import Figures
from motcua.criteria.rules.periods import BadPeriodError, Period, period
from motcua.criteria.rules.scoring import Score, score
from motcua.criteria.rules.sets import CriteriaSet
from motcua.kernel.refusals import Refusal

DEFAULT_SET = "qd766-2022"


@dataclass(frozen=True)
class View:
    """One node in one period by one set, and the parts that it is made of: they sum to it, exactly."""

    tree: Tree
    node: Node
    over: Period
    by: CriteriaSet
    parts: Mapping[str, Counts]
    last_year: Counts
    horizon: datetime | None

    @cached_property
    def counts(self) -> Counts:
        return added(list(self.parts.values()))

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

    def part_score(self, code: str) -> Score:
        return score(self.by, self.parts[code], self.tree[code].level, months=self.over.count)

    def split(self, loss: Loss) -> dict[str, float]:
        """A loss over the node's parts, in points; what belongs to no part stands apart in `Loss.rest`."""
        return {code: float(loss.part(Figures(counts))) for code, counts in self.parts.items()}


def view(body: str, said: str, *, by: str = DEFAULT_SET) -> View:
    """The index of a node. Refused: an unknown body, set, or period that is none."""
    known, over = tree(), period_of(said)
    rules = set_of(by, over)
    node = known[body]
    parts = known.parts(body)
    return View(known, node, over, rules, counts_of(parts, over), _last_year(parts, over), horizon())


def scores_over(body: str, periods: list[Period], *, by: str = DEFAULT_SET) -> list[Score | None]:
    """The trend of a node: its score in each period by the version then in force, None where nothing had happened."""
    known, rules = tree(), timeline(by)
    parts = known.parts(body)
    found = []
    for over in periods:
        counts = added(list(counts_of(parts, over).values()))
        empty = not counts["received"] and not counts["finished"]
        found.append(None if empty else score(rules.over(over), counts, known[body].level, months=over.count))
    return found


def procedures_of(body: str, over: Period) -> dict[str, Counts]:
    """The parts of a body: its procedures. What belongs to none stands under the empty code."""
    return counts_by_procedure(list(tree().below(body)), over)


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


def _last_year(parts: Mapping[str, tuple[str, ...]], over: Period) -> Counts:
    year = Period(over.first // 12 * 12 - 12, 12)
    return added(list(counts_of(parts, year).values()))


__all__ = [
    "DEFAULT_SET",
    "NATION",
    "View",
    "horizon",
    "period_of",
    "procedures_of",
    "scores_over",
    "set_of",
    "view",
]
