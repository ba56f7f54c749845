"""`motcua investments list | watch`: cost, progress and effect; measure those whose months are over."""

import argparse
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser
from django.utils.timezone import localdate

from motcua.clock.queries import now
from motcua.kernel.commands import PARTIAL, Verb
from motcua.reviews.queries.investments import Line, lines, tabs_of, with_milestones
from motcua.reviews.queries.investments import Tab as Which
from motcua.reviews.services.investment_measuring import watch

WHICH: dict[str, Which] = {
    "running": Which.RUNNING,
    "in-use": Which.IN_USE,
    "late": Which.LATE,
    "all": Which.ALL,
}


class Command(Verb):
    help = "IT investments: list them with cost, progress and effect, measure those whose months are over."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        for name, said in (
            ("list", "investments with cost, progress and effect"),
            ("watch", "measure what is ready and look again at what was reached; safe to repeat"),
        ):
            verb = verbs.add_parser(name, help=said, description=said)
            verb.add_argument(
                "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
            )
            if name == "list":
                verb.add_argument("--which", choices=sorted(WHICH), default="all")

    def answer(self, *, verb: str, **options: Any) -> Any:
        at = now()
        if verb == "watch":
            return asdict(watch(at=at))
        on = localdate(at)
        rows = with_milestones().filter(tabs_of(on)[WHICH[options["which"]]]).order_by("pk")
        return [_row(line) for line in lines(rows, on)]

    def exit_code(self, facts: Any) -> int:
        return PARTIAL if isinstance(facts, dict) and facts["waiting"] else 0


def _row(line: Line) -> dict[str, Any]:
    """Amounts in whole đồng, rates in percent."""
    one, effect = line.investment, line.effect
    return {
        "code": one.code,
        "title": one.title,
        "body": one.body.code,
        "state": one.state,
        "task": one.task,
        "funds": one.funds,
        "basis": one.basis,
        "planned": one.planned,
        "contracted": one.contracted,
        "paid": one.paid,
        "milestones": asdict(line.progress),
        "criterion": one.criterion or None,
        "measured_body": one.measured_body or None,
        "target": one.target,
        "in_use_on": one.in_use_on and one.in_use_on.isoformat(),
        "ready_on": one.ready_on and one.ready_on.isoformat(),
        "measured": one.measured,
        "dong_a_point": effect.price.one if effect and effect.price else None,
        "watch": effect.watch.value if effect and effect.watch else None,
    }
