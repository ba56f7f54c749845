"""The catalogue's facts in the reader's words."""

from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from motcua.catalog.queries.search import Found
from motcua.catalog.rules.document import Document, Fee, TimeLimit, fees_due
from motcua.clock.rules.limits import CountFrom, Limit, SupplementMode, Unit
from motcua.kernel.money import vnd

LEVELS = {
    "province": gettext_lazy("Province"),
    "zone": gettext_lazy("Economic-zone authority"),
    "commune": gettext_lazy("Commune"),
}
SUBJECTS = {
    "citizen": gettext_lazy("Citizens"),
    "enterprise": gettext_lazy("Enterprises"),
    "organization": gettext_lazy("Organisations"),
}
ONLINE = {
    "full": gettext_lazy("Fully online"),
    "partial": gettext_lazy("Partly online"),
    "none": gettext_lazy("At the counter"),
}
ONLINE_TONES = {"full": "green", "partial": "blue", "none": "grey"}
PAPER_KINDS = {
    "original": gettext_lazy("Original"),
    "copy": gettext_lazy("Plain copy"),
    "certified_copy": gettext_lazy("Certified copy"),
    "electronic": gettext_lazy("Electronic paper"),
}
ROLES = {
    "one_stop": gettext_lazy("One-stop officer"),
    "specialist": gettext_lazy("Specialist"),
    "head": gettext_lazy("Head of division"),
    "leader": gettext_lazy("Leader who signs"),
    "clerk": gettext_lazy("Records clerk"),
}
CONFIDENCE = {
    "found": "",
    "known": gettext_lazy("from general knowledge"),
    "unsure": gettext_lazy("to be checked"),
}
CODE_STATUS = {
    "verified": "",
    "unverified": gettext_lazy("This national code was written from memory and is to be checked."),
    "demo": gettext_lazy("This is a demonstration code: the national code is not known here."),
}


class Chip(NamedTuple):
    words: str
    tone: str


def quantity(number: Fraction) -> str:
    """A quantity as people write it: `5`, `0,5`."""
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.3f}".rstrip("0").rstrip(".").replace(".", ",")


def limit_words(limit: Limit | None) -> str:
    """`5 working days`; empty where no limit is set."""
    if limit is None:
        return ""
    count = quantity(limit.quantity)
    several = 1 if limit.quantity == 1 else 2
    return {
        Unit.WORKING_DAYS: ngettext("%(count)s working day", "%(count)s working days", several),
        Unit.HALF_DAYS: ngettext("%(count)s half day", "%(count)s half days", several),
        Unit.WORKING_HOURS: ngettext("%(count)s working hour", "%(count)s working hours", several),
        Unit.CALENDAR_DAYS: ngettext("%(count)s day", "%(count)s days", several),
        Unit.MONTHS: ngettext("%(count)s month", "%(count)s months", several),
    }[limit.unit] % {"count": count}


def time_words(time_limit: TimeLimit) -> str:
    """The legal limit; one day that begins with the day of receipt is said as the law says it."""
    policy, limit = time_limit.policy, time_limit.limit
    within_the_day = policy.count_from is CountFrom.DAY_OF_RECEIPT and limit == Limit(
        Fraction(1), Unit.WORKING_DAYS
    )
    if within_the_day and policy.cutoff:
        hour = f"{policy.cutoff:%H:%M}"
        return _("The same day; received after %(hour)s: the next working day") % {"hour": hour}
    return limit_words(limit)


def fee_words(found: Found) -> str:
    """What a row of the list says of the cost; empty where it is not known."""
    if found.fee_at_most is None:
        return ""
    if not found.fee_at_most:
        return _("Free of charge")
    if found.fee_depends:
        return _("By case, at most %(amount)s") % {"amount": vnd(found.fee_at_most)}
    return vnd(found.fee_at_most)


def cost_words(document: Document) -> str:
    """What the answer box says of the cost."""
    if not document.fees:
        return _("Free of charge")
    if all(not fee.when for fee in document.fees):
        return vnd(sum(fee.amount for fee in fees_due(document, {})))
    if any(not fee.when for fee in document.fees):
        certain = sum(fee.amount for fee in document.fees if not fee.when)
        return _("From %(amount)s, by case") % {"amount": vnd(certain)}
    amounts = sorted({fee.amount for fee in document.fees})
    if len(amounts) == 1:
        return _("%(amount)s in some cases") % {"amount": vnd(amounts[0])}
    return _("%(least)s to %(most)s, by case") % {"least": vnd(amounts[0]), "most": vnd(amounts[-1])}


def fee_kind(fee: Fee) -> str:
    return _("Fee") if fee.kind == "fee" else _("Charge")


def online_chip(level: str) -> Chip:
    return Chip(str(ONLINE[level]), ONLINE_TONES[level])


def supplement_words(document: Document) -> str:
    """What a supplement request does to the limit."""
    if document.time_limit.policy.supplement == SupplementMode.RESET:
        return _("If papers are missing you are asked once; when you have answered, the limit begins again.")
    return _("If papers are missing you are asked once; the time you take to answer is not counted.")
