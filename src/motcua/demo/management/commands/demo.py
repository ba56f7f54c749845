"""`motcua demo load`: an invented province with a year behind it, in an empty house."""

import argparse
import sys
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from motcua.clock.queries import now
from motcua.demo.services import load
from motcua.demo.services.loading import DOSSIERS, SEED
from motcua.kernel.commands import Verb


class Command(Verb):
    help = "Fill an empty house with an invented province."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("verb", choices=["load"])
        parser.add_argument(
            "--stage", type=_day, metavar="DATE", help="end the history on this day (2024-05-08)"
        )
        parser.add_argument("--dossiers", type=int, default=DOSSIERS, metavar="N")
        parser.add_argument("--seed", type=int, default=SEED, metavar="N", help="another seed, another year")

    def answer(
        self, *, stage: date | None, dossiers: int, seed: int, json: bool, **options: Any
    ) -> dict[str, Any]:
        def tell(line: str) -> None:
            if sys.stderr.isatty() and not json:
                self.stderr.write(line)

        return asdict(load(at=now(), stage=stage, dossiers=dossiers, seed=seed, tell=tell))

    def tell(self, facts: Any) -> None:
        self.stdout.write(
            _("%(dossiers)s dossiers from %(begins)s to %(ends)s, %(late)s of them late.")
            % {**facts, "begins": f"{facts['begins']:%d/%m/%Y}", "ends": f"{facts['ends']:%d/%m/%Y}"}
        )
        self.stdout.write(
            _(
                "%(officers)s officers, %(accounts)s accounts of applicants, %(entries)s entries in the ledger."
            )
            % facts
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("Write the day as year-month-day, such as 2024-05-08.")) from error
