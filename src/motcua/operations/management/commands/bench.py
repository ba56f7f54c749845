"""`motcua bench NAME`: measure one thing and print its figures. Never a test."""

from argparse import ArgumentTypeError
from inspect import signature
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.module_loading import autodiscover_modules

from motcua.kernel.benchmarks import Measure, declared
from motcua.kernel.commands import USAGE, Verb
from motcua.settings import environment


class Command(Verb):
    help = "Measure how fast something is, on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("name", nargs="?", help="which benchmark; none lists them")
        parser.add_argument(
            "--dossiers", type=_count, metavar="N", help="how many it works on (or MOTCUA_BENCH_DOSSIERS)"
        )
        parser.add_argument("--cases", type=_count, metavar="N", help="how many cases of a log it works on")

    def answer(
        self, *, name: str | None, dossiers: int | None, cases: int | None, **options: Any
    ) -> dict[str, Any]:
        autodiscover_modules("benchmarks")
        known = declared()
        if name is None:
            return {"benchmarks": list(known)}
        if name not in known:
            raise CommandError(
                f"There is no benchmark {name!r}. There are: {', '.join(known)}.", returncode=USAGE
            )
        by_default = environment.number("MOTCUA_BENCH_DOSSIERS", 0) or None
        said = {"dossiers": dossiers, "cases": cases}
        return {"benchmark": name, **known[name](**_size(name, known[name], said, by_default))}


def _count(said: str) -> int:
    if not said.isdecimal() or int(said) == 0:
        raise ArgumentTypeError("a whole number above 0 is needed")
    return int(said)


def _size(name: str, measure: Measure, said: dict[str, int | None], dossiers: int | None) -> dict[str, int]:
    """On how much a benchmark is told to work: as said, by the environment, or as it likes."""
    counted = signature(measure).parameters
    for what, number in said.items():
        if number is not None and what not in counted:
            raise CommandError(f"The benchmark {name!r} counts no {what}.", returncode=USAGE)
    known = {"dossiers": dossiers, **{what: number for what, number in said.items() if number is not None}}
    return {what: number for what, number in known.items() if what in counted and number is not None}
