"""Reading the ledger."""

from motcua.ledger.queries.entries import Bookmark, entries_after, entries_of

__all__ = ["Bookmark", "entries_after", "entries_of"]
