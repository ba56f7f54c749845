"""Who hands over to whom: for each piece of work the one that it had to wait for."""

import numpy as np

from motcua.bottlenecks.rules.columns import Ints
from motcua.bottlenecks.rules.work import Work
from tests.bottlenecks.earlier.concurrency import Concurrent

NONE = -1


def sources(work: Work, concurrent: Concurrent) -> Ints:
    """For each piece the place of its source, or NONE.

    The source is the piece of the same case that ended last, no later than this one starts, and whose activity is not
    concurrent with this one's; of several that ended at once, the one that started last.
    """
    found = np.full(len(work), NONE, np.int64)
    asked = np.arange(len(work))
    back = 1
    while asked.size:
        before = asked - back
        inside = (before >= 0) & (work.case[before] == work.case[asked])
        asked, before = asked[inside], before[inside]
        over = (work.end[before] <= work.start[asked]) & ~concurrent.are(
            work.activity[before], work.activity[asked]
        )
        found[asked[over]] = before[over]
        asked = asked[~over]
        back += 1
    return found


def ready_since(work: Work, source: Ints) -> Ints:
    """When each piece could have been started: at the end of its source; without one, when it was."""
    return np.where(source == NONE, work.start, work.end[source])
