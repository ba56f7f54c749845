"""Who holds what, where, on which day."""

from datetime import date, timedelta

import pytest

from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Delegation, Mandate, Role, UnitKind
from motcua.organizations.queries import SigningPower, holds, officers_with, power_to_sign, roles_of, unit_for
from tests.factories.identity import NOON
from tests.factories.organizations import make_body, make_officer, make_unit

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def test_roles_of_counts_first_and_last_day() -> None:
    officer = make_officer(role=None)
    Mandate.objects.create(officer=officer, unit=officer.unit, role=Role.HEAD, from_on=TODAY, until_on=TODAY)
    assert roles_of(officer, TODAY) == {"head"}
    assert holds(officer, Role.HEAD, officer.unit, TODAY)
    assert not holds(officer, Role.HEAD, make_unit(officer.body), TODAY)
    assert roles_of(officer, TODAY + timedelta(1)) == frozenset()
    assert roles_of(officer, TODAY - timedelta(1)) == frozenset()


def test_officers_with_leaves_out_closed_accounts_and_other_units() -> None:
    unit = make_unit()
    here = make_officer(unit)
    gone = make_officer(unit)
    gone.account.is_active = False
    gone.account.save()
    make_officer(body=unit.body)
    assert list(officers_with(Role.SPECIALIST, unit, TODAY)) == [here]


def test_officers_with_stand_by_given_name() -> None:
    unit = make_unit()
    for name in ("Lê Văn Đạt", "Phạm Thị Dung", "Vũ An"):
        make_officer(unit, name=name)
    assert [o.name for o in officers_with(Role.SPECIALIST, unit, TODAY)] == [
        "Vũ An",
        "Phạm Thị Dung",
        "Lê Văn Đạt",
    ]


def test_unit_for_prefers_the_division_of_the_field() -> None:
    body = make_body()
    general = make_unit(body)
    building = make_unit(body, fields=["xay-dung"])
    assert unit_for(body, UnitKind.EXPERT, "xay-dung") == building
    assert unit_for(body, UnitKind.EXPERT, "lao-dong") == general
    with pytest.raises(Refusal) as refused:
        unit_for(body, UnitKind.ONE_STOP)
    assert refused.value.code == "no-unit"


def test_unit_for_refuses_a_field_that_no_division_handles() -> None:
    body = make_body()
    make_unit(body, fields=["xay-dung"])
    with pytest.raises(Refusal):
        unit_for(body, UnitKind.EXPERT, "dat-dai")


def test_power_to_sign_is_own_or_lent_by_a_leader() -> None:
    leader = make_officer(role=Role.LEADER)
    deputy = make_officer(body=leader.body)
    assert power_to_sign(leader, leader.body, NOON) == SigningPower()
    assert power_to_sign(deputy, leader.body, NOON) is None
    lent = Delegation.objects.create(
        code="UQ-1",
        delegator=leader,
        delegate=deputy,
        from_at=NOON,
        until_at=NOON + timedelta(1),
        basis="12/QĐ",
    )
    assert power_to_sign(deputy, leader.body, NOON) == SigningPower("UQ-1", leader.code)
    assert power_to_sign(deputy, leader.body, NOON + timedelta(1)) is None
    assert power_to_sign(deputy, make_body(), NOON) is None
    Delegation.objects.filter(pk=lent.pk).update(revoked_at=NOON, revoked_by=leader)
    assert power_to_sign(deputy, leader.body, NOON) is None


def test_power_to_sign_ends_with_the_mandate_of_the_lender() -> None:
    leader = make_officer(role=Role.LEADER)
    deputy = make_officer(body=leader.body)
    Delegation.objects.create(
        code="UQ-2",
        delegator=leader,
        delegate=deputy,
        from_at=NOON,
        until_at=NOON + timedelta(9),
        basis="12/QĐ",
    )
    Mandate.objects.filter(officer=leader).update(until_on=date(2025, 3, 11))
    assert power_to_sign(deputy, leader.body, NOON + timedelta(1))
    assert power_to_sign(deputy, leader.body, NOON + timedelta(3)) is None
