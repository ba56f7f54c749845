"""`motcua whatif SCENARIO.yaml`: what would happen if something were changed, by simulation from the live facts."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from motcua.bottlenecks.queries.whatif import answer, prepare
from motcua.bottlenecks.queries.whatif_words import assumption, change_words
from motcua.catalog.rules.problems import Unreadable
from motcua.clock.queries import now
from motcua.criteria.rules.written import told
from motcua.kernel.commands import USAGE, Verb


class Command(Verb):
    help = (
        "Play a scenario forward from the dossiers open now, many times, as it is and as it might be: a step's "
        "limit changed, two steps merged, officers added or moved, a paper dropped, signing every day. Answers with "
        "the share on time, the points and the queues of both, their difference, and 95 % intervals."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("scenario", type=Path, metavar="SCENARIO.yaml")
        parser.add_argument(
            "--replications", type=_many, help="how often to play it, instead of the file's number"
        )
        parser.add_argument("--seed", type=int, help="instead of the file's")

    def answer(self, *, scenario: Path, **options: Any) -> Any:
        try:
            text = scenario.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{scenario}: {error}", returncode=USAGE) from error
        try:
            prepared = prepare(text, now(), replications=options["replications"], seed=options["seed"])
        except Unreadable as unreadable:
            lines = "\n".join(told(problem) for problem in unreadable.problems)
            raise CommandError(f"{scenario}:\n{lines}", returncode=USAGE) from unreadable
        every = max(1, prepared.scenario.replications // 20)
        show = self.stderr.isatty() and not options["json"]

        def progress(done: int) -> None:
            if show and done % every == 0:
                self.stderr.write(f"\r{done}/{prepared.scenario.replications}", ending="")

        facts = answer(prepared, progress)
        if show:
            self.stderr.write("")
        return facts | {"changes": [change_words(one) for _where, one in prepared.scenario.changes]}

    def tell(self, facts: Any) -> None:
        for line in _lines(facts):
            self.stdout.write(line)


def _many(said: str) -> int:
    number = int(said)
    if not 1 <= number <= 1000:
        raise argparse.ArgumentTypeError("from 1 to 1000")
    return number


def _lines(facts: dict[str, Any]) -> list[str]:
    rows = [
        (_("Share on time (late and open counted)"), "on_time", 100, "%"),
        (_("Points of the criterion"), "points", 1, ""),
        (_("Late dossiers"), "late", 1, ""),
        (_("Finished dossiers"), "finished", 1, ""),
    ]
    lines = [f"{facts['body']} {facts['procedure'] or ''} {facts['period']}", *facts["changes"], ""]
    for words, name, times, unit in rows:
        sides = facts[name]
        lines.append(words)
        for side, said in (
            ("base", _("as it is")),
            ("scenario", _("as it would be")),
            ("difference", _("difference")),
        ):
            band = sides[side]
            told_band = "–" if band is None else _band(band, times, unit)
            lines.append(f"  {said}: {told_band}")
    lines += ["", *(assumption(one) for one in facts["assumptions"])]
    return lines


def _band(band: dict[str, float], times: int, unit: str) -> str:
    mean, low, high = (band[name] * times for name in ("mean", "low", "high"))
    return f"{mean:.1f}{unit} ({low:.1f} … {high:.1f})"
