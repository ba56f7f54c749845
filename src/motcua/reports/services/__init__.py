"""The verbs of reports."""

from motcua.reports.services.keeping import Kept, drop, keep
from motcua.reports.services.making import Asked, ask, attempt, issue, make
from motcua.reports.services.ordering import order
from motcua.reports.services.sharing import share

__all__ = ["Asked", "Kept", "ask", "attempt", "drop", "issue", "keep", "make", "order", "share"]
