"""What happened to an investment, in words."""

from typing import Any

from django.utils.translation import gettext as _

from motcua.directives.queries.stories import comma, verdict_in_words
from motcua.kernel.money import vnd
from motcua.reviews.queries.telling import Says, day, document


def _money(data: dict[str, Any], name: str = "amount") -> dict[str, str]:
    return {**document(data), "amount": vnd(data[name])}


def _reached(data: dict[str, Any]) -> str:
    told = {"number": data["milestone"], "day": day(data["reached_on"]), "late": data["late_working_days"]}
    if not data["late_working_days"]:
        return _("Milestone %(number)s reached on %(day)s, in time.") % told
    return _("Milestone %(number)s reached on %(day)s, %(late)s working days late.") % told


def _handed_over(data: dict[str, Any]) -> str:
    said = _("In use since %(day)s (%(number)s).") % {"day": day(data["in_use_on"]), "number": data["number"]}
    if "first_month" not in data:
        return said
    window = {"first": data["first_month"], "last": data["last_month"]}
    return f"{said} " + _("Its effect is measured over %(first)s to %(last)s.") % window


def _measured(data: dict[str, Any]) -> str:
    told = {"verdict": verdict_in_words(data["verdict"])}
    if "gain" not in data:
        return _("Measured: %(verdict)s.") % told
    number = {name: comma(data[name]) for name in ("gain", "low", "high")}
    return _(
        "Measured: %(verdict)s. Gain: %(gain)s percentage points; 95 in 100: between %(low)s and %(high)s."
    ) % (told | number)


INVESTMENT_SAYS: Says = {
    "investment.proposed": lambda data: _("Proposed, for %(amount)s.") % {"amount": vnd(data["planned"])},
    "investment.amended": lambda data: _("The proposal was changed."),
    "investment.sent_back": lambda data: _("Sent back to its proposer."),
    "investment.approved": lambda data: (
        _("Approved by %(number)s of %(day)s, for %(amount)s.") % _money(data, "planned")
    ),
    "investment.procuring": lambda data: _("The choice of a contractor has begun."),
    "investment.contracted": lambda data: _("Contract %(number)s of %(day)s, for %(amount)s.") % _money(data),
    "investment.changed": lambda data: (
        _("The decision was changed by %(number)s of %(day)s: now %(amount)s.") % _money(data, "planned")
    ),
    "investment.renegotiated": lambda data: (
        _("Annex %(number)s of %(day)s: the contract is now %(amount)s.") % _money(data)
    ),
    "investment.paid": lambda data: _("Paid %(amount)s (%(number)s of %(day)s).") % _money(data),
    "investment.milestone_planned": lambda data: (
        _("Milestone %(number)s planned for %(day)s.")
        % {"number": data["milestone"], "day": day(data["due_on"])}
    ),
    "investment.milestone_reached": _reached,
    "investment.handed_over": _handed_over,
    "investment.measured": _measured,
    "investment.closed": lambda data: _("Settled by %(number)s of %(day)s.") % document(data),
    "investment.stopped": lambda data: _("Stopped."),
}
