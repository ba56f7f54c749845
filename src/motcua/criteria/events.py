"""What can happen to the index itself. Facts of dossiers and petitions are the entries of their own rooms."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class FigureDeclared(Event):
    """A figure that no entry tells was declared for the body and a month, with the paper that it stands in.

    The subject names month, figure and body: a later declaration of the same takes the place of the earlier one,
    whose place in the subject's sequence it names under `corrects`. `month` is 2026-10; `name` a flow of
    criteria/data/counters.yaml.
    """

    kind: ClassVar[str] = "criteria.figure_declared"
    name: str
    month: str
    amount: int
    paper: str
    paper_on: date
    issuer: str
    corrects: int | None = None
