"""`motcua diagnose`: where the time went.

Of the house's own dossiers: `--body CODE [--criterion …] [--procedure …] [--period …]`. Of any event log, without a
database: `LOG --handoffs | --contributions | --map | --rework`.
"""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from motcua.bottlenecks.management import log_answers, own_dossiers, sentences
from motcua.bottlenecks.management.log_options import add_options, log_of
from motcua.bottlenecks.rules.given import Given, Unusable, given
from motcua.criteria.management import log_sentences
from motcua.criteria.rules.logs.log import Log
from motcua.criteria.rules.logs.roles import ACTIVITY, CASE, RESOURCE, TIME
from motcua.kernel.commands import PARTIAL, USAGE, Verb

_EVENTS = (CASE, ACTIVITY, TIME)
_WORK = (*_EVENTS, RESOURCE)
_OF_WAITS = ("handoffs", "contributions")
_MOST_SAID = 20


class Command(Verb):
    help = (
        "Tell where a body's dossiers lose their points (--body): the step, the position, the causes; without "
        "--criterion the criteria that lose most. Or tell where the time of a log's cases went: why each hand-over "
        "waited (--handoffs), how much of that each activity, resource and cause bears (--contributions), which "
        "activity follows which and after how long (--map), and what is done again (--rework); a log needs no database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        asked = parser.add_mutually_exclusive_group()
        for name, said in _QUESTIONS:
            asked.add_argument(f"--{name}", dest="question", action="store_const", const=name, help=said)
        parser.add_argument(
            "--calendar",
            metavar="HOURS",
            help="working hours for --handoffs and --contributions: a calendar of the house by its code "
            '(vn-standard), or a YAML file such as {everyone: {mon: ["07:30-11:30", "13:30-17:30"]}, '
            'resources: {An: {tue: ["07:30-11:30"]}}, '
            "days_off: [2026-04-30]}; without it they are read off the log",
        )
        add_options(parser)
        own_dossiers.add_options(parser)

    def answer(self, *, question: str | None, calendar: str | None, body: str | None, **options: Any) -> Any:
        self.partial = False
        if body is not None:
            _refuse_both(question, options)
            return own_dossiers.answer(body, options, own_dossiers.month_now())
        if options["file"] is None or question is None:
            raise CommandError(
                _("Name a body with --body, or a LOG with --handoffs, --contributions, --map or --rework."),
                returncode=USAGE,
            )
        return self._of_log(question, calendar, options)

    def _of_log(self, question: str, calendar: str | None, options: dict[str, Any]) -> Any:
        hours = _hours(calendar)
        with log_of(options, needed=_WORK if question in _OF_WAITS else _EVENTS) as log:
            self._tell_faults(log)
            return log_answers.answer(question, log, hours)

    def exit_code(self, facts: Any) -> int:
        return PARTIAL if self.partial else 0

    def tell(self, facts: Any) -> None:
        own = "criterion" in facts or "criteria" in facts
        for line in own_dossiers.told(facts) if own else log_answers.told(facts):
            self.stdout.write(line)

    def _tell_faults(self, log: Log) -> None:
        """Beside the document: the rows of a document are what was asked for and nothing else."""
        counts = {code.value: count for code, count in sorted(log.faults.counts.items()) if count}
        self.partial = bool(counts)
        for error in log.faults.first[:_MOST_SAID]:
            place = _("Row %(row)s, %(column)s:") % {"row": error.row, "column": error.column or "–"}
            self.stderr.write(f"{place} {log_sentences.of_fault(error)}")
        for code, count in counts.items():
            self.stderr.write(f"! {code}: {count}")
        for note in log_sentences.notes(log):
            self.stderr.write(note)


def _refuse_both(question: str | None, options: dict[str, Any]) -> None:
    if question is not None or options["file"] is not None:
        raise CommandError(_("Ask about a body or about a log, not about both."), returncode=USAGE)


def _hours(name: str | None) -> Given | None:
    try:
        return None if name is None else given(name)
    except Unusable as unusable:
        raise CommandError(sentences.of_calendar(unusable), returncode=USAGE) from unusable


_QUESTIONS = (
    ("handoffs", "every hand-over, and what its waiting time is due to"),
    ("map", "which activity follows which, how often, and how long after"),
    ("contributions", "how much of all waiting each activity, resource and cause bears"),
    ("rework", "what is done again, and which steps lead back"),
)
