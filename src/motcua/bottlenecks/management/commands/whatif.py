"""`motcua whatif SCENARIO.yaml`: what would happen if something were changed, by simulation from the live facts."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from motcua.bottlenecks.queries.whatif import answer, prepare
from motcua.bottlenecks.queries.whatif_words import assumption, change_words
from motcua.bottlenecks.services.whatif import advance, finish, refuse, running
from motcua.catalog.rules.problems import Unreadable
from motcua.clock.queries import now
from motcua.criteria.rules.written import told
from motcua.kernel.commands import USAGE, Verb
from motcua.kernel.refusals import Refusal


class Command(Verb):
    help = (
        "Play a scenario forward from the dossiers open now, many times, as it is and as it might be: a step's "
        "limit changed, two steps merged, officers added or moved, a paper dropped, signing every day. Answers with "
        "the share on time, the points and the queues of both, their difference, and 95 % intervals."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("scenario", nargs="?", type=Path, metavar="SCENARIO.yaml")
        what.add_argument("--number", type=int, help="one that was asked for on the page: plays and keeps it")
        parser.add_argument(
            "--replications", type=_many, help="how often to play it, instead of the file's number"
        )
        parser.add_argument("--seed", type=int, help="instead of the file's")

    def answer(self, *, scenario: Path | None, number: int | None, **options: Any) -> Any:
        if scenario is None:
            return play_kept(number or 0)
        try:
            text = scenario.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{scenario}: {error}", returncode=USAGE) from error
        try:
            prepared = prepare(text, now(), replications=options["replications"], seed=options["seed"])
        except Unreadable as unreadable:
            raise CommandError(f"{scenario}:\n{problems_of(unreadable)}", returncode=USAGE) from unreadable
        return answer(prepared, self._progress(prepared.scenario.replications, quiet=options["json"]))

    def _progress(self, of: int, *, quiet: bool) -> Callable[[int], None] | None:
        if quiet or not self.stderr.isatty():
            return None
        return lambda done: self.stderr.write(f"\r{done}/{of}", ending="\n" if done == of else "")

    def tell(self, facts: Any) -> None:
        for line in _lines(facts):
            self.stdout.write(line)


def play_kept(number: int) -> dict[str, Any]:
    """Play one that was asked for, and keep the answer, or why there is none."""
    kept = running(number)
    if kept is None:
        return {"number": number, "state": "ended"}
    try:
        with translation.override(settings.LANGUAGE_CODE):
            prepared = prepare(kept.scenario, now())
            facts = answer(prepared, lambda done: advance(number, done))
    except Unreadable as unreadable:
        refuse(number, problems_of(unreadable), at=now())
    except Refusal as refusal:
        refuse(number, str(refusal), at=now())
    else:
        finish(number, facts, as_of=prepared.at, at=now())
        return {"number": number, "state": "done", **facts}
    return {"number": number, "state": "refused"}


def problems_of(unreadable: Unreadable) -> str:
    """Each on a line of its own, with the line where it stands."""
    return "\n".join(told(problem) for problem in unreadable.problems)


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
    if "on_time" not in facts:
        return [f"{facts['number']}: {facts['state']}"]
    lines = [
        f"{facts['body']} {facts['procedure'] or ''} {facts['period']}",
        *map(change_words, facts["changes"]),
        "",
    ]
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
