from argparse import ArgumentParser
from typing import Any

from motcua.criteria.services.replaying import replay

SAID = "compute a published score again from the ledger; list each difference"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("run", type=int, metavar="RUN", help="number of the run")


def answer(**options: Any) -> dict[str, Any]:
    return replay(options["run"])._asdict()
