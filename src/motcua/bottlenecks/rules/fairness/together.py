"""Two results of the same people read together: how often somebody is late is learned from how long he takes as well.

A share over a limit keeps only one bit of each case. Time keeps more, and who is slow is late more often, so each
holder's effect on the share is estimated from both (composite measures: Staiger, Dimick et al. 2009, “Empirically
derived composite measures of surgical performance”, Medical Care 47; the estimator is Efron, Morris 1972 for vectors).
How far time tells of lateness is estimated from the holders themselves: where it does not, nothing is borrowed.
"""

import numpy as np

from motcua.bottlenecks.rules.fairness.mixed_model import Cases, Fit, Numbers, shares_of

STEPS = 100
MOST_RELATED = 0.95
LEAST_RELIABLE = 0.05  # less would divide what is next to nought by nought
NEAR = 1e-6


def told_by_both(shares: Fit, values: Fit, name: str, *, errors: float) -> tuple[Numbers, Numbers]:
    """The effects of a factor on shares and the doubt about them, given what is known of both results.

    `errors`: how the two estimates err together, as a correlation. True effects are held for related only one way
    (slow is late), and never wholly.
    """
    spread = np.array([shares.variances[name], values.variances[name]])
    effects = np.stack([shares.effects[name], values.effects[name]], axis=1)
    doubts = np.stack([shares.doubts[name], values.doubts[name]], axis=1) ** 2
    reliable = np.maximum(1 - doubts / spread, LEAST_RELIABLE)
    unshrunk = effects / reliable
    told = np.linalg.inv(_spread_of(doubts / reliable, errors))
    related = 0.0
    for _step in range(STEPS):
        doubts = np.linalg.inv(told + np.linalg.inv(_spread_of(spread, related)))
        means = np.einsum("nij,njk,nk->ni", doubts, told, unshrunk)
        squares = np.einsum("ni,nj->ij", means, means) + doubts.sum(axis=0)
        seen = squares[0, 1] / np.sqrt(squares[0, 0] * squares[1, 1])
        was, related = related, float(np.clip(seen, 0, MOST_RELATED))
        if abs(related - was) < NEAR:
            break
    return means[:, 0], np.sqrt(doubts[:, 0, 0])


def erring_together(happened: Numbers, shares: Fit, measured: Numbers, values: Fit, cases: Cases) -> float:
    """The correlation of what both fits leave to chance, summed by spell: what a spell suffers moves both results."""
    chance = happened - shares_of(shares.eta - shares.spells[cases.spells])
    rest = measured - (values.eta - values.spells[cases.spells])
    one, other = (np.bincount(cases.spells, left) for left in (chance, rest))
    size = np.sqrt((one @ one) * (other @ other))
    return float(np.clip((one @ other) / size, -MOST_RELATED, MOST_RELATED)) if size else 0.0


def _spread_of(variances: Numbers, related: float) -> Numbers:
    """Covariance matrices of two results with these variances (in the last axis) and this correlation."""
    one, other = variances[..., 0], variances[..., 1]
    both = related * np.sqrt(one * other)
    return np.stack([np.stack([one, both], axis=-1), np.stack([both, other], axis=-1)], axis=-2)
