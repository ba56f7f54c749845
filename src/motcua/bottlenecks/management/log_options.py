"""The log that a command asks for: its options, and how it is opened."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import CommandError, CommandParser

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.management import log_sentences
from motcua.criteria.rules.logs.checking import check_columns
from motcua.criteria.rules.logs.faults import MOST_TOLD, Fault, Found, Unknown, Unreadable
from motcua.criteria.rules.logs.log import Form, Log, opened
from motcua.criteria.rules.logs.moments import Dates, Habits
from motcua.criteria.rules.logs.roles import ACTIVITY, START, TIME, Roles
from motcua.kernel.commands import FAILED, USAGE

_COLUMNS = (
    ("case", "which case a row belongs to (case:concept:name)"),
    ("activity", "what was done (concept:name)"),
    ("timestamp", "when it ended (time:timestamp)"),
    ("start", "when it was started (start_timestamp)"),
    ("end", "another name for --timestamp, if the log has no time:timestamp"),
    ("resource", "who did it (org:resource)"),
)


def add_options(parser: CommandParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="LOG", help="an event log: XES, CSV (both also as .gz) or Parquet"
    )
    columns = parser.add_argument_group("columns of the log (and their usual names)")
    for name, said in _COLUMNS:
        columns.add_argument(f"--{name}", metavar="COLUMN", help=said)
    form = parser.add_argument_group("how the file is written, where it does not say so itself")
    form.add_argument("--zone", type=_zone, help=f"of moments without an offset, and of days ({ZONE.key})")
    form.add_argument(
        "--dates",
        choices=[each.value for each in Dates],
        default=Dates.AS_THE_COLUMN_SAYS.value,
        help="how 03/04/2026 is read",
    )
    form.add_argument("--encoding", help="of a CSV file, if it is not the one that its bytes tell")
    form.add_argument(
        "--delimiter", type=_one_sign, help="of a CSV file, if it is not the one that its lines tell"
    )


@contextmanager
def log_of(options: Mapping[str, Any], *, needed: Sequence[str]) -> Iterator[Log]:
    """The log, checked in the columns that are asked for.

    Says in words what is wrong with the file (failed) or with the question (usage).
    """
    zone = options["zone"]
    roles = Roles(**{name: options[name] for name, _said in _COLUMNS})
    habits = Habits(dates=Dates(options["dates"]), zone_said=zone is not None)
    form = Form(zone or ZONE, habits, options["encoding"], options["delimiter"])
    try:
        with opened(options["file"], roles, form, needed=needed) as log:
            _check(log)
            yield log
    except Unreadable as unreadable:
        raise CommandError(log_sentences.of_refusal(unreadable), returncode=FAILED) from unreadable
    except Unknown as unknown:
        raise CommandError(log_sentences.of_unknown(unknown), returncode=USAGE) from unknown
    except OSError as error:
        raise CommandError(str(error), returncode=USAGE) from error


def _check(log: Log) -> None:
    """Adds the faults of moments, and the events without case, activity or moment."""
    check_columns(log, {log.roles[role] for role in (START, TIME) if role in log.roles})
    time = log.cell(TIME)
    empty = {
        (ACTIVITY, Fault.EMPTY_ACTIVITY): f"{log.cell(ACTIVITY)} IS NULL",
        (TIME, Fault.EMPTY_TIME): f"{log.instant(TIME)} IS NULL AND fault_{time} IS NULL",
    }
    for (role, code), condition in empty.items():
        rows = [row for (row,) in log.rows.filter(f"NOT void AND {condition}").project("row").fetchall()]
        first = [Found(row, log.roles[role], code, "") for row in sorted(rows)[:MOST_TOLD]]
        log.faults.count(first, code, of=len(rows))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"“{name}” is no time zone: say for instance {ZONE.key}") from error


def _one_sign(text: str) -> str:
    delimiter = {"tab": "\t", "\\t": "\t"}.get(text, text)
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise argparse.ArgumentTypeError("a delimiter is one character, or “tab”")
    return delimiter
