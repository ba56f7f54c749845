"""The numbers that bind directives, read from dated data (directives/data/norms.yaml), never written in code."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Norms:
    """What holds from one day on, with its basis in the data file.

    `escalate_working_days_after`: so many working days after the deadline a directive is told to the next rung of the
    line of command: the lead's own leaders, the giver, the leaders of the body above.
    """

    effective_from: date
    deadline_working_days: int
    remind_working_days_before: int
    escalate_working_days_after: tuple[int, ...]
    window_months: int
    before_months: int
    least_cases: int
    least_peers: int
    reason_least_letters: int
