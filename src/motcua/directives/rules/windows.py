"""Which months are compared: a year before the finding, whole months after the report; what lies between is left out.

The months in which the finding was measured were chosen for being low: next to them anything looks like a gain.
"""

from dataclasses import dataclass
from datetime import date, datetime

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.periods import Period, first_instant, month_of, period


@dataclass(frozen=True)
class Windows:
    """Months by number (12 × year + month - 1), both windows without gaps. `ready_on`: the day after the last month."""

    before: range
    after: range

    @property
    def ready_on(self) -> date:
        return first_instant(self.after.stop).astimezone(ZONE).date()

    @property
    def first_month(self) -> str:
        return Period(self.after.start).code

    @property
    def last_month(self) -> str:
        return Period(self.after.stop - 1).code


def of_reform(finding: Period, reported_at: datetime, *, before_months: int, window_months: int) -> Windows:
    """The first look: the months before the finding's, and those after the one in which it was reported done."""
    before = range(finding.first - before_months, finding.first)
    return Windows(before, first_look_of(reported_at, window_months))


def first_look_of(reported_at: datetime, window_months: int) -> range:
    """The whole months after the one in which it was reported done."""
    first = month_of(reported_at).end
    return range(first, first + window_months)


def of_watch(verified: range, ready_on: date) -> Windows:
    """A later look, one window long: against the months that verified it, those since, up to `ready_on`."""
    end = 12 * ready_on.year + ready_on.month - 1
    return Windows(verified, range(end - len(verified), end))


def next_watch(ready_on: date, window_months: int) -> date:
    """The day from which the following window can be looked at: windows never overlap, so each is one look."""
    month = 12 * ready_on.year + ready_on.month - 1 + window_months
    return date(month // 12, month % 12 + 1, 1)


def spoken(code: str) -> str:
    """A period as people write it: `2026-12` is 12/2026; quarters and years stay as they are."""
    over = period(code)
    year, place = divmod(over.first, 12)
    return f"{place + 1}/{year}" if over.count == 1 else code
