"""Many units are asked about at once: how to keep the share of needless questions small."""

from collections.abc import Sequence

import numpy as np


def discoveries(chances: Sequence[float], share: float) -> list[bool]:
    """Which of these chances stand out, so that at most `share` of the chosen are expected to be nothing.

    Benjamini and Hochberg (1995), step-up; holds also for the positive dependence of units that share their peers.
    """
    order = np.argsort(chances, kind="stable")
    limits = share * np.arange(1, len(chances) + 1) / max(len(chances), 1)
    below = np.flatnonzero(np.asarray(chances, float)[order] <= limits)
    chosen = np.zeros(len(chances), bool)
    if len(below):
        chosen[order[: below[-1] + 1]] = True
    return [bool(one) for one in chosen]
