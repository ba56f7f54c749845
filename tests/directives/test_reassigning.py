"""A contested directive is given to another lead, who may contest it anew."""

import pytest
from django.test import Client

from motcua.clock.queries import now
from motcua.directives.invariants import directives_follow_from_their_entries
from motcua.directives.rules.states import State
from motcua.directives.services import contest, reassign
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.organizations.models import Role, UnitKind
from tests.directives.making import REASON, make_directive, make_province
from tests.factories.identity import sign_in
from tests.factories.organizations import make_officer, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return make_province(peers=1)


@pytest.fixture
def contested(province):
    return contest(make_directive(province), reason=REASON, by=province.head, at=now())


@pytest.fixture
def other(province):
    unit = make_unit(province.body, UnitKind.EXPERT, name_vi="Phòng Khác", name_en="Another division")
    make_officer(unit, Role.HEAD)
    return unit


def test_another_unit_leads_and_what_happened_is_told(province, contested, other):
    held = reassign(contested, to=other, reason=REASON, by=province.director, at=now())
    assert (held.state, held.lead_unit, held.lead, held.contested) == (State.OPENED, other, None, False)
    entry = Entry.objects.get(kind="directive.reassigned")
    assert entry.data == {"old_lead_unit": province.unit.code, "lead_unit": other.code}
    assert not list(directives_follow_from_their_entries())


def test_the_new_lead_may_contest_it_in_his_turn(province, contested, other):
    held = reassign(contested, to=other, reason=REASON, by=province.director, at=now())
    head = other.officers.get()
    assert contest(held, reason=REASON, by=head, at=now()).state == State.CONTESTED


@pytest.mark.parametrize(
    ("who", "unit", "code"),
    [
        ("head", "other", "not-yours"),
        ("director", "same", "same-lead"),
        ("director", "foreign", "not-your-line"),
    ],
)
def test_a_reassignment_that_cannot_stand_is_refused(province, contested, other, who, unit, code):
    units = {"other": other, "same": province.unit, "foreign": province.stranger.unit}
    with pytest.raises(Refusal) as refused:
        reassign(contested, to=units[unit], reason=REASON, by=getattr(province, who), at=now())
    assert refused.value.code == code


def test_a_reassignment_says_why(province, contested, other):
    with pytest.raises(Refusal) as refused:
        reassign(contested, to=other, reason="vậy", by=province.director, at=now())
    assert refused.value.code == "no-reason"


def test_only_a_contested_directive_is_given_to_another(province, other):
    with pytest.raises(Refusal) as refused:
        reassign(make_directive(province), to=other, reason=REASON, by=province.director, at=now())
    assert refused.value.code == "not-now"


def test_the_giver_does_it_on_the_page(province, contested, other):
    client = Client()
    sign_in(client, province.director.account)
    address = f"/chi-dao/{contested.code}/"
    assert "Phòng Khác" in client.get(address).content.decode()
    assert client.post(f"{address}giao-lai/", {"lead_unit": "", "text": REASON}).status_code == 422
    assert client.post(f"{address}giao-lai/", {"lead_unit": other.code, "text": REASON}).status_code == 303
    contested.refresh_from_db()
    assert contested.lead_unit == other
