"""Gaps between signed heads of the ledger: what was not sealed could be rewritten unseen (trust.md 2.2, point 9)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple


class Gap(NamedTuple):
    """No head was signed between two moments; `until` is the horizon while it still lasts."""

    since: datetime
    until: datetime

    @property
    def minutes(self) -> int:
        return int((self.until - self.since) / timedelta(minutes=1))


def gaps(sealed: Sequence[datetime], *, since: datetime, until: datetime, most_minutes: int) -> list[Gap]:
    """The gaps longer than allowed that touch the time from `since` to `until`. Before the first head there was no
    sealer, so nothing is missing there.
    """
    moments = sorted(moment for moment in sealed if moment <= until)
    pairs = pairwise([*moments, until])
    most = timedelta(minutes=most_minutes)
    return [Gap(before, after) for before, after in pairs if after - before > most and after > since]
