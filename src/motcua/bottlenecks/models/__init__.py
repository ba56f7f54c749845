"""What diagnoses keep: figures that are computed once a day, and what people say to them."""

from motcua.bottlenecks.models.conformance import Decision, DeviationDecision
from motcua.bottlenecks.models.fairness import Contest, ContestState, FairFigure

__all__ = ["Contest", "ContestState", "Decision", "DeviationDecision", "FairFigure"]
