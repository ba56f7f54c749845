"""`motcua criteria score | explain | follow | reconcile | export`."""

import argparse
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from motcua.clock.queries import now
from motcua.criteria.queries.answers import answer, explanation
from motcua.criteria.queries.scores import DEFAULT_SET, view
from motcua.criteria.services import follow, reconcile
from motcua.criteria.services.exporting import export
from motcua.kernel.commands import FAILED, Verb

EVERY_SECONDS = 0.2


class Command(Verb):
    help = "The index: scores, what they lost, and whether the counters are right."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        for name, said in (
            ("score", "the score of a body in a period"),
            ("explain", "what it lost, by criterion and by part"),
            ("follow", "keep the counters a moment behind the ledger, until stopped"),
            ("reconcile", "fold the ledger and count anew; list each difference"),
            ("export", "write the facts that have moved since the last export as Parquet"),
        ):
            verb = verbs.add_parser(name, help=said, description=said)
            verb.add_argument(
                "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
            )
            if name in ("score", "explain"):
                verb.add_argument("--set", default=DEFAULT_SET, help="code of the criteria set")
                verb.add_argument("--body", required=True, help="code of a body, or VN")
                verb.add_argument("--period", required=True, help="2026-10, 2026-Q4 or 2026")
            if name == "export":
                verb.add_argument(
                    "--facts", type=Path, required=True, metavar="DIR", help="where the files lie"
                )
            if name == "follow":
                verb.add_argument("--once", action="store_true", help="stop when everything has been read")

    def answer(self, **options: Any) -> Any:
        return getattr(self, f"_{options.pop('verb')}")(**options)

    def exit_code(self, facts: Any) -> int:
        return FAILED if facts.get("differences") else 0

    def _score(self, **options: Any) -> dict[str, Any]:
        return answer(view(options["body"], options["period"], by=options["set"]))

    def _explain(self, **options: Any) -> dict[str, Any]:
        return explanation(view(options["body"], options["period"], by=options["set"]))

    def _follow(self, **options: Any) -> dict[str, Any]:
        read = 0
        while True:
            done = follow()
            read += done.entries if done else 0
            if done is None or not done.behind:
                if options["once"]:
                    return {"entries": read, "horizon": done and done.horizon.isoformat()}
                time.sleep(EVERY_SECONDS)

    def _export(self, **options: Any) -> dict[str, Any]:
        return asdict(export(options["facts"], at=now()))

    def _reconcile(self, **options: Any) -> dict[str, Any]:
        return reconcile()._asdict()
