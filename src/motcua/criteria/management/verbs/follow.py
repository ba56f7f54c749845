import time
from argparse import ArgumentParser
from typing import Any

from motcua.criteria.services import follow

SAID = "keep the counters a moment behind the ledger, until stopped"
EVERY_SECONDS = 0.2


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="stop when everything has been read")


def answer(**options: Any) -> dict[str, Any]:
    read = 0
    while True:
        done = follow()
        read += done.entries if done else 0
        if done is None or not done.behind:
            if options["once"]:
                return {"entries": read, "horizon": done and done.horizon.isoformat()}
            time.sleep(EVERY_SECONDS)
