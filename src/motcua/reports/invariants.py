"""What must always hold of reports."""

from collections.abc import Iterator

from motcua.kernel.invariants import invariant
from motcua.reports.queries.proving import proved


@invariant("frozen reports say what their digest says, add up, and are told in the ledger")
def reports_say_what_they_said() -> Iterator[str]:
    yield from proved().faults
