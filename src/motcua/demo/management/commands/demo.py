"""`motcua demo load | steer`: an invented province with a year behind it; then, what its officers did about it."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from motcua.clock.queries import now
from motcua.demo.services import load
from motcua.demo.services.loading import DOSSIERS, SEED
from motcua.demo.services.steering import steer
from motcua.kernel.commands import Verb


class Command(Verb):
    help = "Fill an empty house with an invented province; once the index has followed, let its officers steer by it."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("verb", choices=["load", "steer"])
        parser.add_argument(
            "--stage", type=_day, metavar="DATE", help="end the history on this day (2024-05-08)"
        )
        parser.add_argument("--dossiers", type=int, default=DOSSIERS, metavar="N")
        parser.add_argument("--seed", type=int, default=SEED, metavar="N", help="another seed, another year")

    def answer(self, *, verb: str, json: bool, **options: Any) -> dict[str, Any]:
        def tell(line: str) -> None:
            if sys.stderr.isatty() and not json:
                self.stderr.write(line)

        if verb == "steer":
            return asdict(steer(at=now(), tell=tell))
        asked = {name: options[name] for name in ("stage", "dossiers", "seed")}
        return asdict(load(at=now(), tell=tell, **asked))

    def tell(self, facts: Any) -> None:
        lines = _steered(facts) if "directives" in facts else _loaded(facts)
        for line in lines:
            self.stdout.write(line)


def _loaded(facts: Any) -> Iterator[str]:
    yield _("%(dossiers)s dossiers from %(begins)s to %(ends)s, %(late)s of them late.") % {
        **facts,
        "begins": f"{facts['begins']:%d/%m/%Y}",
        "ends": f"{facts['ends']:%d/%m/%Y}",
    }
    yield (
        _("%(officers)s officers, %(accounts)s accounts of applicants, %(entries)s entries in the ledger.")
        % facts
    )


def _steered(facts: Any) -> Iterator[str]:
    if facts["before"]:
        yield _("The officers of this province have acted before; nothing was added.")
    yield _(
        "%(directives)s directives, %(meetings)s meetings, %(reviews)s reports called for, "
        "%(recommendations)s recommendations, %(investments)s investments, %(reports)s official reports."
    ) % {
        **facts,
        "directives": sum(facts["directives"].values()),
        "reviews": sum(facts["reports_of_bodies"].values()),
        "reports": facts["official_reports"],
    }
    for reason in facts["left_out"]:
        yield _("Left out, for the record does not show it: %(reason)s") % {"reason": reason}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("Write the day as year-month-day, such as 2024-05-08.")) from error
