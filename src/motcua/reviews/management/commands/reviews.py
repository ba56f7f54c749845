"""`motcua reviews list | show CODE | draft CODE | remind`: who owes a report, what the reports say together."""

import argparse
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import localdate

from motcua.clock.queries import now
from motcua.kernel.commands import Verb
from motcua.reviews.models import Call
from motcua.reviews.queries.pictures import lines, picture_of, reports_of
from motcua.reviews.rules.consolidating import as_json
from motcua.reviews.rules.states import State
from motcua.reviews.services import draft_waiting, remind_due

VERBS = {
    "list": "calls for review, with how many have answered",
    "show": "one call: who has sent, and what the reports say together",
    "draft": "draft the reports of a call that nobody has begun; safe to repeat",
    "remind": "remind on reminder days who has not sent; safe to repeat on a day",
}


class Command(Verb):
    help = "Calls for review: list them, show one with its reports, draft what nobody has begun, remind."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        for name, said in VERBS.items():
            verb = verbs.add_parser(name, help=said, description=said)
            verb.add_argument(
                "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
            )
            if name in ("show", "draft"):
                verb.add_argument("code", metavar="CODE", help="of the call, as RS-2026-0001")

    def answer(self, *, verb: str, **options: Any) -> Any:
        at = now()
        if verb == "remind":
            return {"reminded": [report.code for report in remind_due(at=at)]}
        if verb == "list":
            return [_row(call) for call in Call.objects.select_related("keeper", "feeds").order_by("pk")]
        call = Call.objects.select_related("keeper", "feeds").filter(code=options["code"]).first()
        if call is None:
            raise CommandError(f"There is no call for review {options['code']}. See: motcua reviews list")
        if verb == "draft":
            return {"drafted": draft_waiting(call.code, at=at)}
        return _shown(call)


def _row(call: Call) -> dict[str, Any]:
    states = list(call.reports.values_list("state", "late"))
    return {
        "code": call.code,
        "title": call.title,
        "source": call.source,
        "caller": call.outside or call.keeper.code,
        "keeper": call.keeper.code,
        "feeds": call.feeds.code if call.feeds else None,
        "period": call.period,
        "before_on": call.before_on.isoformat(),
        "asked": len(states),
        "sent": sum(state == State.SENT for state, _late in states),
        "late": sum(late for _state, late in states),
        "closed": call.is_closed,
    }


def _shown(call: Call) -> dict[str, Any]:
    """Bodies by code: names of persons stand nowhere in it."""
    picture = picture_of(call)
    return {
        **_row(call),
        "points_lost": str(picture.lost),
        "reports": [
            {
                "body": line.report.body.code,
                "state": line.report.state,
                "version": line.report.version,
                "late": line.is_late,
                "working_days_left": line.days,
                "first_sent_at": line.report.first_sent_at and line.report.first_sent_at.isoformat(),
                "reminders": line.report.reminders,
                "figures_sha256": picture.versions.get(line.report.code),
            }
            for line in lines(reports_of(call), localdate(now()))
        ],
        "criteria": as_json(picture.rows),
    }
