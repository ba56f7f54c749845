"""Working minutes of whole vectors: the same as one by one."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from motcua.clock.rules.calendar import OutOfCalendar
from motcua.clock.rules.counting import working_minutes
from motcua.clock.rules.counting.vectors import WorkingMinutes
from tests.clock.calendars import shipped_calendar, uneven_calendar

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CALENDARS = [(one, WorkingMinutes(one)) for one in (shipped_calendar(), uneven_calendar())]
FIRST, LAST = 1_700_000_000_000_000, 1_800_000_000_000_000  # November 2023 to January 2027
moments = some.lists(some.tuples(some.integers(FIRST, LAST), some.integers(FIRST, LAST)), max_size=30)


@pytest.mark.parametrize(("calendar", "minutes"), CALENDARS)
@given(pairs=moments)
def test_many_are_counted_as_one_by_one(calendar, minutes, pairs):
    begins, ends = np.array(pairs, np.int64).reshape(-1, 2).T
    wanted = [
        working_minutes(calendar, EPOCH + timedelta(microseconds=one), EPOCH + timedelta(microseconds=other))
        for one, other in pairs
    ]
    assert minutes.between(begins, ends).tolist() == wanted


def test_a_moment_outside_the_calendar_is_refused():
    with pytest.raises(OutOfCalendar):
        CALENDARS[0][1].before(np.array([FIRST, 0]))
