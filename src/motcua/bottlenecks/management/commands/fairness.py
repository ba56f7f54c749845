"""`motcua fairness`: makes the fair figures of officers and units anew."""

from typing import Any

from django.core.management.base import CommandParser

from motcua.bottlenecks.queries.fairness.periods import is_due, periods_to_weigh
from motcua.bottlenecks.services.fairness import weigh
from motcua.clock.queries import now
from motcua.kernel.commands import PARTIAL, Verb
from motcua.kernel.refusals import Refusal


class Command(Verb):
    help = (
        "Make the figures of officers and units anew: adjusted for their work, with doubt, pages read them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--period",
            metavar="PERIOD",
            help="2026-Q3 or 2026; without it the quarters and the year that run",
        )
        parser.add_argument("--if-due", action="store_true", help="only periods whose figures are a day old")

    def answer(self, *, period: str | None, if_due: bool, **options: Any) -> dict[str, Any]:
        at = now()
        asked = (
            [period]
            if period
            else [one.code for one in periods_to_weigh(at) if not if_due or is_due(one, at)]
        )
        made, waiting = [], []
        for code in asked:
            try:
                made.append(weigh(code, at=at)._asdict())
            except Refusal:
                if period:
                    raise
                waiting.append(code)
        return {"made": made, "waiting": waiting}

    def exit_code(self, facts: Any) -> int:
        return PARTIAL if facts["waiting"] else 0
