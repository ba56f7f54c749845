"""Down from a province's lost points to the officer: every level sums exactly to the one above."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.test import Client

from motcua.clock.queries import now
from motcua.criteria.access import people, sight_of
from motcua.criteria.models import Dossier, Step
from motcua.criteria.queries.counting import counters
from motcua.criteria.queries.drilling import NO_STEP, Level, Way, drill, place_of
from motcua.criteria.queries.evidence import Place, costly, facts_behind, late_counters
from motcua.criteria.queries.scores import view
from motcua.criteria.rules.bearing import Holder
from motcua.criteria.rules.facts import DossierFact, columns
from motcua.criteria.rules.periods import month_of
from motcua.criteria.services import follow
from motcua.dossiers.events import DossierCompleted, StepFinished, StepOpened, StepTaken
from motcua.organizations.models import BodyKind, Role
from tests.criteria.test_following import filed, received, tell
from tests.factories.identity import sign_in
from tests.factories.organizations import make_body, make_officer, make_unit

pytestmark = pytest.mark.django_db(transaction=True)
NOTHING = Fraction(0)


def step(code, name, due, *, body, officer="", unit="U1"):
    tell(
        code,
        StepOpened(step=name, round=1, step_kind="process", role="specialist", unit=unit, due_at=due),
        body,
    )
    if officer:
        tell(code, StepTaken(step=name, round=1, officer=officer), body)
        tell(code, StepFinished(step=name, round=1, unit=unit, outcome="done"), body)


def dossier(code, days, *, body, procedure="1.001", done=True):
    """Due so many days from now; below nought it is late. Two steps, the first over its limit if it is late."""
    due = now() + timedelta(days=days)
    event = filed()
    tell(code, type(event)(**{**vars_of(event), "procedure": procedure}), body)
    event = received(due)
    tell(code, type(event)(**{**vars_of(event), "procedure": procedure}), body)
    step(code, "appraise", due, body=body, officer="an")
    step(code, "sign", now() + timedelta(days=3), body=body, officer="binh" if done else "")
    if done:
        tell(code, DossierCompleted(due_at=due, document=False, electronic=False), body)


def vars_of(event):
    return {name: getattr(event, name) for name in event.__dataclass_fields__ if name != "kind"}


@pytest.fixture
def province():
    """A province with two bodies, two procedures, late and timely dossiers, open and closed."""
    top = make_body(kind=BodyKind.PROVINCE)
    one, two = (make_body(parent=top, kind=BodyKind.DEPARTMENT) for _ in range(2))
    told = (
        (one, "1.001", -9, True), (one, "1.001", -6, False), (one, "1.001", 5, True), (one, "1.002", -3, True),
        (one, "1.002", 4, False), (two, "1.001", 2, True), (two, "1.002", -8, True), (top, "1.002", -5, False),
    )  # fmt: skip
    for number, (body, procedure, days, done) in enumerate(told, start=1):
        dossier(f"HS{number}", days, body=body.code, procedure=procedure, done=done)
    follow()
    return top, one, two


def seen(body):
    return view(body.code, month_of(now()).code)


def parts(found):
    return sum((share.points for share in found.shares), NOTHING) + sum(found.rest.values(), NOTHING)


def test_every_criterion_splits_over_bodies_and_over_procedures(province):
    shown = seen(province[0])
    for code, lost in shown.losses.criteria.items():
        for way in (Way(province[0].code), Way(province[0].code, by_procedure=True)):
            found = drill(shown, code, way)
            assert found.total == lost.total
            assert parts(found) == found.total


def test_the_drill_sums_from_the_province_to_the_officer(province):
    shown = seen(province[0])
    top = drill(shown, "2.1", Way(province[0].code))
    assert top.total > 0
    reached = set()
    for body in top.shares:
        own = body.key == province[0].code
        below = drill(shown, "2.1", Way(body.key, own))
        assert below.level is Level.PROCEDURES
        assert parts(below) == below.total == body.points
        for procedure in below.shares:
            steps = drill(shown, "2.1", Way(body.key, own, procedure.key))
            assert parts(steps) == steps.total == procedure.points
            for one in steps.shares:
                officers = drill(shown, "2.1", Way(body.key, own, procedure.key, one.key))
                assert officers.level is Level.OFFICERS
                assert parts(officers) == officers.total == one.points
                reached |= {(one.key, share.holder.officer) for share in officers.shares}
    assert reached == {("appraise", "an")}


def test_a_procedure_of_the_whole_province_is_split_over_its_bodies(province):
    shown = seen(province[0])
    by_procedure = drill(shown, "2.1", Way(province[0].code, by_procedure=True))
    for procedure in by_procedure.shares:
        found = drill(shown, "2.1", Way(province[0].code, procedure=procedure.key))
        assert found.level is Level.BODIES
        assert parts(found) == found.total == procedure.points


def test_what_is_not_for_being_late_belongs_to_no_step(province):
    found = drill(seen(province[1]), "4.2", Way(province[1].code, procedure="1.001"))
    assert found.level is Level.NONE
    assert found.rest in ({}, {NO_STEP: found.total})


def test_dossiers_bear_what_their_procedure_lost(province):
    shown = seen(province[0])
    way = Way(province[1].code, procedure="1.001")
    found = drill(shown, "2.1", way)
    late = costly(found.loss, place_of(shown, way))
    assert {one.fact.code for one in late} == {"HS1", "HS2"}
    assert sum((one.points for one in late), NOTHING) == found.total


def test_only_lateness_to_the_instant_or_the_day_is_lateness():
    assert {"finished_late", "became_late", "pending_late"} <= late_counters()
    assert late_counters().isdisjoint({"finished", "finished_early", "attitude_grades", "finished_unhappy"})


def test_the_list_behind_a_counter_holds_as_many_as_it_counts(province):
    shown = seen(province[0])
    place = Place(shown.bodies, shown.over, shown.horizon)
    for code in counters().names:
        flows = counters().flows_of(code)
        if code in counters().pairs or any(
            counters().flows[flow].of != DossierFact.kind or counters().flows[flow].amount for flow in flows
        ):
            continue
        assert len(facts_behind(code, place).facts) == shown.counts[code], code


def test_the_pages_of_a_list_hold_every_fact_once(province):
    shown = seen(province[0])
    place = Place(shown.bodies, shown.over, shown.horizon)
    found, after = [], ""
    for _page in range(20):
        page = facts_behind("received", place, after=after, most=3)
        found += [fact.code for fact in page.facts]
        after = page.after
        if not after:
            break
    assert sorted(found) == [f"HS{n}" for n in range(1, 9)]


def test_names_are_for_himself_his_head_his_leaders_and_the_reform_office():
    body, other = make_body(), make_body()
    unit = make_unit(body)
    mine = make_officer(unit)
    holder = Holder(mine.code, unit.code, body.code)
    province = make_body(kind=BodyKind.PROVINCE)
    sees = {
        "himself": mine,
        "his head": make_officer(unit, Role.HEAD),
        "his leader": make_officer(make_unit(body), Role.LEADER),
        "a leader of the province": make_officer(make_unit(province), Role.LEADER),
        "the reform office": make_officer(make_unit(other), Role.REFORM),
    }
    does_not = {
        "a colleague": make_officer(unit),
        "the head of another unit": make_officer(make_unit(body), Role.HEAD),
        "the leader of another body": make_officer(make_unit(other), Role.LEADER),
    }
    today = now().date()
    for who, reader in sees.items():
        assert people([holder], sight_of(reader, today))[holder].name == mine.name, who
    for who, reader in does_not.items():
        assert people([holder], sight_of(reader, today))[holder].name == "", who


def test_a_leader_does_not_see_who_worked_at_another_agency_on_the_dossiers_of_his_body():
    body, asked = make_body(), make_body()
    theirs = make_officer(make_unit(asked))
    leader, his_own = make_officer(make_unit(body), Role.LEADER), make_officer(make_unit(asked), Role.LEADER)
    holder = Holder(theirs.code, theirs.unit.code, body.code)  # the body of the dossier
    today = now().date()
    assert people([holder], sight_of(leader, today))[holder].name == ""
    assert people([holder], sight_of(his_own, today))[holder].name == theirs.name


def test_the_page_of_a_step_names_officers_to_those_only_who_may_know_them():
    body = make_body()
    unit = make_unit(body)
    worker, head = make_officer(unit, name="Đỗ Thị Hiền"), make_officer(unit, Role.HEAD)
    stranger = make_officer(make_unit(make_body()))
    dossier("HS1", -9, body=body.code)
    follow()
    Step.objects.filter(step="appraise").update(officer=worker.code, unit=unit.code)
    assert Dossier.objects.values_list(*columns("dossier")).count() == 1
    path = f"/en/chi-so/2.1/?cq={body.code}&ky={month_of(now()).code}&tt=1.001&buoc=appraise"
    for reader, named in ((head, True), (worker, True), (stranger, False)):
        client = Client()
        sign_in(client, reader.account)
        page = client.get(path).content.decode()
        assert ("Đỗ Thị Hiền" in page) is named
        assert ("Officer 1" in page) is not named
        file = client.get(path + "&xuat=csv&bang=parts").content.decode("utf-8-sig")
        assert ("Đỗ Thị Hiền" in file) is named
        assert worker.code not in page + file
