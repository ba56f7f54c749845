"""What applicants have a hand in: papers that many do not bring right, and results that wait for their fee."""

from collections import defaultdict
from collections.abc import Callable

from motcua.bottlenecks.rules.diagnosis.model import Cause, Reason
from motcua.bottlenecks.rules.diagnosis.norms import Norms, Numbers
from motcua.bottlenecks.rules.diagnosis.suspecting.chances import at_least, laplace
from motcua.bottlenecks.rules.diagnosis.suspecting.ground import Filed, Ground


def unclear_papers(ground: Ground, norms: Norms) -> list[Cause]:
    """Of one procedure far more dossiers must be completed, or are refused, than of all others."""
    return _odd(ground, norms, norms.paper, Reason.PAPER, lambda one: one.asked)


def unpaid_results(ground: Ground, norms: Norms) -> list[Cause]:
    """Of one procedure far more results are ready before the fee is paid than of all others."""
    return _odd(ground, norms, norms.payment, Reason.PAYMENT, lambda one: one.unpaid)


def _odd(
    ground: Ground, norms: Norms, limits: Numbers, reason: Reason, of: Callable[[Filed], bool | None]
) -> list[Cause]:
    cases: dict[str, list[Filed]] = defaultdict(list)
    for one in ground.dossiers:
        if of(one) is not None:
            cases[one.procedure].append(one)
    hits = {procedure: [one for one in several if of(one)] for procedure, several in cases.items()}
    everything, every_hit = sum(map(len, cases.values())), sum(map(len, hits.values()))
    tried = [
        procedure
        for procedure, several in cases.items()
        if len(several) >= norms.least_cases and any(one.body in ground.scope for one in several)
    ]
    found = []
    for procedure in sorted(tried):
        many, of_many = len(hits[procedure]), len(cases[procedure])
        usual = laplace(every_hit - many, everything - of_many)
        p = at_least(many, of_many, usual) * len(tried)
        if (
            many >= limits["times"] * usual * of_many
            and 100 * many >= limits["share"] * of_many
            and p < norms.chance
        ):
            numbers = {"cases": of_many, "hits": many, "usual": round(100 * usual, 1)}
            codes = tuple(sorted(one.code for one in hits[procedure]))
            found.append(Cause(reason, {"procedure": procedure}, numbers, p, codes))
    return found
