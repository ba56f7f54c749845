"""What diagnoses keep: figures that are computed once a day, what people say to them, and what was tried."""

from motcua.bottlenecks.models.conformance import Decision, DeviationDecision
from motcua.bottlenecks.models.fairness import Contest, ContestState, FairFigure
from motcua.bottlenecks.models.whatif import WhatIf, WhatIfState

__all__ = ["Contest", "ContestState", "Decision", "DeviationDecision", "FairFigure", "WhatIf", "WhatIfState"]
