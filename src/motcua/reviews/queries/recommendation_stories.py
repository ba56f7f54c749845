"""What happened to a recommendation, in words."""

from typing import Any

from django.utils.translation import gettext as _

from motcua.reviews.models import ANSWERS
from motcua.reviews.queries.telling import Says, day, document


def _sent(data: dict[str, Any]) -> str:
    said = _("Signed and sent: %(number)s of %(day)s.") % document(data)
    return f"{said} " + _("An answer is awaited by %(day)s.") % {"day": day(data["answer_due_on"])}


def _answered(data: dict[str, Any]) -> str:
    verdict = str(dict(ANSWERS).get(data["verdict"], data["verdict"]))
    said = _("Answered: %(verdict)s (%(number)s of %(day)s).") % {"verdict": verdict, **document(data)}
    if not data["late_working_days"]:
        return said
    return f"{said} " + _("%(days)s working days after the day awaited.") % {
        "days": data["late_working_days"]
    }


RECOMMENDATION_SAYS: Says = {
    "recommendation.drafted": lambda data: _("Drafted."),
    "recommendation.amended": lambda data: _("The draft was changed."),
    "recommendation.sent_back": lambda data: _("Sent back to its drafter."),
    "recommendation.sent": _sent,
    "recommendation.acknowledged": lambda data: (
        _("The receiver acknowledged it: %(number)s of %(day)s.") % document(data)
    ),
    "recommendation.answered": _answered,
    "recommendation.urged": lambda data: _("The answer was urged: %(number)s of %(day)s.") % document(data),
    "recommendation.unanswered": lambda data: (
        _("No answer came by %(day)s.") % {"day": day(data["answer_due_on"])}
    ),
    "recommendation.begun": lambda data: _("The receiver is working on it."),
    "recommendation.done": lambda data: _("Carried out by %(number)s of %(day)s.") % document(data),
    "recommendation.merged": lambda data: (
        _("Of the same content as %(code)s, which stands for it.") % {"code": data["into"]}
    ),
    "recommendation.separated": lambda data: (
        _("Stands for itself again, apart from %(code)s.") % {"code": data["out_of"]}
    ),
    "recommendation.withdrawn": lambda data: _("Withdrawn."),
}
