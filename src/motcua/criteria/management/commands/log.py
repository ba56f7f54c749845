"""`motcua log check | import | ontime FILE`: an event log of any origin, without a database."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from motcua.criteria.management import log_sentences
from motcua.criteria.management.log_options import FORM, Argument, opened_log
from motcua.criteria.rules.logs.describing import described
from motcua.criteria.rules.logs.log import Log
from motcua.criteria.rules.logs.ontime import on_time
from motcua.criteria.rules.logs.roles import ACTIVITY, CASE, DEADLINE, END, TIME, Roles
from motcua.criteria.rules.logs.writing import write
from motcua.kernel.commands import PARTIAL, Verb

_MOST_SAID = 20
_EVENTS = (CASE, ACTIVITY, TIME)


class Command(Verb):
    help = "Check, normalise and measure an event log (XES, CSV, Parquet) without a database."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        for name, said, own in _VERBS:
            verb = verbs.add_parser(name, help=said, description=said)
            verb.add_argument(
                "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
            )
            for names, options in (*_FILE, *own):
                verb.add_argument(*names, **options)

    def answer(self, *, verb: str, **options: Any) -> dict[str, Any]:
        return getattr(self, f"_{verb}")(**options)  # type: ignore[no-any-return]

    def exit_code(self, facts: Any) -> int:
        return PARTIAL if facts["errors"] else 0

    def _check(self, **options: Any) -> dict[str, Any]:
        with opened_log(_roles(options), options, needed=_EVENTS) as log:
            found = described(log)
            return {
                "rows": found.rows,
                "cases": found.cases,
                "activities": found.activities,
                "resources": found.resources,
                "from": log_sentences.told_moment(found.first_at, log),
                "to": log_sentences.told_moment(found.last_at, log),
                **log.told,
                **_faults(log),
                "notes": log_sentences.notes(log),
            }

    def _import(self, *, to: Path, **options: Any) -> dict[str, Any]:
        with opened_log(_roles(options), options, needed=_EVENTS) as log:
            written = write(log, source=options["file"], to=to)
            return {**asdict(written), "to": str(to), **_faults(log), "notes": log_sentences.notes(log)}

    def _ontime(self, *, end_activity: Sequence[str], at: datetime | None, **options: Any) -> dict[str, Any]:
        needed = [CASE, DEADLINE, ACTIVITY] if end_activity else [CASE, DEADLINE, END]
        needed += [TIME] if end_activity and options["end"] is None else []
        with opened_log(_roles(options), options, needed=needed, whole=False) as log:
            if at is not None and at.tzinfo is None:
                at = at.replace(tzinfo=log.zone)
            found = on_time(log, end_activities=end_activity, at=at)
            facts = {
                name: value
                for name, value in asdict(found).items()
                if name in ("closed", "open", "timestamp", "date", "with_open", "by")
            }
            return {
                **facts,
                "definition": log_sentences.definitions(log, found, end_activity),
                "log_end": log_sentences.told_moment(found.log_end, log),
                "closed_without_deadline": found.closed_without_deadline,
                "errors": log.faults.counts.total(),
                "error_counts": _faults(log)["error_counts"],
                "first_errors": _faults(log)["errors"],
                "notes": log_sentences.notes(log, found),
            }

    def tell(self, facts: Any) -> None:
        if "timestamp" in facts:
            self._tell_faults(facts["first_errors"])
            self._tell_on_time(facts)
        else:
            self._tell_faults(facts["errors"])
            for name, value in facts.items():
                if not isinstance(value, list | dict):
                    self.stdout.write(f"{name}: {'–' if value is None else value}")
        for code, count in facts["error_counts"].items():
            self.stdout.write(f"! {code}: {count}")
        for note in facts["notes"]:
            self.stdout.write(note)

    def _tell_on_time(self, facts: Any) -> None:
        counts = {"closed": facts["closed"], "open": facts["open"]}
        self.stdout.write(_("%(closed)s cases are closed, %(open)s are open.") % counts)
        for reading in ("timestamp", "date", "with_open"):
            part = facts[reading]
            self.stdout.write(f"{part['on_time']} / {part['of']} = {_percent(part['on_time'], part['of'])}")
            self.stdout.write(f"    {facts['definition'][reading]}")
        for value, group in facts["by"].items():
            share = _percent(group["on_time"], group["closed"])
            self.stdout.write(f"{value or '–'}: {group['on_time']} / {group['closed']} = {share}")
        self.stdout.write(facts["definition"]["closed"])

    def _tell_faults(self, errors: Sequence[Any]) -> None:
        for error in errors[:_MOST_SAID]:
            place = {"row": error["row"], "column": error["column"] or "–"}
            self.stderr.write(_("Row %(row)s, %(column)s:") % place + f" {error['error']}")


def _roles(options: Mapping[str, Any]) -> Roles:
    return Roles(**{name: options.get(name) for name in Roles.__dataclass_fields__})


def _faults(log: Log) -> dict[str, Any]:
    return {
        "errors": [
            {
                "row": found.row,
                "column": found.column,
                "value": found.value,
                "code": found.code.value,
                "error": log_sentences.of_fault(found),
            }
            for found in log.faults.first
        ],
        "error_counts": {code.value: count for code, count in sorted(log.faults.counts.items()) if count},
    }


def _percent(part: int, whole: int) -> str:
    if not whole:
        return "–"
    share = Decimal(100 * part) / Decimal(whole)
    return f"{number_format(share.quantize(Decimal('0.01'), ROUND_HALF_UP))} %"


_FILE: tuple[Argument, ...] = (
    (("file",), {"type": Path, "metavar": "FILE"}),
    (("--case",), {"metavar": "COLUMN", "help": "which case a row belongs to (case:concept:name)"}),
    (("--activity",), {"metavar": "COLUMN", "help": "what was done (concept:name)"}),
    (("--timestamp",), {"metavar": "COLUMN", "help": "when the event ended (time:timestamp)"}),
    (("--start",), {"metavar": "COLUMN", "help": "when the event started (start_timestamp)"}),
    (("--end",), {"metavar": "COLUMN", "help": "when the case ended (case:enddate), or the event"}),
    (("--resource",), {"metavar": "COLUMN", "help": "who did it (org:resource)"}),
    (("--deadline",), {"metavar": "COLUMN", "help": "when the case is due (case:deadline)"}),
    (
        ("--time",),
        {"metavar": "COLUMN", "action": "append", "default": [], "help": "another column of moments"},
    ),
    *FORM,
)
_VERBS: tuple[tuple[str, str, tuple[Argument, ...]], ...] = (
    ("check", "tell what a log holds and what its rows say wrongly", ()),
    (
        "import",
        "write a log as normalised Parquet",
        ((("--to",), {"type": Path, "required": True, "metavar": "OUT.parquet"}),),
    ),
    (
        "ontime",
        "count the cases that were on time, in three readings",
        (
            (("--by",), {"metavar": "COLUMN", "help": "count the closed cases by its values, too"}),
            (
                ("--end-activity",),
                {
                    "metavar": "NAME",
                    "action": "append",
                    "default": [],
                    "help": "an activity that ends the case",
                },
            ),
            (
                ("--at",),
                {
                    "type": datetime.fromisoformat,
                    "help": "as the cases stood at this moment (the log's last)",
                },
            ),
        ),
    ),
)
