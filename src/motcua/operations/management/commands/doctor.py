"""`motcua doctor`: every invariant by name, with its verdict."""

from itertools import islice
from typing import Any

from django.utils.module_loading import autodiscover_modules

from motcua.kernel.commands import FAILED, Verb
from motcua.kernel.invariants import declared

MOST_FINDINGS = 20


class Command(Verb):
    help = "Ask every room whether what must always hold does hold."

    def answer(self, **options: Any) -> dict[str, Any]:
        autodiscover_modules("invariants")
        findings = {each.name: list(islice(each.check(), MOST_FINDINGS)) for each in declared()}
        return {
            "ok": not any(findings.values()),
            "invariants": [
                {"name": name, "holds": not found, "findings": found} for name, found in findings.items()
            ],
        }

    def tell(self, facts: Any) -> None:
        for row in facts["invariants"]:
            self.stdout.write(f"{'✓' if row['holds'] else '✗'} {row['name']}")
            for finding in row["findings"]:
                self.stdout.write(f"    {finding}")

    def exit_code(self, facts: Any) -> int:
        return 0 if facts["ok"] else FAILED
