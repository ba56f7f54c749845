from argparse import ArgumentParser
from typing import Any

from motcua.criteria import services

SAID = "fold the ledger and count anew; list each difference"


def arguments(parser: ArgumentParser) -> None:
    """None."""


def answer(**_options: Any) -> dict[str, Any]:
    return services.reconcile()._asdict()
