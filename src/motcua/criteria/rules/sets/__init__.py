"""Criteria sets: what is scored, how, on what basis, as data."""

from motcua.criteria.rules.sets.changes import Change, changes, not_future, overlaps
from motcua.criteria.rules.sets.model import (
    Band,
    Bands,
    Condition,
    CriteriaSet,
    Criterion,
    Grades,
    Group,
    Ratio,
    Step,
    Steps,
    Zero,
)
from motcua.criteria.rules.sets.reading import read, shipped

__all__ = [
    "Band",
    "Bands",
    "Change",
    "Condition",
    "CriteriaSet",
    "Criterion",
    "Grades",
    "Group",
    "Ratio",
    "Step",
    "Steps",
    "Zero",
    "changes",
    "not_future",
    "overlaps",
    "read",
    "shipped",
]
