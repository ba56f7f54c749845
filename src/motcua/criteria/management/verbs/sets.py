from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from motcua.catalog.rules.problems import Unreadable
from motcua.clock.queries import now
from motcua.criteria.models import SetVersion
from motcua.criteria.queries.sets import versions
from motcua.criteria.rules.sets.proposals import proposed
from motcua.criteria.rules.written import told

SAID = "list the versions of the criteria sets, or check a file that is to be proposed"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=["list", "check"], default="list")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="YAML, for check")


def answer(**options: Any) -> dict[str, Any]:
    if options["action"] == "list":
        return {"sets": [_version(one) for one in versions()]}
    try:
        found = proposed(options["file"].read_text(encoding="utf-8"), localdate(now()))
    except Unreadable as unreadable:
        return {"problems": [told(problem) for problem in unreadable.problems]}
    except (OSError, UnicodeDecodeError, AttributeError) as error:
        return {"problems": [f"{options['file']}: {error}" if options["file"] else "name the file to check"]}
    return {"problems": [], "set": found.code, "digest": found.digest, "from": found.effective_from}


def _version(one: SetVersion) -> dict[str, Any]:
    return {
        "set": one.code,
        "version": one.number,
        "state": one.ending or ("approved" if one.is_approved else "proposed"),
        "from": one.effective_from,
        "until": one.effective_until,
        "digest": one.digest,
        "proposed_by": one.proposed_by,
        "approved_by": one.approved_by,
    }
