"""The manners of every command: `--json` prints one document and nothing else.

It ends with 0 ok, 1 failed, 2 usage, 3 partial.
"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from motcua.kernel.refusals import Refusal

FAILED, USAGE, PARTIAL = 1, 2, 3


class Verb(BaseCommand):
    """A command that answers with facts: `answer` returns them, `tell` says them to a person."""

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            facts = self.answer(**options)
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=FAILED) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False, default=str))
        else:
            self.tell(facts)
        if code := self.exit_code(facts):
            raise SystemExit(code)

    def answer(self, *args: Any, **options: Any) -> Any:  # both, so that each verb may name its own options
        raise NotImplementedError

    def tell(self, facts: Any) -> None:
        self.stdout.write(json.dumps(facts, ensure_ascii=False, default=str, indent=2))

    def exit_code(self, facts: Any) -> int:
        return 0
