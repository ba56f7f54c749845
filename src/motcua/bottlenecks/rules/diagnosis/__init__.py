"""The diagnosis of a low component from the house's own facts: pure, over rows of dossiers and of their steps."""

from motcua.bottlenecks.rules.diagnosis.model import (
    Asked,
    Cause,
    Conclusion,
    Contribution,
    Diagnosis,
    Excluded,
    FlowFigures,
    Key,
    LateCase,
    Part,
    Peer,
    Reason,
    Spread,
    StepFigures,
)

__all__ = [
    "Asked",
    "Cause",
    "Conclusion",
    "Contribution",
    "Diagnosis",
    "Excluded",
    "FlowFigures",
    "Key",
    "LateCase",
    "Part",
    "Peer",
    "Reason",
    "Spread",
    "StepFigures",
]
