"""Bodies, units and roles come and go by decision, each with its entry."""

from datetime import timedelta

import pytest

from motcua.identity.models import AccountKind
from motcua.kernel.bilingual import Text
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.organizations.models import Role
from motcua.organizations.queries import roles_of
from motcua.organizations.services import appoint, dismiss, enroll, open_body, open_unit
from tests.factories.identity import NOON, make_account
from tests.factories.organizations import make_officer, make_unit

pytestmark = pytest.mark.django_db
TODAY, DAY = NOON.date(), timedelta(days=1)
DECISION = {"basis": "1/QĐ", "by": None, "at": NOON}


def test_open_body_and_unit_once_per_code() -> None:
    body = open_body(code="H49.99", kind="department", name=Text("Sở Thử", "Test"), by=None, at=NOON)
    open_unit(body, code="H49.99-X", kind="expert", name=Text("Phòng"), fields=["xay-dung"], by=None, at=NOON)
    assert [e.kind for e in Entry.objects.filter(subject="H49.99")] == ["body.opened", "unit.opened"]
    with pytest.raises(Refusal, match="H49.99"):
        open_body(code="H49.99", kind="department", name=Text("Sở Thử"), by=None, at=NOON)
    with pytest.raises(Refusal):
        open_unit(body, code="H49.99-X", kind="expert", name=Text("Phòng"), by=None, at=NOON)


def test_enroll_makes_an_officer_only_of_an_account_for_officers() -> None:
    unit, title = make_unit(), Text("Chuyên viên")
    officer = enroll(make_account(AccountKind.OFFICER), unit, code="CB-X", title=title, by=None, at=NOON)
    assert officer.body == unit.body
    assert roles_of(officer, TODAY) == frozenset()
    with pytest.raises(Refusal) as refused:
        enroll(make_account(), unit, code="CB-Y", title=title, by=None, at=NOON)
    assert refused.value.code == "not-an-officer"


def test_appoint_refuses_the_same_role_on_the_same_days() -> None:
    officer = make_officer(role=None)
    appoint(officer, Role.HEAD, officer.unit, from_on=TODAY, until_on=TODAY + DAY, **DECISION)
    for first, last in ((TODAY, None), (TODAY - DAY, TODAY), (TODAY + DAY, TODAY + 3 * DAY)):
        with pytest.raises(Refusal) as refused:
            appoint(officer, Role.HEAD, officer.unit, from_on=first, until_on=last, **DECISION)
        assert refused.value.code == "mandate-overlaps"
    appoint(officer, Role.HEAD, officer.unit, from_on=TODAY + 2 * DAY, until_on=None, **DECISION)


def test_appoint_refuses_units_of_another_body_and_days_turned_round() -> None:
    officer = make_officer(role=None)
    with pytest.raises(Refusal) as elsewhere:
        appoint(officer, Role.HEAD, make_unit(), from_on=TODAY, until_on=None, **DECISION)
    with pytest.raises(Refusal) as turned:
        appoint(officer, Role.HEAD, officer.unit, from_on=TODAY, until_on=TODAY - DAY, **DECISION)
    assert (elsewhere.value.code, turned.value.code) == ("other-body", "ends-before-it-begins")


def test_dismiss_ends_the_role_with_its_last_day() -> None:
    officer = make_officer(role=Role.HEAD)
    mandate = officer.mandates.get()
    dismiss(mandate, until_on=TODAY, **DECISION)
    assert roles_of(officer, TODAY) == {"head"}
    assert roles_of(officer, TODAY + DAY) == frozenset()
    with pytest.raises(Refusal) as refused:
        dismiss(mandate, until_on=TODAY + DAY, **DECISION)
    assert refused.value.code == "mandate-ended"
