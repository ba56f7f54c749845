"""The causes of waits: what the detectors find in the rounds of a place, held against its peers."""

from motcua.bottlenecks.rules.diagnosis import Cause
from motcua.bottlenecks.rules.diagnosis.norms import Norms


def causes_of(cases: object, norms: Norms) -> tuple[Cause, ...]:
    return ()
