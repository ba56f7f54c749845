"""Calls for review, what bodies answer to them, and what is asked of others."""

from motcua.reviews.models.calls import (
    STATES,
    Call,
    CallBook,
    Consolidation,
    Extension,
    Report,
    ReviewNote,
    Version,
)
from motcua.reviews.models.findings import Series
from motcua.reviews.models.investments import INVESTMENT_STATES, Investment, InvestmentNote, Milestone
from motcua.reviews.models.recommendations import (
    ANSWERS,
    RECOMMENDATION_STATES,
    Recommendation,
    RecommendationNote,
)

__all__ = [
    "ANSWERS",
    "INVESTMENT_STATES",
    "RECOMMENDATION_STATES",
    "Investment",
    "InvestmentNote",
    "Milestone",
    "Recommendation",
    "RecommendationNote",
    "Series",
    "STATES",
    "Call",
    "CallBook",
    "Consolidation",
    "Extension",
    "Report",
    "ReviewNote",
    "Version",
]
