from argparse import ArgumentParser
from typing import Any

from motcua.clock.queries import now
from motcua.criteria.queries.nodes import NATION, tree
from motcua.criteria.queries.questions import answer as told
from motcua.criteria.queries.questions import questions
from motcua.criteria.queries.scores import horizon, period_of
from motcua.criteria.rules.periods import month_of

SAID = "the questions that the detectors put to units about a month"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--body", default=NATION, help="code of a body: only those under it are asked")
    parser.add_argument("--period", default="", help="2026-10; the running month if none is said")


def answer(**options: Any) -> dict[str, Any]:
    at = now()
    over = period_of(options["period"]) if options["period"] else month_of(at)
    asked = list(tree().below(tree()[options["body"]].code))
    if options["body"] == NATION:
        asked.append("")
    counted_until = horizon() or at
    found = questions(over, horizon=counted_until, bodies=asked)
    return {
        "period": over.code,
        "body": options["body"],
        "horizon": counted_until.isoformat(),
        "questions": told(found),
    }
