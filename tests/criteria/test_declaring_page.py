"""The page of figures from outside: a form, a table that is looked at first, and only for the reform office."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from motcua.clock.queries import now
from motcua.criteria.queries.declared import declarations
from motcua.criteria.rules.periods import month_of
from motcua.organizations.models import Role
from tests.factories.identity import sign_in
from tests.factories.organizations import make_body, make_officer

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = reverse("criteria:declared")


@pytest.fixture
def reform():
    make_body(code="B1")
    return signed_in(Role.REFORM)


def signed_in(role):
    client = Client()
    sign_in(client, make_officer(role=role).account)
    return client


def filled(**said):
    on = f"{localdate(now()):%d/%m/%Y}"
    return {
        "body": "B1", "month": month_of(now()).code, "name": "reported_national", "amount": "1.250",
        "paper": "12/BC", "paper_on": on, "issuer": "UBND tỉnh",
    } | said  # fmt: skip


def told():
    return [(one.name, one.amount) for one in declarations(month_of(now()))]


def test_others_than_the_reform_office_are_turned_away():
    assert signed_in(Role.SPECIALIST).get(PAGE).status_code == 403


def test_a_figure_is_declared_by_the_form_and_stands_in_the_table(reform):
    answer = reform.post(PAGE, filled())
    assert answer.status_code == 303
    assert told() == [("reported_national", 1250)]
    page = reform.get(answer["Location"]).content.decode()
    assert "1.250" in page
    assert "12/BC" in page


def test_what_was_replaced_is_shown_only_to_who_asks_for_it(reform):
    reform.post(PAGE, filled())
    reform.post(PAGE, filled(amount="1.300", paper="13/BC"))
    page, whole = (reform.get(PAGE + asked).content.decode() for asked in ("", "?cu=1"))
    assert "13/BC" in page
    assert "12/BC" not in page
    assert "13/BC" in whole
    assert "12/BC" in whole


def test_what_cannot_be_is_said_beside_its_field_and_what_was_typed_stays(reform):
    answer = reform.post(PAGE, filled(name="synchronised", amount="5"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="amount-error"' in page
    assert 'value="12/BC"' in page
    assert told() == []


def test_a_table_is_looked_at_first_and_declared_when_confirmed(reform):
    text = reform.get(PAGE, {"csv": "1"}).content.decode("utf-8-sig")
    lines = text.replace("reported_national,0,", "reported_national,70,12/BC").splitlines()
    text = "\r\n".join(line + "UBND" if "reported_national" in line else line for line in lines)
    answer = reform.post(PAGE, {"act": "look", "table": SimpleUploadedFile("a.csv", text.encode())})
    assert told() == []
    assert answer.context is None or answer.status_code == 200
    rows = answer.content.decode().partition('name="rows" value="')[2].partition('"')[0]
    assert "reported_national,70,12/BC" in rows
    assert reform.post(PAGE, {"act": "take", "rows": rows}).status_code == 303
    assert ("reported_national", 70) in told()


def test_a_file_that_is_no_table_is_refused_in_words(reform):
    answer = reform.post(PAGE, {"act": "look", "table": SimpleUploadedFile("a.xlsx", b"no")})
    assert answer.status_code == 422
    assert 'id="table-error"' in answer.content.decode()
