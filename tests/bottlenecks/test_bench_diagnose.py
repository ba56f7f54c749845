"""The benchmark's log, and what it says of itself and of pm4py where that is installed."""

import importlib.util

import numpy as np
import pytest

from motcua.bottlenecks.benchmarks.diagnose import diagnose
from motcua.bottlenecks.benchmarks.made_up import made_up
from motcua.bottlenecks.rules.contributions import contributions
from motcua.bottlenecks.rules.duty import days_of
from motcua.bottlenecks.rules.given import given
from motcua.bottlenecks.rules.handoffs import duties
from motcua.bottlenecks.rules.kinds import SUMS, kinds_in
from tests.criteria.logs.making import ZONE


def test_contributions_sum_to_all_waiting_by_activity_by_person_and_by_cause():
    work = made_up(300)
    days = days_of(work.start, work.end, ZONE)
    several = kinds_in(work, duties(work, days, given("vn-standard")), days)
    found = contributions(work, several)
    assert found.total > 0
    assert sum(found.causes.values()) == found.total
    assert all(found.causes.values())
    for rows in (found.activities, found.resources):
        for name in SUMS:
            whole = found.total if name == "total" else found.causes[name]
            assert sum(row.waited[name] for row in rows) == whole
        assert sum(row.share for row in rows) == pytest.approx(1)
        assert sum(row.frequency for row in rows) == sum(kinds.targets.size for kinds in several)
        assert [row.waited["total"] for row in rows] == sorted(
            (r.waited["total"] for r in rows), reverse=True
        )


def test_the_made_up_log_is_in_order_and_in_working_hours():
    work = made_up(300)
    assert (np.lexsort((work.start, work.end, work.case)) == np.arange(len(work))).all()
    assert (work.start <= work.end).all()
    hours = (work.start // 3_600_000_000 + 7) % 24
    assert set(hours.tolist()) <= {7, 8, 9, 10, 11, 13, 14, 15, 16, 17}


@pytest.mark.skipif(not importlib.util.find_spec("pm4py"), reason="pm4py stands in the group “mining”")
@pytest.mark.filterwarnings("ignore")
def test_the_map_is_the_one_of_pm4py():
    told = diagnose(cases=300)
    assert told["parts_sum_to_the_wait"]
    theirs = told["pm4py"]
    assert theirs["frequencies_equal"]
    assert theirs["flows_compared"] > 5
    assert theirs["flows_with_overlaps"] > 0
    assert theirs["largest_difference_of_means"] < 1e-12
    assert theirs["largest_difference_of_medians"] < 1e-9
