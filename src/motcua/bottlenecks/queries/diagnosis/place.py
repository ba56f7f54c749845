"""What was asked, as the index has it: the node, the period, the criterion, the points that were lost there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from motcua.bottlenecks.rules.diagnosis import Asked
from motcua.criteria.queries.counting import counts_over
from motcua.criteria.queries.drilling import MEANWHILE
from motcua.criteria.queries.evidence import Place, late_counters
from motcua.criteria.queries.nodes import Node, Tree
from motcua.criteria.queries.scores import WHOLE, View, view, year_before
from motcua.criteria.rules.losses import Loss
from motcua.criteria.rules.measuring import NONE, Figures, Measured
from motcua.kernel.refusals import Refusal


@dataclass(frozen=True)
class Scene:
    """`points`: those of the node that were lost here (of the asked procedure); `rest`: of them, what belongs to nobody
    by its reason.
    """

    asked: Asked
    seen: View
    measured: Measured
    loss: Loss
    points: Fraction
    rest: Mapping[str, Fraction]

    @property
    def node(self) -> Node:
        return self.seen.node

    @property
    def tree(self) -> Tree:
        return self.seen.tree

    @property
    def horizon(self) -> datetime | None:
        return self.seen.horizon

    @property
    def place(self) -> Place | None:
        """Where the facts lie; None while nothing has been counted."""
        if self.horizon is None:
            return None
        procedures = (self.asked.procedure,) if self.asked.procedure else ()
        return Place(self.seen.bodies, self.seen.over, self.horizon, procedures)

    @property
    def ends(self) -> datetime | None:
        """Up to when is looked."""
        return None if self.horizon is None else min(self.seen.over.ends_at, self.horizon)

    @property
    def counts_lateness(self) -> bool:
        """The criterion, as it is defined, loses points by dossiers that are late and by no other fact."""
        named = self.measured.criterion.counters
        return bool(named & late_counters())


def scene(asked: Asked, seen: View | None = None) -> Scene:
    """Refused: an unknown body, set, period or criterion. `seen`: the view of the node, where it is known already."""
    seen = seen or view(asked.body, asked.period, by=asked.criteria_set)
    if asked.criterion not in seen.score.criteria:
        raise Refusal(
            _("The criteria set has no criterion “%(code)s”. Choose one from the index.")
            % {"code": asked.criterion},
            code="unknown-criterion",
        )
    loss = seen.losses.criteria[asked.criterion]
    measured = seen.score.criteria[asked.criterion]
    if not asked.procedure:
        parts = sum((loss.part(seen.figures(code)) for code in seen.parts), NONE)
        missing = loss.total - parts - sum(loss.rest.values(), NONE)
        rest = {**loss.rest, MEANWHILE: missing} if missing else dict(loss.rest)
        return Scene(asked, seen, measured, loss, loss.total, rest)
    return Scene(asked, seen, measured, loss, _of_procedure(seen, loss, asked.procedure), {})


def _of_procedure(seen: View, loss: Loss, procedure: str) -> Fraction:
    bodies = {WHOLE: seen.bodies}
    year = year_before(seen.over)
    counts = counts_over(bodies, [seen.over], procedures=(procedure,))[seen.over][WHOLE]
    before = counts_over(bodies, [year], procedures=(procedure,))[year][WHOLE] if loss.last_year else {}
    return loss.part(Figures(counts, before, seen.over.count))
