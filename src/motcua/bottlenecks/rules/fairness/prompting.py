"""Whom to ask about, so that few are asked without reason."""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from motcua.bottlenecks.rules.fairness.mixed_model import Numbers


def chance_below(needed: float, effects: Numbers, doubts: Numbers) -> Numbers:
    """The probability that each true effect lies below what is needed."""
    normal = NormalDist()
    return np.array([normal.cdf(z) for z in (needed - effects) / doubts])


def worth_a_look(without_reason: Numbers, most: float) -> NDArray[np.bool_]:
    """As many as can be asked about while the share of those asked without reason is expected to be `most` at most.

    `without_reason`: for each, the probability that there is nothing to ask about. This holds the false discovery rate
    by posterior probabilities (Newton, Noueiry, Sarkar, Ahlquist 2004, Biostatistics 5; Müller, Parmigiani, Rice 2006).
    Never more than a question: that some of them are asked by chance is certain, who is not known.
    """
    order = np.argsort(without_reason, kind="stable")
    expected = np.cumsum(without_reason[order]) / np.arange(1, len(order) + 1)
    asked = np.zeros(len(order), dtype=np.bool_)
    asked[order[: int((expected <= most).sum())]] = True
    return asked
