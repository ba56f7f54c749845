"""`motcua criteria VERB`: the verbs stand in `management/verbs`."""

import argparse
from typing import Any

from django.core.management.base import CommandParser

from motcua.criteria.management.verbs import VERBS
from motcua.kernel.commands import FAILED, PARTIAL, Verb


class Command(Verb):
    help = "The index: scores, what they lost, and whether the counters are right."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        for name, module in VERBS.items():
            verb = verbs.add_parser(name, help=module.SAID, description=module.SAID)
            verb.add_argument(
                "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
            )
            module.arguments(verb)

    def answer(self, **options: Any) -> Any:
        return VERBS[options.pop("verb")].answer(**options)

    def exit_code(self, facts: Any) -> int:
        if facts.get("differences") or facts.get("problems"):
            return FAILED
        return PARTIAL if facts.get("faults") else 0
