"""Refusals of the rules, in words."""

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.kernel.refusals import Refusal
from motcua.reviews.models import Report
from motcua.reviews.rules.states import Act, NotAllowed, Why


def refusal_of(no: NotAllowed, act: Act, report: Report) -> Refusal:
    told = {"body": report.body.name, "state": report.get_state_display(), "code": report.call.code}
    if no.why is Why.CLOSED:
        closed = report.call.closed_at
        day = date_format(localdate(closed), "SHORT_DATE_FORMAT") if closed else ""
        words = _("%(code)s was closed on %(day)s: no report is taken any more. Ask who called for it.")
        return Refusal(words % (told | {"day": day}), code=no.why.value)
    if no.why is Why.NOT_YOURS:
        return Refusal(_not_yours(act) % told, code=no.why.value)
    return Refusal(
        _("The report of %(body)s is “%(state)s” now, so this cannot be done. Load the page again.") % told,
        code=no.why.value,
    )


def _not_yours(act: Act) -> str:
    if act in (Act.RETURN, Act.REMIND):
        return _("Only who called for the review does this: the leaders and the reform office of the caller.")
    if act is Act.SIGN:
        return _("You may not sign for %(body)s. Ask its leader to sign, or for a delegation.")
    return _(
        "The leaders, heads of division and reform office of %(body)s write this report. Ask one of them."
    )
