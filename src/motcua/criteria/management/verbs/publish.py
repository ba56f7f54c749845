from argparse import ArgumentParser
from typing import Any

from motcua.clock.queries import now
from motcua.criteria.models import Run
from motcua.criteria.queries.nodes import tree
from motcua.criteria.queries.scores import DEFAULT_SET, period_of
from motcua.criteria.services.publishing import publish
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import seal

SAID = "publish and freeze the scores of a period"
TRIES = 5
"""Sealing and publishing are two transactions: acts between them leave what was counted last unsealed."""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--set", default=DEFAULT_SET, help="code of the criteria set")
    parser.add_argument(
        "--body", action="append", help="code of a body; every measured body if none is given"
    )
    parser.add_argument("--period", required=True, help="2026-10, 2026-Q4 or 2026")
    parser.add_argument("--by", default="system", help="code of the officer who publishes")


def answer(**options: Any) -> dict[str, Any]:
    bodies = options["body"] or list(tree().nodes)
    over = period_of(options["period"])
    for left in reversed(range(TRIES)):
        seal()
        try:
            return _told(publish(bodies, over, options["set"], by=options["by"], at=now()))
        except Refusal as refusal:
            if refusal.code != "not-sealed" or not left:
                raise
    raise AssertionError


def _told(runs: list[Run]) -> dict[str, Any]:
    first = runs[0]
    return {
        "period": first.period,
        "set": first.set_version.code,
        "set_version": first.set_version.number,
        "figures": first.facts,
        "entry": first.entry,
        "root": first.root,
        "runs": [
            {
                "run": one.number,
                "body": one.body,
                "score": one.answer["shown"],
                "rank": one.answer["rank"],
            }
            for one in runs
        ],
    }
