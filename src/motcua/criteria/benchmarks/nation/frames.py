"""The counters of dossiers by body and month in pandas: how many would do it today."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from motcua.criteria.benchmarks.nation.world import FIRST_MONTH, HORIZON, MONTHS
from motcua.criteria.rules.measures.moments import first_microsecond

_COLUMNS = [
    "body", "channel", "online_level", "eligible", "digitised", "reused", "verified", "fee", "received_at", "late_at",
    "ended_at", "document", "electronic", "paid_at", "paid_online", "petitions", "disliked",
]  # fmt: skip


def totals(directory: Path) -> dict[str, int]:
    """Each counter over all bodies and months, after it was counted by both."""
    rows = pd.read_parquet(directory / "dossier", columns=_COLUMNS)
    online, unhappy = rows.channel == "online", (rows.petitions > 0) | rows.disliked
    kept = rows.document & rows.electronic
    fitting = ~rows.document | rows.electronic
    received = {
        "received": True,
        "taken": rows.ended_at.notna(),
        "received_eligible": rows.eligible,
        "received_full": rows.eligible & online & (rows.online_level == "full"),
        "received_online_electronic": online & fitting,
        "received_fee": rows.fee > 0,
        "received_paid_online": (rows.fee > 0) & rows.paid_online & rows.paid_at.notna(),
        "received_digitised": (rows.digitised > 0) & fitting,
        "received_reused": rows.reused > 0,
        "received_shared": (rows.reused > 0) | rows.electronic,
        "received_verified": rows.verified,
        "received_unhappy": unhappy,
    }
    finished = {
        "finished": True,
        "finished_late": rows.late_at <= rows.ended_at,
        "results_due": rows.document,
        "results_electronic": kept,
        "finished_unhappy": unhappy,
    }
    taken_in = rows.received_at.notna()
    return {
        **_counted(rows, rows.received_at, received, taken_in),
        **_counted(rows, rows.ended_at, finished, taken_in),
        **_counted(rows, rows.late_at, {"became_late": True}, taken_in),
    }


def _counted(rows: Any, moment: Any, flags: dict[str, Any], taken_in: Any) -> dict[str, int]:
    counts = (moment < HORIZON) & taken_in
    starts = [first_microsecond(FIRST_MONTH + month) for month in range(MONTHS)]
    table = pd.DataFrame(flags, index=rows.index)[counts]
    month = np.searchsorted(starts, moment[counts].to_numpy(), side="right")
    cells = table.groupby([rows.body[counts], month], sort=False, observed=True).sum()
    return {name: int(total) for name, total in cells.sum().items()}
