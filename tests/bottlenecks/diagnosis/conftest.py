"""Bodies whose dossiers are told to the ledger and followed, as the house does it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from motcua.clock.queries import now
from motcua.criteria.rules.periods import month_of
from motcua.criteria.services import follow
from motcua.dossiers.events import DossierCompleted
from motcua.organizations.models import BodyKind, Role
from tests.criteria.test_following import filed, received, tell
from tests.criteria.test_pages_drilling import step, vars_of
from tests.factories.identity import sign_in
from tests.factories.organizations import make_body, make_officer, make_unit


@pytest.fixture
def province():
    return make_body(kind=BodyKind.PROVINCE)


@pytest.fixture
def department(province):
    return make_body(parent=province, kind=BodyKind.DEPARTMENT)


@pytest.fixture
def unit(department):
    return make_unit(department)


@pytest.fixture
def signer(unit):
    return make_officer(unit, role=Role.LEADER)


@pytest.fixture
def live(unit, signer):
    """`live(count, late=…)`: so many dossiers, the last step of the late ones passed its limit at the signer."""

    def lived(count, *, late=0, body=None, procedure="1.001", name="H", reused=0):
        body = body or unit.body
        for number in range(count):
            is_late = number < late
            due = now() + timedelta(days=-2 if is_late else 9)
            code = f"{body.code}-{name}{number}"
            for event in (replace(filed(), reused=reused), received(due)):
                tell(code, type(event)(**{**vars_of(event), "procedure": procedure}), body.code)
            step(code, "check", now() + timedelta(days=3), body=body.code, officer="an", unit=unit.code)
            limit = now() + timedelta(days=-4 if is_late else 3)
            step(code, "sign", limit, body=body.code, officer=signer.code, unit=unit.code)
            tell(code, DossierCompleted(due_at=due, document=False, electronic=False), body.code)
        follow()

    return lived


@pytest.fixture
def month():
    return month_of(now()).code


def client_of(officer):
    client = Client()
    sign_in(client, officer.account)
    return client
