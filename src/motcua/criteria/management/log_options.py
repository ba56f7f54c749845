"""How a command is told of a log: how its file is written, and what is said where it cannot be read."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import CommandError

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.management import log_sentences
from motcua.criteria.rules.logs.faults import Unknown, Unreadable
from motcua.criteria.rules.logs.log import Form, Log, opened
from motcua.criteria.rules.logs.moments import Dates, Habits
from motcua.criteria.rules.logs.roles import Roles
from motcua.kernel.commands import FAILED, USAGE

Argument = tuple[tuple[str, ...], dict[str, Any]]
"""What `add_argument` takes."""


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


FORM: tuple[Argument, ...] = (
    (("--zone",), {"type": _zone, "help": f"of moments without an offset, and of days ({ZONE.key})"}),
    (
        ("--dates",),
        {
            "choices": [each.value for each in Dates],
            "default": Dates.AS_THE_COLUMN_SAYS.value,
            "help": "how 03/04/2026 is read",
        },
    ),
    (("--encoding",), {"help": "of a CSV file, if it is not the one that its bytes tell"}),
    (
        ("--delimiter",),
        {"type": _one_sign, "help": "of a CSV file, if it is not the one that its lines tell"},
    ),
)


@contextmanager
def opened_log(
    roles: Roles, options: Mapping[str, Any], *, needed: Sequence[str], whole: bool = True
) -> Iterator[Log]:
    """The log that `options` name: `file`, those of FORM, and `time`, more columns of moments.

    Says in words what is wrong with the file (failed) or with the question (usage).
    """
    zone = options["zone"]
    form = Form(
        zone=zone or ZONE,
        habits=Habits(dates=Dates(options["dates"]), zone_said=zone is not None),
        encoding=options["encoding"],
        delimiter=options["delimiter"],
        moments=tuple(options.get("time", ())),
    )
    try:
        with opened(options["file"], roles, form, needed=needed, whole=whole) as log:
            yield log
    except Unreadable as unreadable:
        raise CommandError(log_sentences.of_refusal(unreadable), returncode=FAILED) from unreadable
    except Unknown as unknown:
        raise CommandError(log_sentences.of_unknown(unknown), returncode=USAGE) from unknown
    except OSError as error:
        raise CommandError(str(error), returncode=USAGE) from error
