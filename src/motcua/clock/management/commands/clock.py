"""`motcua clock due`: when a limit ends, and why."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import ProgrammingError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from motcua.clock.queries import calendar, say, shipped_calendar
from motcua.clock.rules.calendar import ZONE, Calendar
from motcua.clock.rules.counting import due_at, explain
from motcua.clock.rules.limits import CountFrom, Limit, Pause, Policy, Rounding, SupplementMode, Unit
from motcua.kernel.commands import USAGE, Verb
from motcua.kernel.refusals import Refusal

LARGEST = 10_000  # of any unit: more is a slip of the finger


class Command(Verb):
    help = "Count a time limit on the working calendar."
    explains = False

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        due = verbs.add_parser("due", help="the moment at which a limit ends")
        super().add_arguments(due)
        due.add_argument("--unit", type=_choice(Unit), required=True, help=_names(Unit))
        due.add_argument("--quantity", type=_quantity, required=True, help="how many: 5, 0.5, 1/4")
        due.add_argument(
            "--from", dest="start", type=_moment, required=True, help="2024-02-07T09:00, in +07:00"
        )
        due.add_argument("--calendar", default="vn-standard")
        due.add_argument(
            "--pause", nargs=2, type=_moment, action="append", metavar=("FROM", "TO"), default=[]
        )
        due.add_argument("--cutoff", type=_hour, metavar="HH:MM")
        due.add_argument("--supplement", type=_choice(SupplementMode), default=SupplementMode.SUSPEND)
        due.add_argument("--count-from", type=_choice(CountFrom), default=CountFrom.NEXT_WORKING_DAY)
        due.add_argument("--rounding", type=_choice(Rounding), default=Rounding.END_OF_DAY)
        due.add_argument("--as-known-on", type=_date, metavar="DATE")
        due.add_argument("--explain", action="store_true", help="say why, day by day (--json always does)")

    def answer(self, **options: Any) -> dict[str, Any]:
        pauses = [Pause(since, until, "supplement") for since, until in options["pause"]]
        policy = Policy(
            count_from=options["count_from"],
            cutoff=options["cutoff"],
            supplement=options["supplement"],
            rounding=options["rounding"],
        )
        reset_at = max((pause.until for pause in pauses if pause.until), default=None)
        try:
            days = _calendar(options["calendar"], options["as_known_on"])
            asked = options["start"], Limit(options["quantity"], options["unit"]), policy, days
            facts: dict[str, Any] = {"due_at": due_at(*asked, pauses=pauses, reset_at=reset_at).isoformat()}
            lines = explain(*asked, pauses=pauses, reset_at=reset_at)
        except (Refusal, ValueError) as error:
            raise CommandError(_(str(error)), returncode=USAGE) from error
        facts["explanation"] = [
            {"on": line.on.isoformat(), "counted": _number(line.counted), "why": say(line)} for line in lines
        ]
        self.explains = options["explain"]
        return facts

    def tell(self, facts: dict[str, Any]) -> None:
        for line in facts["explanation"] if self.explains else ():
            self.stdout.write(f"{line['on']}  {line['counted']:>6g}  {line['why']}")
        self.stdout.write(facts["due_at"])


def _calendar(code: str, as_known_on: date | None) -> Calendar:
    """The database's calendar; before the first migration, the one that comes with the house."""
    try:
        return calendar(code, as_known_on=as_known_on)
    except ProgrammingError:
        return shipped_calendar(code, as_known_on=as_known_on)


def _number(counted: str) -> float:
    amount = Fraction(counted)
    return amount.numerator if amount.denominator == 1 else float(amount)


def _names(kind: type[Any]) -> str:
    return ", ".join(member.value for member in kind)


def _choice(kind: type[Any]) -> Callable[[str], Any]:
    return _reader(
        kind, gettext_noop("%(text)s is not one of the possible values: %(known)s."), known=_names(kind)
    )


def _reader(read: Callable[[str], Any], refusal: str, **facts: str) -> Callable[[str], Any]:
    """An argument read by `read`; what it cannot read is refused with a sentence."""

    def reader(text: str) -> Any:
        try:
            return read(text)
        except (ValueError, ZeroDivisionError) as error:
            raise ArgumentTypeError(_(refusal) % {"text": f"“{text}”", **facts}) from error

    return reader


def _read_quantity(text: str) -> Fraction:
    quantity = Fraction(text.replace(",", "."))
    if not 0 < quantity <= LARGEST:
        raise ValueError(text)
    return quantity


def _read_moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment


_quantity = _reader(
    _read_quantity,
    gettext_noop(
        "%(text)s is not a quantity. Give a number above 0 and up to %(largest)s, such as 5, 0.5 or 1/4."
    ),
    largest=str(LARGEST),
)
_moment = _reader(_read_moment, gettext_noop("%(text)s is not a moment. Write it like 2024-02-07T09:00."))
_hour = _reader(time.fromisoformat, gettext_noop("%(text)s is not an hour. Write it like 15:00."))
_date = _reader(date.fromisoformat, gettext_noop("%(text)s is not a date. Write it like 2024-02-07."))
