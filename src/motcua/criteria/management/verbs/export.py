from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from motcua.clock.queries import now
from motcua.criteria.services import exporting

SAID = "write the facts that have moved since the last export as Parquet"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--facts", type=Path, required=True, metavar="DIR", help="where the files lie")


def answer(**options: Any) -> dict[str, Any]:
    return asdict(exporting.export(options["facts"], at=now()))
