"""`motcua bench NAME`: measure one thing and print its figures. Never a test."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.module_loading import autodiscover_modules

from motcua.kernel.benchmarks import declared
from motcua.kernel.commands import USAGE, Verb


class Command(Verb):
    help = "Measure how fast something is, on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("name", nargs="?", help="which benchmark; none lists them")

    def answer(self, *, name: str | None, **options: Any) -> dict[str, Any]:
        autodiscover_modules("benchmarks")
        known = declared()
        if name is None:
            return {"benchmarks": list(known)}
        if name not in known:
            raise CommandError(
                f"There is no benchmark {name!r}. There are: {', '.join(known)}.", returncode=USAGE
            )
        return {"benchmark": name, **known[name]()}
