"""Desks from the index: what lay there on past evenings, the desk that is over, and the proof of a year."""

import json
from dataclasses import fields
from datetime import datetime, timedelta

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.bottlenecks.queries.queueing import Desk, queues, working_day
from motcua.bottlenecks.rules.queue_proof import Told, foretold, proof
from motcua.bottlenecks.rules.queueing import Days
from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import ZONE
from motcua.criteria.models import Dossier, Reader, Step
from motcua.criteria.rules.facts import DossierFact
from motcua.dossiers.events import SupplementGiven, SupplementRequested
from tests.bottlenecks.conformance.office import CODE, make_office
from tests.bottlenecks.conformance.test_finding import said
from tests.bottlenecks.queueing.test_queueing import office as simulated

CLOCK_OF = "vn-standard"
TOLD = ("code", "body", "procedure", "filed_at", "version", "received_at", "supplements")
NOTHING = {one.name: one.default for one in fields(DossierFact) if one.name not in TOLD}
TODAY = datetime(2026, 10, 30, 17, tzinfo=ZONE)  # a Friday
EARLIER = TODAY - timedelta(hours=1)


def step(office, number, opened, closed, officer):
    return Step(
        code=f"{office.body.code}-{number:05}", step="ky", round=1, body=office.body.code, procedure=CODE,
        step_kind="sign", role="leader", unit=office.leader.unit.code, opened_at=opened, taken_at=opened,
        officer=officer, closed_at=closed, outcome="done" if closed else "", moved_in=1,
    )  # fmt: skip


def filled(office, arrived, done):
    """So many came and were done on each of the last working days; first come, first done."""
    clock = calendar(CLOCK_OF)
    days = [working_day(clock, TODAY.date(), n + 1 - len(arrived)) for n in range(len(arrived))]
    at = [datetime(day.year, day.month, day.day, 9, tzinfo=ZONE) for day in days]
    came = [moment for moment, count in zip(at, arrived, strict=True) for _ in range(count)]
    went = [moment + timedelta(hours=6) for moment, count in zip(at, done, strict=True) for _ in range(count)]
    closed = [*went, *[None] * (len(came) - len(went))]
    Step.objects.bulk_create(
        step(office, n, opened, end, office.leader.code if end else "")
        for n, (opened, end) in enumerate(zip(came, closed, strict=True))
    )


@pytest.fixture
def office(db):
    made = make_office()
    Reader.objects.update(horizon=TODAY)
    return made


def test_the_desk_that_is_over_is_told_with_what_lies_there_and_who_does_it(office):
    filled(office, [10] * 60, [8] * 60)
    (one,) = queues([office.body.code], TODAY)
    assert one.desk == Desk(office.leader.unit.code, "leader")
    assert (one.queue, one.pace.queue, one.limit) == (120, 120, 1.0)
    assert (one.pace.arrivals, one.pace.capacity, one.pace.most) == (10, 8, 8)
    assert one.pace.is_over
    assert one.officers == {office.leader.code: 480}
    assert one.as_of == TODAY.date()


def test_every_evening_of_the_window_is_what_the_steps_say(office):
    rng = np.random.default_rng(5)
    arrived, done, lies = rng.poisson(5, 80).tolist(), [], 0
    for count in arrived:
        done.append(int(min(rng.integers(3, 8), lies + count)))
        lies += count - done[-1]
    filled(office, arrived, done)
    (one,) = queues([office.body.code], TODAY)
    assert one.days.arrived.tolist() == arrived[-60:]
    assert one.days.done.tolist() == done[-60:]
    queue = (np.cumsum(arrived) - np.cumsum(done)).tolist()
    assert one.days.queue.tolist() == queue[-60:]


