"""Patterns of departures: planted ones are found, none are invented, and the number of questions stays the same."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.bottlenecks.queries.conformance import conformed
from motcua.bottlenecks.queries.conformance.deciding import proposal
from motcua.bottlenecks.queries.reworking import reworked
from motcua.bottlenecks.rules.conformance import Kind
from motcua.bottlenecks.rules.conformance.norms import in_force
from motcua.clock.queries import calendar
from motcua.clock.rules.counting import working_minutes
from motcua.dossiers.events import DossierFiled, IntakeRefused, SupplementGiven, SupplementRequested
from motcua.ledger.models import Entry
from motcua.ledger.services import append
from motcua.organizations.models import Delegation, Mandate
from tests.bottlenecks.conformance.office import MONDAY, STRAIGHT, make_office, went

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


def patterns(office):
    found = conformed(office.scope)
    return {(one.step, one.kind): one.dossiers for one in found.patterns}, found


def test_dossiers_that_went_by_the_sheet_conform(office):
    for _ in range(3):
        went(office)
    went(office, (*STRAIGHT[:3], "du-thao", "ky", "phat-hanh"))
    found = conformed(office.scope)
    assert (found.runs, found.conforming, found.in_order, found.patterns) == (4, 4, 4, ())


def test_each_planted_departure_is_found_where_it_was_planted_and_nowhere_else(office):
    for _ in range(5):
        went(office)
    went(office, ("phan-cong", "ky", "phat-hanh"))
    went(office, ("du-thao", "phan-cong", "ky", "phat-hanh"))
    went(office, ("phan-cong", "phan-cong", "du-thao", "ky", "phat-hanh"))
    went(office, by={"du-thao": office.clerk})
    late = [went(office, minutes={"ky": 700}) for _ in range(2)]
    found, told = patterns(office)
    assert found == {
        ("du-thao", Kind.SKIPPED): 1,
        ("phan-cong", Kind.OUT_OF_ORDER): 1,
        ("phan-cong", Kind.EXTRA): 1,
        ("du-thao", Kind.WRONG_ROLE): 1,
        ("ky", Kind.OVER_LIMIT): 2,
    }
    assert (told.runs, told.conforming, told.in_order) == (11, 5, 7)
    (over,) = [one for one in told.patterns if one.kind is Kind.OVER_LIMIT]
    assert sorted(case.code for case in over.cases) == sorted(late)
    assert over.minutes == 2 * 220
    assert {case.officer for case in over.cases} == {office.leader.code}


def test_who_held_the_role_on_that_day_was_right_to_do_it_whatever_he_is_now(office):
    went(office)
    Mandate.objects.filter(officer=office.specialist).update(until_on=(MONDAY + timedelta(days=3)).date())
    assert patterns(office)[0] == {}
    went(office, at=MONDAY + timedelta(days=7))
    assert patterns(office)[0] == {("du-thao", Kind.WRONG_ROLE): 1}


def test_who_was_lent_the_power_to_sign_may_sign(office):
    went(office, by={"ky": office.head})
    assert patterns(office)[0] == {("ky", Kind.WRONG_ROLE): 1}
    Delegation.objects.create(
        code="UQ-1", delegator=office.leader, delegate=office.head, basis="QĐ 1",
        from_at=MONDAY, until_at=MONDAY + timedelta(days=5),
    )  # fmt: skip
    assert patterns(office)[0] == {}


def test_a_past_period_is_judged_as_it_stood_at_its_end(office):
    went(office, at=MONDAY + timedelta(days=25), minutes={"phan-cong": 60, "du-thao": 4000})
    went(office, at=MONDAY - timedelta(days=60))
    found, told = patterns(office)
    assert told.runs == 1
    assert found == {}  # on the last day of October its draft was not over its limit yet


def test_the_proposal_is_what_nine_in_ten_keep(office):
    for minutes in [100] * 5 + [600] * 5:
        went(office, minutes={"ky": minutes})
    (over,) = conformed(office.scope).patterns
    assert proposal(over, office.scope).limit == "1.5"


def test_the_number_of_questions_does_not_grow_with_the_dossiers(office):
    went(office)
    went(office, minutes={"ky": 700})
    with CaptureQueriesContext(
        connection,
    ) as one:
        conformed(office.scope)
    for _ in range(3):
        went(office)
        went(office, minutes={"ky": 700})
    with CaptureQueriesContext(connection) as three:
        conformed(office.scope)
    assert len(three) <= len(one)


def test_returns_supplements_and_refusals_are_told_with_their_working_time(office):
    clock = calendar("vn-standard")
    back = went(office, (*STRAIGHT[:3], "du-thao", "ky", "phat-hanh"))
    asked, answered = MONDAY + timedelta(hours=1), MONDAY + timedelta(days=3)
    waited = went(office, minutes={"du-thao": 2000})
    for event, at in (
        (SupplementRequested(("don", "ban_ve"), MONDAY + timedelta(30)), asked),
        (SupplementGiven(("don", "ban_ve"), None), answered),
    ):
        said(event, waited, office, at)
    refused = went(office, (), ending="")
    said(IntakeRefused(("conditions-not-met",)), refused, office, MONDAY + timedelta(hours=3))
    found = reworked(office.scope)
    (one,) = found.returns
    assert (one.source, one.what, one.times, one.minutes, list(one.codes)) == ("ky", "du-thao", 1, 60, [back])
    assert {line.what: line.minutes for line in found.supplements} == dict.fromkeys(
        ("don", "ban_ve"), working_minutes(clock, asked, answered)
    )
    (line,) = found.refusals
    assert (line.what, list(line.codes)) == ("conditions-not-met", [refused])
    assert line.minutes == working_minutes(clock, MONDAY - timedelta(hours=2), MONDAY + timedelta(hours=3))
    assert found.dossiers == 2
    assert found.minutes == 60 + working_minutes(clock, asked, answered)


def said(event, code, office, at):
    """Written down and, for the test, recorded when it happened."""
    assert not isinstance(event, DossierFiled)
    entry = append(event, subject=code, body=office.body.code, actor="CB", at=at)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Entry.objects.filter(pk=entry.pk).update(recorded_at=at)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_what_a_cap_cuts_off_is_counted(office, monkeypatch):
    for day in range(4):
        went(office, at=MONDAY + timedelta(days=day), minutes={"ky": 900} if day else None)
    assert patterns(office)[1].beyond == 0
    few = replace(in_force(MONDAY.date()), most_runs=3)
    monkeypatch.setattr("motcua.bottlenecks.queries.conformance.runs.in_force", lambda on: few)
    went(office, at=MONDAY + timedelta(days=4))
    told = patterns(office)[1]
    assert (told.runs, told.beyond) == (3, 2)
