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
from motcua.criteria.rules.logs.checking import check
from motcua.criteria.rules.logs.faults import Unknown, Unreadable
from motcua.criteria.rules.logs.log import Form, Log, opened
from motcua.criteria.rules.logs.moments import Dates, Habits
from motcua.criteria.rules.logs.roles import Roles
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
    """The log, its rows checked. Says in words what is wrong with the file (failed) or the question (usage)."""
    zone = options["zone"]
    roles = Roles(**{name: options[name] for name, _said in _COLUMNS})
    habits = Habits(dates=Dates(options["dates"]), zone_said=zone is not None)
    form = Form(zone or ZONE, habits, options["encoding"], options["delimiter"])
    try:
        with opened(options["file"], roles, form, needed=needed) as log:
            check(log)
            yield log
    except Unreadable as unreadable:
        raise CommandError(log_sentences.of_refusal(unreadable), returncode=FAILED) from unreadable
    except Unknown as unknown:
        raise CommandError(log_sentences.of_unknown(unknown), returncode=USAGE) from unknown
    except OSError as error:
        raise CommandError(str(error), returncode=USAGE) from error


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
