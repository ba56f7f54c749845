"""What happens to figures of people. Codes and numbers only: what people wrote stays in the tables."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class FigureContested(Event):
    """An officer says that his own figure of a period is wrong: wholly, or because of so many `steps`.

    `over` of `counted` steps, as he saw them; answered up to and with `due_on`.
    """

    kind: ClassVar[str] = "figure.contested"
    period: str
    role: str
    over: int
    counted: int
    steps: int
    due_on: date


@dataclass(frozen=True)
class FigureUpheld(Event):
    """Somebody above him has looked at it: the figure stands."""

    kind: ClassVar[str] = "figure.upheld"
    late_working_days: int


@dataclass(frozen=True)
class FigureCorrected(Event):
    """He is right: so many `steps` are taken out of the count; none: the figure is not used at all."""

    kind: ClassVar[str] = "figure.corrected"
    steps: int
    late_working_days: int


@dataclass(frozen=True)
class DeviationDecided(Event):
    """How a body departs from a sheet is to be corrected (`corrected`) or becomes a draft of the sheet (`adopted`).

    The subject is the procedure's code, the entry's body the one whose dossiers departed: so many `dossiers` of so many
    `runs` of the period. `deviation`: skipped, out-of-order, extra, wrong-role, wrong-unit, over-limit.
    """

    kind: ClassVar[str] = "deviation.decided"
    version: int
    step: str
    deviation: str
    decision: str
    period: str
    dossiers: int
    runs: int
