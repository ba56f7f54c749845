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

    def answer(self, *, name: str | None, dossiers: int | None, **options: Any) -> dict[str, Any]:
        autodiscover_modules("benchmarks")
        known = declared()
        if name is None:
            return {"benchmarks": list(known)}
        if name not in known:
            raise CommandError(
                f"There is no benchmark {name!r}. There are: {', '.join(known)}.", returncode=USAGE
            )
        return {"benchmark": name, **known[name](**_size(name, known[name], dossiers))}


def _count(said: str) -> int:
    if not said.isdecimal() or int(said) == 0:
        raise ArgumentTypeError("a whole number above 0 is needed")
    return int(said)


def _size(name: str, measure: Measure, dossiers: int | None) -> dict[str, int]:
    """How many dossiers a benchmark is told to work on: as said, by the environment, or as it likes."""
    if "dossiers" in signature(measure).parameters:
        said = dossiers or environment.number("MOTCUA_BENCH_DOSSIERS", 0)
        return {"dossiers": said} if said else {}
    if dossiers is not None:
        raise CommandError(f"The benchmark {name!r} counts no dossiers.", returncode=USAGE)
    return {}
