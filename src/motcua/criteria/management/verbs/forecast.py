import os
from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from motcua.clock.queries import now
from motcua.clock.rules.calendar import ZONE
from motcua.criteria.queries.nodes import tree
from motcua.criteria.queries.outlook import foretold_end, is_due, likely_late, running_periods
from motcua.criteria.queries.scores import period_of
from motcua.criteria.services.foretelling import Kept, foretell
from motcua.kernel.refusals import Refusal

SAID = "which open dossiers will be late, and where the score will stand when the period ends"
SYSTEM = "system"
MOST = 50
LOW = 10  # whoever waits for a page goes first


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--if-due", action="store_true", help="do nothing if the last one is younger than a day"
    )
    parser.add_argument("--body", help="code of a body, or VN: tell what is foretold of it")
    parser.add_argument("--period", help="the running month (2026-10) or quarter (2026-Q4); else the month")


def answer(**options: Any) -> dict[str, Any]:
    """Makes the forecast anew and keeps it for the pages."""
    if options["if_due"]:
        if not is_due(now()):
            return {"due": False}
        os.nice(LOW)
    if options["body"]:
        tree()[options["body"]]  # refused now and not after the work
    made = foretell(by=SYSTEM, at=now())
    told = {**made._asdict(), "at": made.at.astimezone(ZONE).isoformat()}
    if options["body"]:
        told |= _of_body(options["body"], options["period"], made)
    return told


def _of_body(body: str, said: str | None, made: Kept) -> dict[str, Any]:
    choice = running_periods(made.at)
    over = period_of(said) if said else choice[0]
    if over not in choice:
        raise Refusal(
            _("Only the running periods are foretold: %(known)s.")
            % {"known": ", ".join(one.code for one in choice)},
            code="period-not-running",
        )
    end = foretold_end(body, over)
    return {
        "body": body,
        "period": over.code,
        "end": end and {field: getattr(end, field) for field in _END},
        "likely_late": [
            {
                "code": one.code,
                "probability": round(one.probability, 4),
                "due_at": one.due_at and one.due_at.astimezone(ZONE).isoformat(),
                "unit": one.unit,
                "step": one.step,
                "reasons": one.reasons,
            }
            for one in likely_late(list(tree().below(body)), most=MOST)
        ],
    }


_END = (
    "set",
    "score_now",
    "score_most",
    "score",
    "ratio",
    "dossiers",
    "late",
    "come",
    "newly_late",
    "assumptions",
)
