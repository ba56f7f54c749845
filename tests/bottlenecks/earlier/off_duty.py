"""The time off duty before moments, all of them at once."""

import numpy as np

from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.duty import MINUTE, Days, Duty


def off_before(duty: Duty, days: Days, moments: Ints) -> Ints:
    """From the first midnight to each moment, in µs; all moments lie in these days."""
    of_day = duty.week[days.weekdays]
    of_day[duty.special] = duty.instead
    worked = np.array([sum(closes - opens for opens, closes in kind) for kind in duty.kinds], np.int64)
    until = np.concatenate(([0], np.cumsum(worked[of_day]))) * MINUTE
    day = days.of(moments)
    passed = moments - days.midnights[day]
    on: Ints = until[day]
    for kind, sessions in enumerate(duty.kinds):
        here = of_day[day] == kind
        for opens, closes in sessions if here.any() else ():
            on += np.where(here, np.clip(passed - opens * MINUTE, 0, (closes - opens) * MINUTE), 0)
    off: Ints = moments - days.midnights[0] - on
    return off