def test_what_waits_for_the_applicant_is_not_in_the_queue(office):
    """Asked on Tuesday, answered on Thursday; another asked on Wednesday and never answered."""
    monday = datetime(2026, 10, 26, 9, tzinfo=ZONE)
    Step.objects.bulk_create([step(office, n, monday, None, "") for n in range(3)])
    for number, answered in ((0, monday + timedelta(days=3)), (1, None)):
        code, asked = f"{office.body.code}-{number:05}", monday + timedelta(days=1 + number)
        Dossier.objects.create(
            code=code, body=office.body.code, procedure=CODE, filed_at=monday, version=1, received_at=monday,
            supplements=1, counted_at=TODAY, moved_in=1, **NOTHING,
        )  # fmt: skip
        said(SupplementRequested((), TODAY), code, office, asked)
        if answered:
            said(SupplementGiven(()), code, office, answered)
    (one,) = queues([office.body.code], TODAY)
    assert one.days.queue.tolist()[-5:] == [3, 2, 1, 2, 2]
    assert (one.days.arrived.sum(), one.days.done.sum()) == (4, 2)


def test_what_comes_on_a_day_off_belongs_to_the_next_working_day(office):
    saturday = datetime(2026, 10, 24, 9, tzinfo=ZONE)
    Step.objects.bulk_create([step(office, n, saturday, None, "") for n in range(4)])
    (one,) = queues([office.body.code], TODAY)
    assert one.days.arrived.tolist()[-5:] == [4, 0, 0, 0, 0]
    assert one.pace is None
    assert one.untaken == 0


def test_the_number_of_questions_does_not_grow_with_the_desks(office):
    Step.objects.bulk_create([step(office, 1, EARLIER, None, "")])
    calendar(CLOCK_OF)
    with CaptureQueriesContext(connection) as one:
        queues([office.body.code], TODAY)
    for n, officer in enumerate((office.head, office.clerk, office.specialist), start=2):
        row = step(office, n, EARLIER, None, "")
        row.unit, row.role = officer.unit.code, f"role-{n}"
        row.save()
    with CaptureQueriesContext(connection) as four:
        assert len(queues([office.body.code], TODAY)) == 4
    assert len(four) == len(one)


def test_the_command_prints_the_desks_and_the_proof(office, capsys):
    days = simulated(9, 8, 250, seed=3)
    filled(office, days.arrived.tolist(), days.done.tolist())
    call_command("queues", "--body", office.body.code, "--json")
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["unit"], row["role"]) == (office.leader.unit.code, "leader")
    assert row["overflow"]["middle"] == TODAY.date().isoformat()
    call_command("queues", "--body", office.body.code)
    assert office.leader.unit.code in capsys.readouterr().out
    call_command("queues", "--body", office.body.code, "--proof", "--json")
    facts = json.loads(capsys.readouterr().out)
    assert facts["told"] >= facts["happened"]


def test_a_forecast_is_held_against_what_followed_it_and_nothing_else():
    """The evenings before a forecast are the same, whatever follows."""
    first = simulated(10, 11, 200, seed=1)
    second = Days(
        np.concatenate([first.arrived[:100], first.arrived[100:] + 5]), first.done.copy(), first.before
    )
    one, two = (
        [told for told in foretold(days, 2, window=60, horizon=30) if told.evening <= 100]
        for days in (first, second)
    )
    assert one
    assert [told[:5] for told in one] == [told[:5] for told in two]
    assert one[-1].evening == 100
    assert (one[-1].happened, two[-1].happened) == (None, two[-1].happened)
    assert two[-1].happened is not None


def test_the_proof_counts_what_was_covered_found_missed_and_invented():
    told = [
        Told(1, 2, 5, 9, 4, 6),  # found, covered
        Told(2, None, None, None, None, 7),  # missed
        Told(3, 1, 3, 8, None, None),  # invented
        Told(4, 40, None, None, None, None),  # nothing came: covered
    ]
    found = proof(told, horizon=60)
    assert (found.told, found.happened, found.covered, found.covered_of_happened) == (4, 2, 2, 1)
    assert (found.found, found.missed, found.invented, found.coverage) == (1, 1, 1, 0.5)
    assert found.error == (1 + 54 + 58 + 0) / 4
    assert found.error_of_never == (55 + 54 + 0 + 0) / 4


def test_slowly_overloaded_desks_are_foretold_better_than_by_saying_never():
    told = []
    for seed in range(12):
        told += foretold(simulated(17, 16, 260, seed=seed), 6, window=60)
    found = proof(told)
    assert found.happened > 10
    assert found.coverage >= 0.7
    assert found.error < found.error_of_never
