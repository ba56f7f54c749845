"""The numbers that bind fair figures, read from dated data (bottlenecks/data/fairness.yaml), never written in code."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Norms:
    """What holds from one day on.

    `least_steps`: fewer finished steps give no figure; `least_peers`: nor do fewer others in the role. `loads`: bands
    of load. `least_difference` in percentage points above what is usual, below which nobody need ask. `most_by_chance`:
    how many in a hundred of those who are pointed at may be expected not to differ by that much.
    """

    effective_from: date
    least_steps: int
    least_peers: int
    loads: int
    least_difference: int
    most_by_chance: int
    answer_working_days: int
    reason_least_letters: int
