"""`motcua diagnose`: where the time went.

Of the house's own dossiers: `--body CODE [--criterion …] [--procedure …] [--period …]`. Of any event log, without a
database: `LOG --handoffs | --map | --rework`.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from motcua.bottlenecks.management import own_dossiers, sentences
from motcua.bottlenecks.management.log_options import add_options, log_of
from motcua.bottlenecks.rules.causes import CAUSES
from motcua.bottlenecks.rules.flows import map_of
from motcua.bottlenecks.rules.given import Given, Unusable, given
from motcua.bottlenecks.rules.handoffs import Handoff, handoffs
from motcua.bottlenecks.rules.rework import rework_of
from motcua.criteria.management import log_sentences
from motcua.criteria.rules.logs.log import Log
from motcua.criteria.rules.logs.roles import ACTIVITY, CASE, RESOURCE, TIME
from motcua.kernel.commands import PARTIAL, USAGE, Verb

_EVENTS = (CASE, ACTIVITY, TIME)
_WORK = (*_EVENTS, RESOURCE)
_MOST_SAID = 20
_SECOND = 1_000_000


class Command(Verb):
    help = (
        "Tell where a body's dossiers lose their points (--body): the step, the position, the causes; without "
        "--criterion the criteria that lose most. Or tell where the time of a log's cases went: why each hand-over "
        "waited (--handoffs), which activity follows which and after how long (--map), and what is done again "
        "(--rework); a log needs no database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        asked = parser.add_mutually_exclusive_group()
        for name, said in _QUESTIONS:
            asked.add_argument(f"--{name}", dest="question", action="store_const", const=name, help=said)
        parser.add_argument(
            "--calendar",
            metavar="HOURS",
            help="working hours for --handoffs: a calendar of the house by its code (vn-standard), or a YAML file "
            'such as {everyone: {mon: ["07:30-11:30", "13:30-17:30"]}, resources: {An: {tue: ["07:30-11:30"]}}, '
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
                _("Name a body with --body, or a LOG with --handoffs, --map or --rework."), returncode=USAGE
            )
        return self._of_log(question, calendar, options)

    def _of_log(self, question: str, calendar: str | None, options: dict[str, Any]) -> Any:
        hours = _hours(calendar)
        with log_of(options, needed=_WORK if question == "handoffs" else _EVENTS) as log:
            self._tell_faults(log)
            if question == "handoffs":
                return [_row(each) for each in handoffs(log, hours)]
            return _map(log) if question == "map" else _rework(log)

    def exit_code(self, facts: Any) -> int:
        return PARTIAL if self.partial else 0

    def tell(self, facts: Any) -> None:
        for line in _lines(facts):
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


def _lines(facts: Any) -> Iterable[str]:
    if isinstance(facts, list):
        return _told_handoffs(facts)
    if "criterion" in facts or "criteria" in facts:
        return own_dossiers.told(facts)
    return _told_map(facts) if "start" in facts else _told_rework(facts)


def _hours(name: str | None) -> Given | None:
    try:
        return None if name is None else given(name)
    except Unusable as unusable:
        raise CommandError(sentences.of_calendar(unusable), returncode=USAGE) from unusable


def _row(handoff: Handoff) -> dict[str, Any]:
    row = asdict(handoff) | {"cases": ",".join(handoff.cases)}
    return {name: _seconds(value) if name.startswith("wt_") else value for name, value in row.items()}


def _seconds(microseconds: int) -> float:
    whole, rest = divmod(microseconds, _SECOND)
    return microseconds / _SECOND if rest else whole


def _map(log: Log) -> dict[str, Any]:
    found = asdict(map_of(log))
    flows = [{"from": flow.pop("source"), "to": flow.pop("target"), **flow} for flow in found["flows"]]
    return found | {"flows": flows}


def _rework(log: Log) -> dict[str, Any]:
    found = asdict(rework_of(log))
    returns = [{"from": each.pop("source"), "to": each.pop("target"), **each} for each in found["returns"]]
    return found | {"returns": returns}


def _told_handoffs(rows: list[dict[str, Any]]) -> Iterable[str]:
    slow = sorted(rows, key=lambda row: -row["wt_total"])
    for row in slow:
        yield _("%(source)s (%(by)s) → %(target)s (%(to)s), %(number)s times: waited %(time)s") % {
            "source": row["source_activity"],
            "by": row["source_resource"] or "–",
            "target": row["target_activity"],
            "to": row["target_resource"] or "–",
            "number": row["frequency"],
            "time": sentences.duration(row["wt_total"]),
        }
        for cause in CAUSES:
            if seconds := row[f"wt_{cause}"]:
                yield f"    {_(sentences.CAUSES[cause])}: {sentences.duration(seconds)}"


def _told_map(facts: dict[str, Any]) -> Iterable[str]:
    for flow in facts["flows"]:
        yield _("%(source)s → %(target)s: %(number)s times, median %(median)s, one in ten over %(p90)s") % {
            "source": flow["from"],
            "target": flow["to"],
            "number": flow["count"],
            "median": sentences.duration(flow["median_s"]),
            "p90": sentences.duration(flow["p90_s"]),
        }


def _told_rework(facts: dict[str, Any]) -> Iterable[str]:
    yield _("%(part)s of %(number)s cases do something again.") % {
        "part": facts["cases_with_rework"],
        "number": facts["cases"],
    }
    for each in facts["activities"]:
        yield _("%(activity)s: %(repeats)s repeats in %(cases)s cases") % {
            "activity": each["activity"],
            "repeats": each["repeats"],
            "cases": each["cases_repeated"],
        }
    for each in facts["returns"]:
        yield _("back from %(source)s to %(target)s: %(number)s times") % {
            "source": each["from"],
            "target": each["to"],
            "number": each["count"],
        }


_QUESTIONS = (
    ("handoffs", "every hand-over, and what its waiting time is due to"),
    ("map", "which activity follows which, how often, and how long after"),
    ("rework", "what is done again, and which steps lead back"),
)
