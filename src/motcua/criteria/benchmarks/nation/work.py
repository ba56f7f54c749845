"""The work behind the made-up dossiers: for each the rounds of its steps, drawn at once."""

from typing import Any

import numpy as np

from motcua.criteria.benchmarks.nation.lives import ABSENT
from motcua.criteria.benchmarks.nation.world import HORIZON

STEPS = ("receive", "assign", "appraise", "consult", "approve", "return")
SHARES = (0.04, 0.06, 0.5, 0.2, 0.15, 0.05)
"""Of the time and of the limit: what falls to each step, if there is a consultation."""
CONSULTED = 0.3


def rounds(dossiers: dict[str, Any], dice: np.random.Generator) -> dict[str, Any]:
    """Columns of `step`: one round of each step of each received dossier, a consultation for some of them.

    Each step has its share of the limit, and of the time taken one that varies; so that a dossier in time may have had
    a late step, and a late one several. What the horizon cuts off is still open, or did not begin.
    """
    (of,) = np.nonzero(dossiers["received_at"] != ABSENT)
    received, due = dossiers["received_at"][of], dossiers["due_at"][of]
    ended = np.where(dossiers["ended_at"][of] == ABSENT, HORIZON + (due - received), dossiers["ended_at"][of])
    consulted = dice.random(len(of)) < CONSULTED
    limits = np.where(consulted[:, None] | (np.arange(len(STEPS)) != STEPS.index("consult")), SHARES, 0.0)
    spent = limits * dice.gamma(3, 1 / 3, limits.shape)
    limits, spent = (np.cumsum(one, axis=1) / one.sum(axis=1)[:, None] for one in (limits, spent))
    closed = received[:, None] + ((ended - received)[:, None] * spent).astype(np.int64)
    opened = np.c_[received, closed[:, :-1]]
    allowed = np.diff(limits, axis=1, prepend=0.0) * (due - received)[:, None]
    there = (opened < HORIZON) & (limits > np.c_[np.zeros(len(of)), limits[:, :-1]])
    row, step = np.nonzero(there)
    opened, closed = opened[there], closed[there]
    return {
        "code": of[row],
        "step": step,
        "round": np.ones(len(row), np.int64),
        "body": dossiers["body"][of][row],
        "procedure": dossiers["procedure"][of][row],
        "step_kind": step,
        "opened_at": opened,
        "due_at": opened + allowed[there].astype(np.int64),
        "closed_at": np.where(closed < HORIZON, closed, ABSENT),
    }
