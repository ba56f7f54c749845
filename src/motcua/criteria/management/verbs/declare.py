from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from motcua.catalog.rules.problems import Unreadable
from motcua.clock.queries import now
from motcua.criteria.queries.counting import counters
from motcua.criteria.rules.declared_tables import rows_of, table_of
from motcua.criteria.rules.declaring import figures
from motcua.criteria.services.declaring import declare_all

SAID = "declare figures from outside, as a table of papers tells them"
_ACTOR = "command-line"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="CSV or XLSX: body, month, name, amount, paper, …"
    )
    parser.add_argument("--dry-run", action="store_true", help="only look at what would be declared")


def answer(**options: Any) -> dict[str, Any]:
    path: Path = options["file"]
    try:
        rows, faults = rows_of(table_of(path.read_bytes(), path.name), figures(counters()))
    except (OSError, Unreadable) as error:
        return {"problems": [f"{path}: {error}"]}
    done = declare_all(rows, by=_ACTOR, at=now(), dry_run=options["dry_run"])
    return {
        "dry_run": options["dry_run"],
        "declared": done.declared,
        "unchanged": done.unchanged,
        "faults": [fault._asdict() for fault in sorted([*faults, *done.faults])],
    }
