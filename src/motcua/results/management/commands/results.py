"""`results verify FILE.pdf`: whether a PDF is one that was issued here, and what has become of it."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from motcua.clock.queries import now
from motcua.kernel.commands import FAILED, USAGE, Verb
from motcua.results.rules.verdicts import Finding, Reason
from motcua.results.verification import verify
from motcua.results.wording import reason_text, verdict_title


class Command(Verb):
    help = (
        "Tell whether a PDF is a result that was issued here. Exit 0: genuine and in force; 1: anything else."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("act", choices=["verify"])
        parser.add_argument("file", type=Path, help="the PDF")

    def answer(self, **options: Any) -> dict[str, Any]:
        try:
            pdf = options["file"].read_bytes()
        except OSError as unread:
            raise CommandError(f"{options['file']}: {unread.strerror}", returncode=USAGE) from unread
        return asdict(verify(pdf, at=now()))

    def tell(self, facts: Any) -> None:
        self.stdout.write(verdict_title(Finding(facts["verdict"])))
        for reason in facts["reasons"]:
            self.stdout.write(f"  {reason_text(Reason(reason))}")
        for name in ("number", "signer", "signed_at", "sha256"):
            if facts[name]:
                self.stdout.write(f"  {name}: {facts[name]}")

    def exit_code(self, facts: Any) -> int:
        return 0 if facts["verdict"] == Finding.GENUINE_IN_FORCE else FAILED
