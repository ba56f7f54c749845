"""A diagnosis from the ledger's facts: it says the same as the index's own drill, down to the position."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.bottlenecks.queries.diagnosis import diagnose, losing_at
from motcua.bottlenecks.queries.diagnosis.suspecting import causes_in
from motcua.bottlenecks.queries.saying import conclusion_of
from motcua.bottlenecks.rules.diagnosis import Asked, Reason
from motcua.clock.queries import now
from motcua.criteria.queries.drilling import TOO_SLACK, Way, drill
from motcua.criteria.queries.scores import view
from motcua.criteria.services import follow
from motcua.dossiers.events import DossierCompleted, StepFinished, StepOpened
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import BodyKind
from tests.criteria.test_following import filed, received, tell
from tests.factories.organizations import make_body, make_unit

pytestmark = pytest.mark.django_db(transaction=True)
NOTHING = Fraction(0)


def asked(body, month, procedure="", criterion="2.1"):
    return Asked("qd766-2022", criterion, body.code, procedure, month)


def total(found):
    return sum((row.points for row in found.contributions), NOTHING) + sum(found.rest.values(), NOTHING)


@pytest.mark.parametrize("body", ["province", "department"])
@pytest.mark.parametrize("procedure", ["", "1.001"])
def test_it_sums_exactly_to_the_points_lost(live, month, request, body, procedure):
    live(22, late=5)
    body = request.getfixturevalue(body)
    found = diagnose(asked(body, month, procedure))
    assert total(found) == found.points > 0
    assert (found.cases, found.late, found.enough) == (22, 5, True)


def test_steps_and_positions_bear_what_the_drill_says(live, month, department):
    live(22, late=5)
    found = diagnose(asked(department, month))
    drilled = drill(view(department.code, month), "2.1", Way(department.code, procedure="1.001"))
    by_step = {row.key.step: row.points for row in found.contributions}
    assert by_step == {share.key: share.points for share in drilled.shares if share.points}
    officers = drill(
        view(department.code, month), "2.1", Way(department.code, procedure="1.001", step="sign")
    )
    assert {row.holder: row.points for row in found.contributions} == {
        share.holder: share.points for share in officers.shares
    }


def test_the_conclusion_names_the_step_the_number_and_the_sample_but_no_person(
    live, month, department, signer
):
    live(22, late=5)
    found = diagnose(asked(department, month))
    one = found.conclusion
    assert (one.key.step, one.through, one.of, one.saved, one.sample) == ("sign", 5, 5, 5, 22)
    assert one.regained == found.points
    told = " ".join(conclusion_of(found))
    assert "5" in told
    assert "22" in told
    assert signer.name not in told
    assert signer.code not in told


def test_fewer_than_twenty_dossiers_conclude_nothing_and_are_listed(live, month, department):
    live(19, late=5)
    found = diagnose(asked(department, month))
    assert (found.enough, found.conclusion, found.causes, found.peer) == (False, None, (), None)
    assert len(found.dossiers) == 5
    assert "19" in conclusion_of(found)[0]
    assert "20" in conclusion_of(found)[0]


def test_nothing_late_is_said_so(live, month, department):
    live(20)
    found = diagnose(asked(department, month))
    assert (found.late, found.conclusion, found.points) == (0, None, 0)
    assert "20" in conclusion_of(found)[0]


def test_nothing_counted_yet_is_no_error(department, month):
    found = diagnose(asked(department, month))
    assert (found.horizon, found.cases, found.enough) == (None, 0, False)


def test_dossiers_without_a_step_are_left_out_and_counted(live, month, department):
    live(21, late=1)
    tell("X", filed(), department.code)
    tell("X", received(now() - timedelta(days=1)), department.code)
    tell("X", DossierCompleted(due_at=now(), document=False, electronic=False), department.code)
    follow()
    found = diagnose(asked(department, month))
    assert found.left_out == 1
    assert found.rest[TOO_SLACK] > 0
    assert total(found) == found.points


def test_the_best_peer_does_the_same_procedures_and_has_enough_cases(live, month, province, department):
    better, few = (make_body(parent=province, kind=BodyKind.DEPARTMENT) for _ in range(2))
    live(22, late=5)
    live(20, late=1, body=better)
    live(19, body=few)
    peer = diagnose(asked(department, month)).peer
    assert (peer.body, peer.cases, peer.in_time, peer.own_cases, peer.own_in_time) == (
        better.code,
        20,
        19,
        22,
        17,
    )
    assert {key.step for key in peer.steps} == {"check", "sign"}
    assert diagnose(asked(better, month)).peer is None
    assert diagnose(asked(province, month)).peer is None


def test_waits_for_another_body_are_counted_apart(live, month, department):
    live(20, late=1)
    elsewhere = make_unit(make_body())
    code = f"{department.code}-H0"
    told = {
        "step": "opinion",
        "round": 1,
        "step_kind": "consult",
        "role": "specialist",
        "unit": elsewhere.code,
    }
    tell(code, StepOpened(**told, due_at=now()), department.code)
    tell(code, StepFinished(step="opinion", round=1, unit=elsewhere.code, outcome="done"), department.code)
    follow()
    (one,) = diagnose(asked(department, month)).excluded
    assert (one.reason, one.dossiers, one.waits, one.late) == (Reason.AGENCY, 1, 1, 1)


def test_a_criterion_without_lateness_goes_down_to_procedures_and_dossiers(live, month, department):
    live(20)
    found = diagnose(asked(department, month, criterion="4.3"))
    assert not found.by_steps
    assert [(one.code, one.cases, one.missing) for one in found.parts] == [("1.001", 20, 20)]
    assert len(found.dossiers) == 20
    assert (
        sum((one.points for one in found.parts), NOTHING) + sum(found.rest.values(), NOTHING)
        == found.points
        > 0
    )
    assert sum((one.points for one in found.dossiers), NOTHING) == found.points
    assert sum(one.cases for one in found.units) == 20
    assert sum((one.points for one in found.units), NOTHING) == found.points
    assert all(one.unit for one in found.units)


def test_units_sum_exactly_to_the_points_lost_where_some_dossiers_offset_others(
    live, month, department, unit
):
    live(12)
    live(8, name="R", reused=1)
    found = diagnose(asked(department, month, criterion="4.3"))
    (one,) = found.units
    assert (one.unit, one.cases, one.missing) == (unit.code, 20, 12)
    assert one.points == found.points
    assert len(found.dossiers) == 12
    assert sum((each.points for each in found.dossiers), NOTHING) > found.points > 0


@pytest.mark.parametrize(("criterion", "body"), [("9.9", ""), ("2.1", "NOPE")])
def test_what_is_unknown_is_refused(department, month, criterion, body):
    with pytest.raises(Refusal):
        diagnose(Asked("qd766-2022", criterion, body or department.code, "", month))


def test_the_criteria_that_lose_most_come_first(live, month, department):
    live(20, late=5)
    rows = losing_at(department.code, month)
    assert [row.points for row in rows] == sorted((row.points for row in rows), reverse=True)
    assert {row.measured.criterion.code for row in rows if row.by_steps} >= {"2.1"}


def test_causes_of_a_place_without_any_are_none(live, month, department):
    live(20, late=2)
    assert causes_in(department.code, month) == ()


def test_the_number_of_queries_does_not_grow_with_the_dossiers(live, month, department):
    counts = []
    live(1, late=1)
    diagnose(asked(department, month))
    for name in ("K", "L"):
        live(20, late=3, name=name)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            diagnose(asked(department, month))
        counts.append(len(seen))
    assert counts[0] == counts[1]
