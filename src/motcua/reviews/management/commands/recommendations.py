"""`motcua recommendations list | remind`: what is asked of whom, what was answered; tell of answers that are late."""

import argparse
from typing import Any

from django.core.management.base import CommandParser
from django.db.models import Q
from django.utils.timezone import localdate

from motcua.clock.queries import now
from motcua.kernel.commands import Verb
from motcua.reviews.queries.recommendations import Line, everything, lines, tabs_of
from motcua.reviews.queries.recommendations import Tab as Which
from motcua.reviews.services.recommendation_acts import remind

WHICH: dict[str, Which] = {
    "overdue": Which.OVERDUE,
    "waiting": Which.WAITING,
    "drafts": Which.DRAFTS,
    "open": Which.OPEN,
    "all": Which.ALL,
}


class Command(Verb):
    help = "Recommendations to ministries and the Government: list them, tell of answers that are late."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        for name, said in (
            ("list", "recommendations, the same content of several bodies once, unanswered ones first"),
            ("remind", "tell of every answer whose day has passed, once; safe to repeat"),
        ):
            verb = verbs.add_parser(name, help=said, description=said)
            verb.add_argument(
                "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
            )
            if name == "list":
                verb.add_argument("--which", choices=sorted(WHICH), default="open")
                verb.add_argument("--receiver", default="", help="code of the register, for example VPCP")

    def answer(self, *, verb: str, **options: Any) -> Any:
        at = now()
        if verb == "remind":
            return {"unanswered": remind(at=at)}
        on = localdate(at)
        to = Q(receiver=options["receiver"]) if options["receiver"] else Q()
        rows = everything(on).filter(tabs_of(on)[WHICH[options["which"]]], to)
        return [_row(line) for line in lines(rows, on)]


def _row(line: Line) -> dict[str, Any]:
    """Officers are not named: their codes stand in the ledger."""
    one = line.recommendation
    return {
        "code": one.code,
        "title": one.title,
        "receiver": one.receiver,
        "receiver_name": line.receiver.name.vi,
        "bodies": [body.code for body in line.bodies],
        "state": one.state,
        "number": one.sent_number or None,
        "sent_on": one.sent_on and one.sent_on.isoformat(),
        "answer_due_on": one.answer_due_on and one.answer_due_on.isoformat(),
        "working_days_left": line.days,
        "answered": one.answered or None,
        "criterion": one.criterion or None,
        "body": one.measured_body or None,
    }
