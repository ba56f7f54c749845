"""The log that a command asks for: its options, and how it is opened."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from motcua.criteria.management.log_options import FORM, opened_log
from motcua.criteria.rules.logs.checking import check_columns
from motcua.criteria.rules.logs.faults import MOST_TOLD, Fault, Found
from motcua.criteria.rules.logs.log import Log
from motcua.criteria.rules.logs.roles import ACTIVITY, START, TIME, Roles

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
        "file",
        type=Path,
        nargs="?",
        metavar="LOG",
        help="an event log: XES, CSV (both also as .gz) or Parquet",
    )
    columns = parser.add_argument_group("columns of the log (and their usual names)")
    for name, said in _COLUMNS:
        columns.add_argument(f"--{name}", metavar="COLUMN", help=said)
    form = parser.add_argument_group("how the file is written, where it does not say so itself")
    for names, said_of in FORM:
        form.add_argument(*names, **said_of)


@contextmanager
def log_of(options: Mapping[str, Any], *, needed: Sequence[str]) -> Iterator[Log]:
    """The log, checked in the columns that are asked for.

    Says in words what is wrong with the file (failed) or with the question (usage).
    """
    roles = Roles(**{name: options[name] for name, _said in _COLUMNS})
    with opened_log(roles, options, needed=needed) as log:
        _check(log)
        yield log


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
