"""Leaders lend their power on a page; the demo lets one take a role."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from motcua.clock.queries import now
from motcua.identity.invariants import closed_accounts_have_no_session, closed_accounts_have_no_token
from motcua.identity.models import Account
from motcua.kernel.invariants import declared
from motcua.ledger.models import Entry
from motcua.organizations import invariants
from motcua.organizations.models import Delegation, Mandate, Role
from motcua.organizations.queries import power_to_sign
from tests.factories.identity import make_account, sign_in
from tests.factories.organizations import make_officer, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(client):
    made = make_officer(role=Role.LEADER)
    sign_in(client, made.account)
    return made


def typed(to, first: int = 0, last: int = 2, **change: str) -> dict[str, str]:
    today = localdate(now())
    days = {"from_on": today + timedelta(first), "until_on": today + timedelta(last)}
    return {
        "to": to.code,
        "basis": "12/QĐ",
        **{name: f"{day:%d/%m/%Y}" for name, day in days.items()},
        **change,
    }


def test_delegations_page_lends_from_today_at_once_and_takes_back(client, leader) -> None:
    deputy = make_officer(body=leader.body)
    assert client.post("/uy-quyen/", typed(deputy)).status_code == 303
    lent = Delegation.objects.get()
    assert power_to_sign(deputy, leader.body, now()).delegation == lent.code
    assert localdate(lent.until_at) == localdate(now()) + timedelta(3)
    assert deputy.name in client.get("/uy-quyen/").content.decode()
    assert client.post(f"/uy-quyen/{lent.code}/thu-hoi/").status_code == 303
    assert power_to_sign(deputy, leader.body, now()) is None


def test_delegations_page_keeps_what_was_typed_when_refused(client, leader) -> None:
    deputy = make_officer(body=leader.body)
    for wrong in (
        {"until_on": "31/02/2026"},
        {"to": make_officer().code},
        {"basis": ""},
        {"from_on": "01/01/2020"},
    ):
        answer = client.post("/uy-quyen/", {**typed(deputy), **wrong})
        assert answer.status_code == 422, wrong
        assert 'class="errors"' in answer.content.decode()
    assert not Delegation.objects.exists()


def test_delegations_page_asks_for_a_fresh_code(client, leader) -> None:
    sign_in(client, leader.account, factor=False)
    answer = client.post("/uy-quyen/", typed(make_officer(body=leader.body)))
    assert answer["Location"] == "/dang-nhap/ma/?next=%2Fuy-quyen%2F"


def test_delegations_page_is_for_officers_and_lending_for_leaders(client) -> None:
    assert client.get("/uy-quyen/").status_code == 302
    sign_in(client, make_account())
    assert client.get("/uy-quyen/").status_code == 403
    specialist = make_officer()
    sign_in(client, specialist.account)
    assert client.get("/uy-quyen/").status_code == 200
    assert client.post("/uy-quyen/", typed(make_officer(body=specialist.body))).status_code == 403


def test_revoke_is_not_for_another_leader(client, leader) -> None:
    other = make_officer(role=Role.LEADER)
    made = Delegation.objects.create(
        code="UQ-9",
        delegator=other,
        delegate=make_officer(body=other.body),
        from_at=now(),
        until_at=now() + timedelta(1),
        basis="1",
    )
    assert client.post(f"/uy-quyen/{made.code}/thu-hoi/").status_code == 404


def test_delegations_page_asks_the_database_as_often_for_three_as_for_one(client, leader) -> None:
    asked = []
    client.get("/uy-quyen/")
    for day in range(3):
        Delegation.objects.create(
            code=f"UQ-{day}",
            delegator=leader,
            delegate=make_officer(body=leader.body),
            from_at=now() + timedelta(day),
            until_at=now() + timedelta(day + 1),
            basis="1",
        )
        with CaptureQueriesContext(connection) as queries:
            client.get("/uy-quyen/")
        asked.append(len(queries))
    assert asked[0] == asked[2] <= 12


def test_take_role_signs_in_as_the_officer_and_the_ledger_says_how(client, settings) -> None:
    officer = make_officer(role=Role.ONE_STOP)
    page = client.get("/dang-nhap/vao-vai/", {"body": officer.body.code}).content.decode()
    assert officer.name in page
    assert client.post("/dang-nhap/vao-vai/chon/", {"officer": officer.code})["Location"] == "/tai-khoan/"
    assert client.get("/uy-quyen/").status_code == 200
    assert Entry.objects.get(kind="account.signed_in").data == {"method": "demo"}


def test_take_role_is_not_there_outside_the_demo(client, settings) -> None:
    settings.DEMO = False
    officer = make_officer()
    assert client.get("/dang-nhap/vao-vai/").status_code == 404
    assert client.post("/dang-nhap/vao-vai/chon/", {"officer": officer.code}).status_code == 404


def test_invariants_find_what_is_broken(client) -> None:
    names = {one.name for one in declared()}
    assert {"closed accounts have no session", "the same power to sign is not lent twice at a time"} <= names
    checks = [
        invariants.delegations_stay_in_the_body,
        invariants.delegations_do_not_overlap,
        invariants.delegators_held_the_power,
        invariants.officers_serve_in_their_own_body,
        closed_accounts_have_no_session,
        closed_accounts_have_no_token,
    ]
    leader, stranger = make_officer(role=Role.LEADER), make_officer()
    assert not [broken for check in checks for broken in check()]
    for code in ("UQ-A", "UQ-B"):
        Delegation.objects.create(
            code=code,
            delegator=stranger,
            delegate=leader,
            from_at=now(),
            until_at=now() + timedelta(1),
            basis="1",
        )
    Mandate.objects.create(officer=leader, unit=make_unit(), role="head", from_on=localdate(now()))
    sign_in(client, leader.account)
    Account.objects.filter(pk=leader.account.pk).update(is_active=False)
    assert [bool(list(check())) for check in checks] == [True, True, True, True, True, False]
