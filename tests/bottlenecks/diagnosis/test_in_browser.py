"""The diagnosis in a real browser: accessible, no wider than the window, light."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from motcua.organizations.models import Role
from tests.browser.checks import DASHBOARD_BYTES, assert_accessible, assert_fits
from tests.factories.identity import sign_in
from tests.factories.organizations import make_officer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader(open_page, unit, live, live_server):
    live(22, late=5)
    page, client = open_page(), Client()
    sign_in(client, make_officer(unit, role=Role.HEAD).account)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return page


@pytest.mark.parametrize("width", [1366, 320])
def test_it_is_accessible_fits_and_leads_to_a_task(reader, department, month, width):
    reader.set_viewport_size({"width": width, "height": 900})
    for language in ("", "/en"):
        for page in ("", f"2.1/{department.code}/"):
            assert reader.goto(f"{language}/chan-doan/{page}?cq={department.code}&ky={month}").status == 200
            assert_fits(reader)
            assert_accessible(reader)
    assert len(reader.content().encode()) < DASHBOARD_BYTES
    reader.get_by_role("link", name="Give a task to mend it").click()
    reader.wait_for_url("**/chi-dao/moi/?*tc=2.1*")
    expect(reader.locator("h1")).to_have_count(1)
