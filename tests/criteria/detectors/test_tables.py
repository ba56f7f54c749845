"""Facts as columns, and working time for many moments at once."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.detectors import Table, findings
from motcua.criteria.rules.detectors.tables import NEVER, days_of, microseconds
from tests.criteria.detectors.conftest import HORIZON, MONTH, completed, facts, on

moments = st.datetimes(datetime(1991, 1, 1), datetime(2098, 12, 31), timezones=st.just(ZONE))


@given(st.lists(moments, min_size=1, max_size=20))
def test_working_minutes_of_many_moments_are_those_of_the_calendar(calendar, work, some):
    wanted = [calendar.worked_before(*calendar.place_of(moment)) for moment in some]
    assert work.before(np.array([microseconds(m) for m in some])).tolist() == wanted


@given(moments)
def test_days_are_those_of_the_legal_zone(moment):
    wanted = (moment.date() - datetime(1970, 1, 1).date()).days
    assert days_of(np.array([microseconds(moment)])).tolist() == [wanted]


def test_a_moment_before_the_calendar_is_refused(work):
    with pytest.raises(IndexError):
        work.before(np.array([microseconds(datetime(1980, 1, 1, tzinfo=ZONE))]))


def test_columns_may_come_as_a_database_gives_them():
    number = microseconds(on(5))
    masked = np.ma.array([number, 7], mask=[False, True])
    words = Table.of_columns({"a": np.array(["x", "", "x"]), "b": ["x", None, "x"]})
    assert [words.codes(name).ids.tolist() for name in "ab"] == [[0, 1, 0]] * 2
    assert {type(text) for text in words.texts("a")} == {str}
    told = Table.of_columns(
        {"a": [on(5), None], "b": [number, None], "c": masked, "d": np.array([1, number])}
    )
    assert [told.moments(name).tolist() for name in "abc"] == [[number, NEVER]] * 3
    assert told.moments("d").tolist() == [1, number]


def test_facts_and_their_columns_give_the_same_findings(calendar):
    dossiers = [completed(on(6), timedelta(minutes=3)) for _n in range(9)] + facts(30)
    dossiers += facts(7, device_mark="one", filed_at=on(7))
    names = list(dossiers[0].__slots__)
    columns = {name: [getattr(fact, name) for fact in dossiers] for name in names}
    ways = (dossiers, Table.of(dossiers), Table.of_columns(columns))
    told = [findings(way, calendar, period=MONTH, horizon=HORIZON) for way in ways]
    assert told[0] == told[1] == told[2]
    assert {one.detector for one in told[0]} == {"acceptance_delay", "short_life", "shared_device"}


def test_without_facts_there_are_no_findings(calendar):
    assert findings([], calendar, period=MONTH, horizon=HORIZON) == []
