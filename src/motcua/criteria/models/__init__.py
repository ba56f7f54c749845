"""Facts folded from the ledger, counters of them, and what was published and foretold of both."""

from motcua.criteria.models.facts import Declared, Dossier, Offer, Petition, Step
from motcua.criteria.models.forecast import Foretelling, ForetoldDossier, ForetoldEnd
from motcua.criteria.models.moments import MomentField, microseconds, moment_of
from motcua.criteria.models.published import Basis, Figures, Run, SetVersion
from motcua.criteria.models.tallies import (
    PAIR_SLOTS,
    SLOTS,
    DayTally,
    GroupTally,
    MonthTally,
    PairTally,
    ProcedureTally,
    Reader,
)

__all__ = [
    "PAIR_SLOTS",
    "SLOTS",
    "Basis",
    "DayTally",
    "Declared",
    "Dossier",
    "Figures",
    "Foretelling",
    "ForetoldDossier",
    "ForetoldEnd",
    "GroupTally",
    "MomentField",
    "MonthTally",
    "Offer",
    "PairTally",
    "Petition",
    "ProcedureTally",
    "Reader",
    "Run",
    "SetVersion",
    "Step",
    "microseconds",
    "moment_of",
]
