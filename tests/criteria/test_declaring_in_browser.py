"""The page of figures from outside in a real browser: accessible and no wider than the window, whatever it says."""

import pytest
from django.conf import settings
from django.test import Client

from motcua.clock.queries import now
from motcua.criteria.rules.periods import month_of
from motcua.organizations.models import Role
from tests.browser.checks import assert_accessible, assert_fits
from tests.criteria.test_declaring_page import filled
from tests.factories.identity import sign_in
from tests.factories.organizations import make_body, make_officer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reform(open_page, live_server):
    make_body(code="B1")
    page, client = open_page(), Client()
    sign_in(client, make_officer(role=Role.REFORM).account)
    for amount in ("1250", "1300"):
        client.post("/chi-so/khai-so/", filled(amount=amount))
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return page


def table():
    text = "body,month,name,amount,paper,paper_on,issuer\r\n"
    for body in ("B1", "none"):
        said = filled(body=body, amount="1400")
        text += ",".join(said[column] for column in text.splitlines()[0].split(",")) + "\r\n"
    return {"name": "bang.csv", "mimeType": "text/csv", "buffer": text.encode()}


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_page_and_what_it_says_of_a_table_are_accessible_and_fit(reform, language):
    reform.goto(f"{language}/chi-so/khai-so/?ky={month_of(now()).code}&cq=B1&so=reported_national")
    for width in (1366, 320):
        reform.set_viewport_size({"width": width, "height": 900})
        assert_accessible(reform)
        assert_fits(reform)
    assert reform.locator("#amount").input_value() == "1300"
    reform.set_input_files("#table", files=[table()])
    reform.locator("form[enctype] button").click()
    reform.wait_for_selector("input[name=rows]", state="attached")
    for width in (1366, 320):
        reform.set_viewport_size({"width": width, "height": 900})
        assert_accessible(reform)
        assert_fits(reform)
