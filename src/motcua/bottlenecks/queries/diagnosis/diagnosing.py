"""The diagnosis, put together: of lateness down to steps, of other shortfalls down to procedures, bodies, dossiers."""

from motcua.bottlenecks.queries.diagnosis.lateness import of_lateness
from motcua.bottlenecks.queries.diagnosis.missing import of_what_is_missing
from motcua.bottlenecks.queries.diagnosis.place import scene
from motcua.bottlenecks.rules.diagnosis import Asked, Diagnosis
from motcua.bottlenecks.rules.diagnosis.norms import in_force


def diagnose(asked: Asked) -> Diagnosis:
    """Refused: an unknown body, criteria set, period or criterion.

    Only ledger facts up to the index's horizon are read; the number of queries does not depend on how many dossiers
    there are.
    """
    found = scene(asked)
    norms = in_force(found.seen.over.starts_at.date())
    if found.place is None:
        return Diagnosis(
            asked=asked,
            horizon=None,
            points=found.points,
            most=found.measured.max,
            by_steps=False,
            cases=0,
            late=0,
            enough=False,
            least=norms.least_cases,
            rest=found.rest,
        )
    if found.counts_lateness:
        return of_lateness(found, norms)
    return of_what_is_missing(found, norms)
