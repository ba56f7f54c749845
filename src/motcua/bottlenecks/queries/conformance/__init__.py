"""Real runs of dossiers against the approved sheets that they ran under."""

from motcua.bottlenecks.queries.conformance.finding import Case, Found, Pattern, conformed
from motcua.bottlenecks.queries.conformance.runs import Scope

__all__ = ["Case", "Found", "Pattern", "Scope", "conformed"]
