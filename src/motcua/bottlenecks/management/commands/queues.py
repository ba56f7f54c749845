"""`motcua queues --body H49 [--proof] --json`: what lies before each desk, and when it will be too much."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from motcua.bottlenecks.queries.queueing import WINDOW, Queue, queues
from motcua.bottlenecks.rules.queue_proof import foretold, proof
from motcua.clock.queries import calendar, now
from motcua.criteria.queries.nodes import tree
from motcua.criteria.queries.scores import horizon
from motcua.kernel.commands import Verb

_A_YEAR = 250


class Command(Verb):
    help = (
        "Queues by unit and role: arrivals, capacity, use, and the day on which the limits allow for no more."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--body", required=True, metavar="CODE", help="with the bodies below it")
        parser.add_argument(
            "--proof", action="store_true", help="hold a year of forecasts against what happened then"
        )

    def answer(self, *, body: str, proof: bool, **options: Any) -> Any:
        known, at = tree(), horizon() or now()
        bodies = list(known.below(known[body].code))
        if proof:
            return _proved(bodies, at)
        return [_row(one) for one in queues(bodies, at)]

    def tell(self, facts: Any) -> None:
        if isinstance(facts, dict):
            for name, value in facts.items():
                self.stdout.write(f"{name}: {value}")
            return
        for row in facts:
            if row["arrivals"] is None:
                continue
            self.stdout.write(
                _(
                    "%(unit)s, %(role)s: %(queue)s lie there, %(arrivals)s arrive and %(capacity)s can be done in a "
                    "working day; too many from %(day)s"
                )
                % {**row, "day": row["overflow"]["middle"] or "–"}
            )


def _proved(bodies: Collection[str], at: datetime) -> dict[str, Any]:
    told = chain.from_iterable(
        foretold(one.days, one.limit, window=WINDOW) for one in queues(bodies, at, window=_A_YEAR)
    )
    found = proof(told)
    return {**asdict(found), "coverage": found.coverage}


def _row(one: Queue) -> dict[str, Any]:
    """Officers by code: names stay on the pages."""
    told = one.pace
    row: dict[str, Any] = {
        "unit": one.desk.unit,
        "role": one.desk.role,
        "body": one.body,
        "as_of": one.as_of.isoformat(),
        "queue": one.queue,
        "untaken": one.untaken,
        "limit_days": round(one.limit, 3),
        "officers": dict(one.officers),
    }
    if told is None or one.ahead is None:
        return row | dict.fromkeys(("arrivals", "capacity", "used", "most", "over_days", "overflow"))
    clock = calendar(one.calendar)
    days = {"early": one.ahead.early, "middle": one.ahead.middle, "late": one.ahead.late}
    return row | {
        "arrivals": round(told.arrivals, 3),
        "arrivals_between": told.arrivals_between,
        "capacity": round(told.capacity, 3),
        "capacity_between": told.capacity_between,
        "used": round(told.used, 3),
        "most": told.most,
        "over_days": told.over_days,
        "overflow": {
            name: None if day is None else one.on(day, clock).isoformat() for name, day in days.items()
        },
    }
