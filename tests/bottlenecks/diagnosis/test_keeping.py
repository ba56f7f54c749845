"""A diagnosis is kept for the next who asks, and made anew as soon as anything that it was made of has changed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.bottlenecks.queries.diagnosis import Diagnoses, diagnose
from motcua.bottlenecks.queries.keeping import Kept
from motcua.bottlenecks.rules.diagnosis import Asked
from motcua.clock.queries import now
from motcua.criteria.queries.scores import view
from motcua.criteria.services import follow
from tests.criteria.test_following import filed, received, tell

pytestmark = pytest.mark.django_db(transaction=True)


def asked(body, month, criterion="2.1"):
    return Asked("qd766-2022", criterion, body.code, "", month)


def test_a_second_look_reads_no_dossier_again(live, month, department):
    live(20, late=3)
    first = diagnose(asked(department, month))
    with CaptureQueriesContext(connection) as seen:
        again = diagnose(asked(department, month))
    assert (again.points, again.contributions) == (first.points, first.contributions)
    assert not any("criteria_dossier" in one["sql"] or "criteria_step" in one["sql"] for one in seen)


def test_an_act_is_seen_at_the_next_look(live, month, department):
    live(20, late=3)
    assert diagnose(asked(department, month)).late == 3
    live(2, late=2, name="K")
    assert (diagnose(asked(department, month)).late, diagnose(asked(department, month)).cases) == (5, 22)


def test_a_deadline_that_passes_without_any_act_is_seen(live, month, department, monkeypatch):
    live(20, late=3)
    due = now() + timedelta(minutes=1)
    tell("X", filed(), department.code)
    tell("X", received(due), department.code)
    follow()
    before = diagnose(asked(department, month)).late
    later = now() + timedelta(minutes=3)
    monkeypatch.setattr("motcua.criteria.services.following.now", lambda: later)
    follow()
    found = diagnose(asked(department, month))
    assert (before, found.late, found.horizon) == (3, 4, later)


def test_a_moved_unit_changes_whose_wait_it_was(live, month, department, unit, province):
    live(20, late=3)
    assert diagnose(asked(department, month)).excluded == ()
    unit.body = province
    unit.save()
    assert [one.dossiers for one in diagnose(asked(department, month)).excluded] == [20]


def test_the_conclusion_alone_is_that_of_the_whole_diagnosis(live, month, department):
    live(22, late=5)
    read = Diagnoses(view(department.code, month))
    for criterion in ("2.1", "4.3"):
        whole, alone = diagnose(asked(department, month, criterion)), read.concluded(criterion)
        told = (whole.conclusion, whole.causes, whole.parts, whole.rest, whole.points, whole.cases)
        assert told == (
            *(alone.conclusion, alone.causes, alone.parts),
            *(alone.rest, alone.points, alone.cases),
        )
        assert (alone.steps, alone.contributions) == ((), ())


def test_several_criteria_read_the_steps_once(live, month, department):
    live(22, late=5)
    read = Diagnoses(view(department.code, month))
    with CaptureQueriesContext(connection) as seen:
        for criterion in ("2.1", "2.2"):
            if criterion in read.seen.score.criteria:
                read.concluded(criterion)
    steps = [one["sql"] for one in seen if 'FROM "criteria_step"' in one["sql"]]
    assert len(steps) == len(set(steps))


def test_the_oldest_answers_go_first():
    kept, made = Kept(2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        kept.get(key, lambda key=key: made.append(key) or key)
    assert made == ["a", "b", "c", "b"]
