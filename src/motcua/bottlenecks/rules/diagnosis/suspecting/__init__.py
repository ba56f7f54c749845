"""Detectors of causes: pure functions over rounds and dossiers, each with a signature, an effect and a chance.

A finding must show the cause's own signature, be large enough to matter, and be so unlikely without a cause that it
stays so after Bonferroni's correction for everything the detector tested. Numbers: bottlenecks/data/diagnosis.yaml.
"""

from motcua.bottlenecks.rules.diagnosis.model import Cause, Reason
from motcua.bottlenecks.rules.diagnosis.norms import Norms
from motcua.bottlenecks.rules.diagnosis.suspecting.absences import absences
from motcua.bottlenecks.rules.diagnosis.suspecting.applicants import unclear_papers, unpaid_results
from motcua.bottlenecks.rules.diagnosis.suspecting.batches import batches
from motcua.bottlenecks.rules.diagnosis.suspecting.ground import Ground
from motcua.bottlenecks.rules.diagnosis.suspecting.outages import outages
from motcua.bottlenecks.rules.diagnosis.suspecting.overloads import overloads
from motcua.bottlenecks.rules.diagnosis.suspecting.slowness import slow_opinions, slow_signatures

__all__ = ["Ground", "suspected"]
_NARROWER = {Reason.BATCH, Reason.OVERLOAD, Reason.ABSENCE}


def suspected(ground: Ground, norms: Norms) -> tuple[Cause, ...]:
    """Every cause that is found, what touched most dossiers first. A slow signature that has a narrower cause is told
    by that one alone.
    """
    found = [
        *overloads(ground, norms),
        *batches(ground, norms),
        *absences(ground, norms),
        *slow_opinions(ground, norms),
        *unclear_papers(ground, norms),
        *unpaid_results(ground, norms),
        *outages(ground, norms),
    ]
    explained = {cause.where.get("unit") for cause in found if cause.reason in _NARROWER}
    found += [cause for cause in slow_signatures(ground, norms) if cause.where["unit"] not in explained]
    return tuple(
        sorted(found, key=lambda cause: (-len(cause.dossiers), cause.reason, sorted(cause.where.items())))
    )
