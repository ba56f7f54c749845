"""What was measured of an investment, as it was kept, and what a regained point cost."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from motcua.criteria.queries.sets import set_of
from motcua.criteria.rules.periods import period
from motcua.directives.queries.measuring import months_of
from motcua.directives.rules.verdicts import Verdict
from motcua.reviews.models import Investment
from motcua.reviews.rules.worth import Price, Regained, price, regained

FIGURES = ("before", "after", "expected", "gain", "low", "high")


@dataclass(frozen=True)
class Effect:
    """`told`: as the ledger has it, rates in percent. `watch`: the verdict of the last later look, or None."""

    verdict: Verdict
    told: dict[str, Any]
    points: Regained | None
    price: Price | None
    watch: Verdict | None

    @property
    def is_shown(self) -> bool:
        """The gain has been compared, so that it has an interval."""
        return "gain" in self.told


def effect_of(one: Investment) -> Effect | None:
    told = one.measured
    if not told:
        return None
    points = None
    if "points" in told:
        points = Regained(*(Fraction(told[name]) for name in ("points", "points_low", "points_high")))
    shown = Verdict(told["verdict"]) is Verdict.MET
    watch = Verdict(one.watched["verdict"]) if one.watched else None
    paid_for = price(one.cost.stands_for, points) if shown else None
    return Effect(Verdict(told["verdict"]), told, points, paid_for, watch)


def points_of(one: Investment, told: dict[str, Any], window: range) -> dict[str, str]:
    """Points regained at the measured body, with their interval, as they are kept. {} where points say nothing."""
    asked = one.asked
    if asked is None or "gain" not in told:
        return {}
    criterion = set_of(asked.criteria_set, period(asked.period)).criteria[asked.criterion]
    part = months_of(asked, [asked.body], window)[asked.body].sum(axis=0)
    whole = months_of(asked._replace(procedure=""), [asked.body], window)[asked.body].sum(axis=0)
    if not whole[1]:
        return {}
    gain = (_share(told["gain"]), _share(told["low"]), _share(told["high"]))
    found = regained(
        criterion,
        whole=Fraction(float(whole[0])) / Fraction(float(whole[1])),
        share=Fraction(float(part[1])) / Fraction(float(whole[1])),
        gain=gain,
    )
    if found is None:
        return {}
    return {"points": _said(found.points), "points_low": _said(found.low), "points_high": _said(found.high)}


def _share(percent: str) -> Fraction:
    return Fraction(Decimal(percent)) / 100


def _said(points: Fraction) -> str:
    return str(Decimal(float(points)).quantize(Decimal("0.0001")))
