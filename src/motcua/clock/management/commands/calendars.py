"""`motcua calendars load`: bring the shipped weeks and days off into the database. Twice is once."""

from typing import Any

from django.core.management.base import CommandParser

from motcua.clock.queries import now
from motcua.clock.services import load_calendars
from motcua.kernel.commands import Verb


class Command(Verb):
    help = "Load the working calendars that come with the house."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("verb", choices=["load"])

    def answer(self, **options: Any) -> dict[str, int]:
        return {"loaded": load_calendars(at=now())}
