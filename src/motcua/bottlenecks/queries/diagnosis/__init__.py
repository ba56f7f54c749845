"""The diagnosis of a criterion at a body, read from facts that are folded from the ledger."""

from motcua.bottlenecks.queries.diagnosis.diagnosing import Diagnoses, diagnose
from motcua.bottlenecks.queries.diagnosis.losing import Losing, losing, losing_at

__all__ = ["Diagnoses", "Losing", "diagnose", "losing", "losing_at"]
