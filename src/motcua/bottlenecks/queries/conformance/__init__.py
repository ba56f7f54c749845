"""Real runs of dossiers against the approved sheets that they ran under."""

from motcua.bottlenecks.queries.conformance.finding import Case, Found, Pattern, Scope, conformed
from motcua.bottlenecks.queries.conformance.runs import MOST_RUNS

__all__ = ["MOST_RUNS", "Case", "Found", "Pattern", "Scope", "conformed"]
