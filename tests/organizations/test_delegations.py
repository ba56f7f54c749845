"""Power to sign is lent by its owner, for a while, to one of his body, and never passed on."""

from datetime import timedelta

import pytest

from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.organizations.models import Delegation, Mandate, Officer, Role
from motcua.organizations.queries import power_to_sign
from motcua.organizations.services import delegate, revoke_delegation
from tests.factories.identity import NOON
from tests.factories.organizations import make_officer

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def leader() -> Officer:
    return make_officer(role=Role.LEADER)


@pytest.fixture
def deputy(leader: Officer) -> Officer:
    return make_officer(body=leader.body)


def lend(leader: Officer, to: Officer, first: int = 0, last: int = 2, **facts) -> Delegation:
    told = {"by": leader, "at": NOON, "basis": "12/QĐ-BQLKKT", **facts}
    return delegate(leader, to, from_at=NOON + first * DAY, until_at=NOON + last * DAY, **told)


def refusal(call, *args, **facts) -> str:
    with pytest.raises(Refusal) as refused:
        call(*args, **facts)
    return refused.value.code


def test_delegate_gives_the_power_for_the_period(leader, deputy) -> None:
    made = lend(leader, deputy, 1, 3)
    assert not power_to_sign(deputy, leader.body, NOON)
    assert power_to_sign(deputy, leader.body, NOON + DAY).delegation == made.code
    assert not power_to_sign(deputy, leader.body, NOON + 3 * DAY)
    entry = Entry.objects.get(subject=made.code)
    assert (entry.kind, entry.actor, entry.data["delegate"]) == (
        "signing.delegated",
        leader.code,
        deputy.code,
    )


def test_delegate_refuses_power_that_is_not_ones_own(leader, deputy) -> None:
    third = make_officer(body=leader.body)
    lend(leader, deputy)
    assert refusal(lend, deputy, third) == "not-own-power"
    assert refusal(lend, leader, third, 5, 6, by=deputy) == "not-own-power"


def test_delegate_refuses_days_beyond_ones_own_mandate(leader, deputy) -> None:
    Mandate.objects.filter(officer=leader).update(until_on=(NOON + DAY).date())
    assert refusal(lend, leader, deputy, 0, 5) == "not-own-power"


def test_delegate_refuses_overlapping_days_and_takes_adjoining_ones(leader, deputy) -> None:
    lend(leader, deputy, 1, 3)
    assert refusal(lend, leader, make_officer(body=leader.body), 2, 4) == "delegation-overlaps"
    lend(leader, deputy, 3, 5)


def test_delegate_refuses_himself_another_body_a_closed_account_and_no_basis(leader, deputy) -> None:
    assert refusal(lend, leader, leader) == "to-himself"
    assert refusal(lend, leader, make_officer()) == "other-body"
    assert refusal(lend, leader, deputy, basis=" ") == "no-basis"
    deputy.account.is_active = False
    assert refusal(lend, leader, deputy) == "inactive"


@pytest.mark.parametrize(("first", "last"), [(-1, 2), (2, 2), (3, 2), (-3, -2)])
def test_delegate_refuses_a_period_that_is_past_or_turned_round(leader, deputy, first, last) -> None:
    assert refusal(lend, leader, deputy, first, last) == "period"


def test_revoke_delegation_ends_it_at_once(leader, deputy) -> None:
    made = lend(leader, deputy)
    revoke_delegation(made, by=leader, at=NOON + DAY)
    assert power_to_sign(deputy, leader.body, NOON)
    assert not power_to_sign(deputy, leader.body, NOON + DAY)
    assert refusal(revoke_delegation, made, by=leader, at=NOON + DAY) == "delegation-over"
    lend(leader, deputy, 1, 2, at=NOON + DAY)


def test_revoke_delegation_is_for_the_lender_alone(leader, deputy) -> None:
    made = lend(leader, deputy)
    assert refusal(revoke_delegation, made, by=deputy, at=NOON) == "not-own-power"
