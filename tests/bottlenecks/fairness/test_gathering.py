"""What counts against an officer, and what against his unit."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.bottlenecks.queries.fairness.gathering import gather, seen_of_officer
from motcua.bottlenecks.rules.fairness.hands import Off
from motcua.criteria.models import Step
from motcua.criteria.rules.periods import period
from motcua.dossiers.events import SupplementGiven, SupplementRequested
from motcua.ledger.services import append
from motcua.organizations.models import Mandate
from tests.bottlenecks.fairness.making import HORIZON, MORNING, PERIOD, make_office, work
from tests.factories.organizations import make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office(2)


def gathered(set_aside=()):
    return gather(period(PERIOD), HORIZON, set_aside)


def test_time_before_it_was_taken_counts_for_the_unit_alone_while_a_colleague_could_have_taken_it(office):
    work(office.officers[0], 1, hours=2, taken_after=timedelta(hours=1))
    found = gathered()
    assert (found.officers[0].minutes, found.officers[0].off) == (60, {Off.BEFORE_TAKEN: 60})
    assert found.units[0].minutes == 120


def test_it_counts_for_the_only_officer_who_could_have_taken_it(office):
    Mandate.objects.filter(officer=office.officers[1]).delete()
    work(office.officers[0], 1, hours=2, taken_after=timedelta(hours=1))
    assert gathered().officers[0].minutes == 120


def test_days_without_a_mandate_count_for_nobody(office):
    for one in Mandate.objects.filter(unit=office.unit, role="specialist"):
        one.until_on = MORNING.date()
        one.save()
    work(office.officers[0], 1, hours=26)  # up to ten in the morning of the day after
    found = gathered()
    assert Off.NO_MANDATE in found.officers[0].off
    assert found.officers[0].minutes == found.units[0].minutes
    assert found.officers[0].minutes + sum(found.officers[0].off.values()) > found.officers[0].minutes


def test_a_wait_for_the_applicant_counts_for_nobody(office):
    work(office.officers[0], 1, hours=3)
    code = f"HS-{office.officers[0].code}-0"
    for event, hours in ((SupplementRequested((), HORIZON), 1), (SupplementGiven(()), 2)):
        with transaction.atomic():
            append(event, subject=code, body="B", actor="x", at=MORNING + timedelta(hours=hours))
    found = gathered()
    assert found.officers[0].off == {Off.CITIZEN: 60}
    assert found.units[0].off == {Off.CITIZEN: 60}


def test_work_of_a_consulted_unit_of_another_body_counts_for_that_one_only(office):
    work(office.officers[0], 1, hours=3)
    elsewhere = make_officer()
    Step.objects.create(
        code=f"HS-{office.officers[0].code}-0", step="lay-y-kien", round=1, body=office.body.code, procedure="1.001",
        step_kind="consult", role="specialist", unit=elsewhere.unit.code, officer=elsewhere.code, outcome="done",
        opened_at=MORNING + timedelta(hours=1), due_at=MORNING + timedelta(hours=3), moved_in=1,
        taken_at=MORNING + timedelta(hours=1), closed_at=MORNING + timedelta(hours=2),
    )  # fmt: skip
    minutes = {one.holder.code: (one.minutes, one.off) for one in gathered().officers}
    assert minutes[office.officers[0].code] == (120, {Off.OTHER_AGENCY: 60})
    assert minutes[elsewhere.code] == (60, {})


def test_a_step_that_is_set_aside_counts_for_the_unit_but_not_for_the_officer(office):
    work(office.officers[0], 2)
    key = (f"HS-{office.officers[0].code}-1", "tham-dinh", 1)
    found = gathered({(office.officers[0].code, key)})
    assert (len(found.officers), len(found.units)) == (1, 2)


def test_cancelled_steps_and_steps_of_other_periods_are_left_out(office):
    work(office.officers[0], 1, outcome="cancelled")
    work(office.officers[1], 1, opened_at=MORNING + timedelta(days=35))
    assert gathered() == ([], [])


def test_the_steps_behind_a_figure_need_the_same_queries_however_many_there_are(office):
    asked = []
    for count in (1, 3):
        work(office.officers[0], count, prefix=f"N{count}")
        with CaptureQueriesContext(connection) as queries:
            seen = seen_of_officer(office.officers[0].code, "specialist", period(PERIOD), HORIZON)
        asked.append(len(queries))
    assert len(seen) == 4
    assert asked[0] == asked[1]
