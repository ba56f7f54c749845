"""Refusals of the rules, in words."""

from django.utils.translation import gettext as _

from motcua.directives.models import Directive
from motcua.directives.rules.states import NotAllowed, Why
from motcua.kernel.refusals import Refusal


def refusal_of(no: NotAllowed, directive: Directive) -> Refusal:
    words = {
        Why.NOT_YOURS: _("This step belongs to somebody else: the lead or the giver of %(code)s."),
        Why.NOT_NOW: _("%(code)s is “%(state)s” now, so this cannot be done. Load the page again."),
        Why.CONTESTED_BEFORE: _("%(code)s was contested before and upheld. Accept it, or talk to the giver."),
        Why.EXTENDED_BEFORE: _("More time can be asked for once, and that has been done for %(code)s."),
        Why.NO_EXTENSION_ASKED: _("Nobody is asking for more time for %(code)s."),
        Why.TOO_LATE_TO_ASK: _("The deadline of %(code)s has passed: it is too late to ask for more time."),
        Why.WINDOW_RUNNING: _("The months over which %(code)s is measured are not over yet."),
        Why.CLOSED_BY_ITS_NUMBER: _("%(code)s names a criterion: its number closes it, not a person."),
        Why.NOTHING_TO_MEASURE: _(
            "%(code)s names no criterion: there is nothing to measure. Judge it and say why."
        ),
    }
    told = {"code": directive.code, "state": directive.get_state_display()}
    return Refusal(words[no.why] % told, code=no.why.value)
