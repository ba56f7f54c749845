"""The same measure as a directive's, taken again when an investment is in use; what it brought is watched."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.criteria.queries.scores import horizon
from motcua.criteria.rules.periods import first_instant
from motcua.directives.queries.measuring import as_told, seen_in
from motcua.directives.queries.norms import norms
from motcua.directives.rules import verdicts
from motcua.directives.rules.verdicts import Verdict
from motcua.directives.rules.windows import Windows, next_watch
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.reviews.events import InvestmentMeasured
from motcua.reviews.models import Investment
from motcua.reviews.queries.effects import points_of
from motcua.reviews.queries.investments import due_to_be_measured, spoiled
from motcua.reviews.queries.windows import first_look, next_look
from motcua.reviews.services.investment_acts import locked

HOUSE = "system"
LONGEST = 12  # months of one window


@dataclass
class Looked:
    """What one round did, by code of investment. `waiting`: ready, but not yet counted so far."""

    measured: dict[str, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)


def watch(*, at: datetime) -> Looked:
    """Every investment whose window is over is measured. Safe to repeat."""
    did = Looked()
    for one in due_to_be_measured(localdate(at)):
        try:
            did.measured[one.code] = look(one, at=at).value
        except Refusal:
            did.waiting.append(one.code)
    return did


@transaction.atomic
def look(investment: Investment, *, at: datetime) -> Verdict:
    """Takes the measure again. Raises Refusal `window-running`, `nothing-to-measure`, `not-counted-yet`.

    Too few cases at the first look: the window grows by as many months again, to twelve at most. What was reached is
    looked at window by window from then on; what was not is not looked at again, since many looks would find
    something by chance.
    """
    held = locked(investment)
    compared = _window(held, localdate(at))
    asked, watched = held.asked, _is_watched(held)
    assert asked is not None
    assert held.approved_on is not None
    seen, effect = seen_in(asked, compared, norms(held.approved_on), spoiled=spoiled(held))
    verdict = (
        verdicts.of_watch(seen) if watched else verdicts.of_reform(seen, Fraction(held.target or 0) / 100)
    )
    told = {name: said for name, said in as_told(seen, effect).items() if said is not None}
    told |= {"verdict": verdict.value, "from": compared.after.start, "months": len(compared.after)}
    if watched:
        held.watched = told
    else:
        told |= points_of(held, told, compared.after)
        held.measured = told
    held.ready_on = _next(held, verdict)
    held.save()
    event = _event(told, compared, watch=watched)
    append(event, subject=held.code, body=held.body.code, actor=HOUSE, at=at)
    return verdict


def _is_watched(held: Investment) -> bool:
    """It has shown what it brought."""
    return held.measured is not None and held.measured["verdict"] == Verdict.MET


def _window(held: Investment, on: date) -> Windows:
    if not held.criterion or held.ready_on is None:
        raise Refusal(
            _("Nothing is to be measured of %(code)s.") % {"code": held.code}, code="nothing-to-measure"
        )
    if on < held.ready_on:
        raise Refusal(
            _("The months over which %(code)s is measured are not over yet.") % {"code": held.code},
            code="window-running",
        )
    compared, counted = next_look(held), horizon()
    if counted is None or counted < first_instant(compared.after.stop):
        raise Refusal(
            _("The index has not been counted up to the end of %(month)s yet. Try again later.")
            % {"month": compared.last_month},
            code="not-counted-yet",
        )
    return compared


def _next(held: Investment, verdict: Verdict) -> date | None:
    assert held.ready_on is not None
    assert held.window_months is not None
    assert held.measured is not None
    if _is_watched(held):
        return next_watch(held.ready_on, held.measured["months"])
    step = norms(held.ready_on).window_months
    if verdict is Verdict.TOO_FEW and held.window_months < LONGEST:
        held.window_months = min(LONGEST, held.window_months + step)
        return first_look(held).ready_on
    return None


def _event(told: dict[str, Any], compared: Windows, *, watch: bool) -> InvestmentMeasured:
    number = {
        name: Decimal(told[name])
        for name in ("before", "after", "gain", "low", "high", "points")
        if told.get(name)
    }
    return InvestmentMeasured(
        verdict=told["verdict"],
        watch=watch,
        first_month=compared.first_month,
        last_month=compared.last_month,
        method=told.get("method"),
        compared=told.get("compared"),
        **number,
    )
