"""The same measure, taken again: monthly numerators and denominators of a body and of its peers, from the index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from django.utils.translation import gettext as _

from motcua.criteria.queries.counting import counts_over
from motcua.criteria.queries.nodes import Tree, tree
from motcua.criteria.queries.scores import horizon, period_of
from motcua.criteria.queries.sets import set_of
from motcua.criteria.rules.measuring import Figures, Measured, measured
from motcua.criteria.rules.periods import Period
from motcua.criteria.rules.sets import CriteriaSet
from motcua.directives.models import Directive
from motcua.directives.rules.effect import Effect, Numbers, against_itself, against_peers
from motcua.directives.rules.norms import Norms
from motcua.directives.rules.verdicts import Seen
from motcua.directives.rules.windows import Windows
from motcua.kernel.refusals import Refusal

LEAST_COMPARED = 5


class Asked(NamedTuple):
    """What is measured: a criterion at a body, of one procedure or of all (empty), by the set as it was in `period`.

    The same definition holds for every month that is looked at, whatever the set becomes later.
    """

    criteria_set: str
    criterion: str
    body: str
    period: str
    procedure: str = ""


@dataclass(frozen=True)
class Finding:
    """What the index says of it in a period. `points` None: not known."""

    asked: Asked
    figures: Measured
    horizon: datetime

    @property
    def ratio(self) -> Fraction:
        return self.figures.ratio or Fraction(0)


def asked_of(directive: Directive) -> Asked:
    return Asked(
        directive.criteria_set, directive.criterion, directive.body, directive.period, directive.procedure
    )


def finding(asked: Asked) -> Finding:
    """Refused: what is unknown, what is no rate of cases (a mean grade), and where nothing was counted."""
    over, known = period_of(asked.period), tree()
    check_criterion(set_of(asked.criteria_set, over), asked.criterion)
    seen = horizon()
    figures = _measured(asked, known, [asked.body], [over])[over][asked.body]
    if seen is None or figures.ratio is None:
        raise Refusal(
            _(
                "Nothing was counted for %(criterion)s at %(body)s in %(period)s: "
                "there is no finding to start from."
            )
            % {"criterion": asked.criterion, "body": known[asked.body].name, "period": over.code},
            code="nothing-counted",
            fields={"period": "empty"},
        )
    return Finding(asked, figures, seen)


def check_criterion(rules: CriteriaSet, code: str) -> None:
    criterion = rules.criteria.get(code)
    if criterion is None or criterion.numerator is None or criterion.is_mean:
        raise Refusal(
            _(
                "“%(code)s” is no criterion of %(set)s that can be measured as a rate. Choose one from the list."
            )
            % {"code": code, "set": rules.code},
            code="unknown-criterion",
            fields={"criterion": "unknown"},
        )


def months_of(asked: Asked, bodies: Sequence[str], months: Sequence[int]) -> dict[str, Numbers]:
    """For each body (months, 2): numerator and denominator, 0 and 0 where there was nothing. Five queries in all."""
    found = _measured(asked, tree(), bodies, [Period(month) for month in months])
    rows = {body: [pair_of(found[over][body]) for over in sorted(found)] for body in bodies}
    return {body: np.array(pairs, dtype=np.float64).reshape(-1, 2) for body, pairs in rows.items()}


def seen_in(
    asked: Asked, windows: Windows, norms: Norms, *, spoiled: frozenset[str]
) -> tuple[Seen, Effect | None]:
    """Both windows, and the effect where there are cases enough. `spoiled`: with a directive of their own."""
    months = (*windows.before, *windows.after)
    peers = [code for code in peers_of(asked.body) if code not in spoiled]
    counted = months_of(asked, [asked.body, *peers], months)
    cut = len(windows.before)
    own = counted[asked.body]
    after = own[cut:].sum(axis=0)
    share = Fraction(int(after[0]), int(after[1])) if after[1] >= 1 else None
    effect = None
    if min(own[:cut, 1].sum(), after[1]) >= norms.least_cases:
        effect = effect_of(own, [counted[code] for code in peers], cut, norms)
    if effect is None:
        return Seen(share, None, None), None
    return Seen(share, bool(effect.worked), bool(effect.worsened)), effect


def peers_of(body: str) -> list[str]:
    """Those who stand beside it: the same parent, the same level."""
    known = tree()
    node = known[body]
    beside = known.children(node.parent) if node.parent else ()
    return [code for code in beside if code != body and known[code].level == node.level]


def as_told(seen: Seen, effect: Effect | None) -> dict[str, Any]:
    """The measure as one document, in percent with two decimals: what the page, the ledger and `--json` say."""
    if effect is None:
        return {"after": None if seen.after is None else percent(seen.after)}
    return {
        "method": effect.method.value,
        "compared": effect.compared,
        "before": percent(float(effect.before)),
        "after": percent(float(effect.after)),
        "expected": percent(float(effect.expected)),
        "gain": percent(float(effect.gain)),
        "low": percent(float(effect.low)),
        "high": percent(float(effect.high)),
    }


def percent(share: float | Fraction) -> str:
    return str(Decimal(float(share) * 100).quantize(Decimal("0.01")))


def effect_of(own: Numbers, peers: Sequence[Numbers], cut: int, norms: Norms) -> Effect | None:
    """What changed at month `cut`: against peers with cases enough, else against itself; None: too few for either."""
    sums = [(one[:cut].sum(axis=0), one[cut:].sum(axis=0)) for one in peers]
    whole = [pair for pair in sums if min(pair[0][1], pair[1][1]) >= norms.least_cases]
    if len(whole) >= norms.least_peers:
        others = np.array(whole)
        return against_peers(own[:cut].sum(axis=0), own[cut:].sum(axis=0), others[:, 0], others[:, 1])
    months = own[:cut][own[:cut, 1] > 0]
    if len(months) < LEAST_COMPARED:
        return None
    return against_itself(months, own[cut:])


def pair_of(one: Measured) -> tuple[float, float]:
    """Kept within what a rate can be: a correction can make a month's count leave it."""
    whole = max(float(one.denominator), 0.0)
    return min(max(float(one.numerator), 0.0), whole), whole


def _measured(
    asked: Asked, known: Tree, bodies: Sequence[str], periods: Sequence[Period]
) -> dict[Period, dict[str, Measured]]:
    rules = set_of(asked.criteria_set, period_of(asked.period))
    criterion = rules.criteria[asked.criterion]
    parts = {body: known.below(known[body].code) for body in bodies}
    procedures = (asked.procedure,) if asked.procedure else ()
    counted = counts_over(parts, periods, procedures=procedures)
    return {
        over: {
            body: measured(rules, criterion, Figures(counts, months=over.count), known[body].level)
            for body, counts in counted[over].items()
        }
        for over in periods
    }
