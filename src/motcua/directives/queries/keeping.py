"""Criteria that a body met without any directive, and those of them that have dropped since: what is met is kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import numpy as np
from django.utils.timezone import localdate

from motcua.criteria.queries.counting import counts_over
from motcua.criteria.queries.nodes import Node, Tree, tree
from motcua.criteria.queries.sets import set_of
from motcua.criteria.rules.measuring import Counts, Figures, measured
from motcua.criteria.rules.periods import Period, month_of
from motcua.criteria.rules.sets import CriteriaSet, Criterion, Ratio
from motcua.directives.models import Directive
from motcua.directives.queries.measuring import effect_of, pair_of, peers_of
from motcua.directives.queries.norms import norms
from motcua.directives.rules.effect import Effect, Numbers
from motcua.directives.rules.keeping import Standing, standing
from motcua.directives.rules.norms import Norms
from motcua.directives.rules.states import State

Monthly = Mapping[Period, Mapping[str, Counts]]


@dataclass(frozen=True)
class Met:
    """A criterion that was met over the months before, and what the last months say. `directive`: one that minds it."""

    criterion: Criterion
    threshold: Fraction
    before: Fraction
    after: Fraction
    standing: Standing
    effect: Effect | None
    directive: str


@dataclass(frozen=True)
class Watch:
    """Months by number: a year, and the window after it, up to the last whole month that is counted."""

    before: range
    after: range

    @property
    def last(self) -> Period:
        return Period(self.after.stop - 1)


def watch_of(horizon: datetime, bound: Norms) -> Watch:
    end = month_of(horizon).first
    first = end - bound.window_months
    return Watch(range(first - bound.before_months, first), range(first, end))


def met_at(body: str, criteria_set: str, horizon: datetime) -> list[Met]:
    """The rate criteria that the body met over the year before the window, those that dropped first.

    Peers are read only where something fell below its threshold; those that were told to mend the same criterion are no
    measure of what happens by itself and are left out. Queries do not depend on how many criteria there are.
    """
    bound = norms(localdate(horizon))
    watch = watch_of(horizon, bound)
    rules = set_of(criteria_set, watch.last)
    known = tree()
    counted = _counted(known, [body], watch)
    met = [
        (criterion, threshold, own)
        for criterion in rules.criteria.values()
        if (threshold := threshold_of(criterion)) is not None
        and _ratio((own := _months(rules, criterion, known[body], counted, watch))[: len(watch.before)])
        >= threshold
    ]
    fallen = {one.code for one, threshold, own in met if _below(own[len(watch.before) :], threshold)}
    peers = peers_of(body) if fallen else []
    others = _counted(known, peers, watch) if peers else {}
    tasked = _tasked(peers, criteria_set)
    minded = _minded(body, criteria_set)
    found = []
    for criterion, threshold, own in met:
        effect = None
        if criterion.code in fallen:
            free = [peer for peer in peers if peer not in tasked[criterion.code]]
            beside = [_months(rules, criterion, known[peer], others, watch) for peer in free]
            effect = _effect(own, beside, len(watch.before), bound)
        found.append(_told(criterion, threshold, own, watch, effect, minded))
    return sorted(found, key=lambda one: (one.standing, one.criterion.code))


def threshold_of(criterion: Criterion) -> Fraction | None:
    """From which rate on all points are given; None for what is no rate of cases."""
    if criterion.numerator is None or criterion.is_mean or not isinstance(criterion.scoring, Ratio):
        return None
    return criterion.scoring.threshold


def _told(
    criterion: Criterion,
    threshold: Fraction,
    own: Numbers,
    watch: Watch,
    effect: Effect | None,
    minded: Mapping[str, str],
) -> Met:
    cut = len(watch.before)
    after = own[cut:]
    fell = _below(after, threshold)
    worsened = None if effect is None else bool(effect.worsened)
    return Met(
        criterion,
        threshold,
        _ratio(own[:cut]),
        _ratio(after),
        standing(counted=bool(after[:, 1].sum()), fell=fell, worsened=worsened),
        effect,
        minded.get(criterion.code, ""),
    )


def _effect(own: Numbers, peers: Sequence[Numbers], cut: int, bound: Norms) -> Effect | None:
    if min(own[:cut, 1].sum(), own[cut:, 1].sum()) < bound.least_cases:
        return None
    return effect_of(own, peers, cut, bound)


def _counted(known: Tree, bodies: Sequence[str], watch: Watch) -> Monthly:
    parts = {body: known.below(body) for body in bodies}
    return counts_over(parts, [Period(month) for month in (*watch.before, *watch.after)])


def _months(rules: CriteriaSet, criterion: Criterion, of: Node, counted: Monthly, watch: Watch) -> Numbers:
    months = (*watch.before, *watch.after)
    figures = (Figures(counted[Period(month)][of.code], months=1) for month in months)
    pairs = [pair_of(measured(rules, criterion, one, of.level)) for one in figures]
    return np.array(pairs, dtype=np.float64).reshape(-1, 2)


def _ratio(months: Numbers) -> Fraction:
    good, whole = months.sum(axis=0)
    return Fraction(float(good)) / Fraction(float(whole)) if whole > 0 else Fraction(0)


def _below(months: Numbers, threshold: Fraction) -> bool:
    return bool(months[:, 1].sum() > 0) and _ratio(months) < threshold


def _tasked(peers: Sequence[str], criteria_set: str) -> Mapping[str, set[str]]:
    """By criterion: those of the peers that have a directive of their own on it, even one that is closed by now."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = Directive.objects.filter(body__in=peers, criteria_set=criteria_set).exclude(state=State.WITHDRAWN)
    for criterion, body in rows.values_list("criterion", "body") if peers else ():
        found[criterion].add(body)
    return found


def _minded(body: str, criteria_set: str) -> dict[str, str]:
    """Criteria of the body that a directive minds already, worked on or verified and watched."""
    rows = Directive.objects.filter(body=body, criteria_set=criteria_set).exclude(state=State.WITHDRAWN)
    return dict(rows.order_by("pk").values_list("criterion", "code"))
