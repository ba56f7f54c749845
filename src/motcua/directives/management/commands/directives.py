"""`motcua directives list | watch`: what is open and late; measure, watch and tell what is due."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.db.models import QuerySet
from django.utils.timezone import localdate

from motcua.clock.queries import now
from motcua.directives.models import Directive
from motcua.directives.queries.boards import Line, lines, overdue, to_remind, told_to, with_people
from motcua.directives.queries.reminding import leaders_on
from motcua.directives.rules.states import OPEN, State
from motcua.directives.services import remind, watch
from motcua.kernel.commands import PARTIAL, Verb
from motcua.organizations.models import Officer

WHICH: dict[str, Callable[[date], QuerySet[Directive]]] = {
    "open": lambda on: with_people().filter(state__in=OPEN).order_by("due_on", "pk"),
    "overdue": overdue,
    "due": to_remind,
    "watched": lambda on: with_people().filter(state=State.VERIFIED).order_by("ready_on", "pk"),
    "all": lambda on: with_people().order_by("pk"),
}


class Command(Verb):
    help = (
        "Directives: list them, measure those that are ready, watch the verified, tell the line what is late."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        for name, said in (
            ("list", "directives, with who has to hear of the late ones"),
            (
                "watch",
                "measure what is ready, reopen what was lost, tell the line what is late; safe to repeat",
            ),
            (
                "remind",
                "remind whoever has to hear of what is due soon or late; once a day each, safe to repeat",
            ),
        ):
            verb = verbs.add_parser(name, help=said, description=said)
            verb.add_argument(
                "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
            )
            if name == "list":
                verb.add_argument("--which", choices=sorted(WHICH), default="open")

    def answer(self, *, verb: str, **options: Any) -> Any:
        at = now()
        if verb == "watch":
            return asdict(watch(at=at))
        if verb == "remind":
            return {"reminded": remind(at=at)}
        on = localdate(at)
        leaders = leaders_on(on)
        return [_row(line, leaders) for line in lines(WHICH[options["which"]](on), on)]

    def exit_code(self, facts: Any) -> int:
        return PARTIAL if isinstance(facts, dict) and facts.get("waiting") else 0


def _row(line: Line, leaders: Mapping[int, list[Officer]]) -> dict[str, Any]:
    """Officers by code: names stay on the pages."""
    one = line.directive
    return {
        "code": one.code,
        "title": one.title,
        "state": one.state,
        "lead_unit": one.lead_unit.code,
        "lead": one.lead.code if one.lead else None,
        "giver": one.giver.code,
        "due_on": one.due_on.isoformat(),
        "working_days_left": line.days,
        "told_to": [officer.code for officer in told_to(line, leaders)],
        "criterion": one.criterion or None,
        "body": one.body or None,
        "target": one.target,
        "ready_on": one.ready_on and one.ready_on.isoformat(),
        "measured": one.measured,
    }
