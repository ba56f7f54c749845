"""Calls for review, what bodies answer to them, and what is asked of others."""

from motcua.reviews.models.calls import (
    STATES,
    Call,
    CallBook,
    Consolidation,
    Report,
    ReviewNote,
    Version,
)

__all__ = ["STATES", "Call", "CallBook", "Consolidation", "Report", "ReviewNote", "Version"]
