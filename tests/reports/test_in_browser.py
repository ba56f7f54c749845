"""The pages of reports in a real browser: accessible, no wider than the window, light, and usable without a script."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from motcua.clock.queries import now
from motcua.reports.services import Asked, issue, share
from tests.browser.checks import OFFICER_BYTES, assert_accessible, assert_fits
from tests.factories.identity import sign_in
from tests.reports.making import counted_up_to, fact, keep, make_province, on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def province():
    province = make_province()
    here, there = province.authority.code, province.commune.code
    late = {"due_at": on(10, 1), "late_at": on(10, 1)}
    keep(fact(here, received_at=on(9, 20), **late), fact(there, "1.xay", received_at=on(10, 2)))
    counted_up_to(now())
    return province


@pytest.fixture
def open_as(open_page, live_server):
    def opened(officer, **options):
        page, client = open_page(**options), Client()
        sign_in(client, officer.account)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        return page

    return opened


@pytest.mark.parametrize("width", [1366, 320])
def test_every_page_is_accessible_and_fits(open_as, province, width):
    at = now()
    run = issue(Asked("ii07a", province.top.code, "2026-10"), by="CB-1", at=at)
    token, _until = share(run, days=3, by="CB-1", at=at)
    page = open_as(province.officers["chairman"], width=width)
    ways = (
        "/bao-cao/",
        "/bao-cao/tao/",
        "/bao-cao/tao/?mau=ii06a",
        f"/bao-cao/{run.pk}/",
        f"/bao-cao/xem/{token}/",
    )
    for way in (*ways, f"/en{ways[3]}"):
        assert page.goto(way).status == 200
        assert_fits(page)
        assert_accessible(page)


def test_a_report_is_put_together_looked_at_and_made_without_a_script(open_as, province):
    page = open_as(province.officers["chairman"], javascript=False)
    page.goto("/en/bao-cao/")
    page.get_by_role("link", name="Put a report together").click()
    page.get_by_label("The one-stop mechanism").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Reporting period").select_option("2026-10")
    page.get_by_role("button", name="Down – Results", exact=True).click()
    page.get_by_role("button", name="Look at it").last.click()
    page.get_by_label("What comes next, and proposals (optional)").fill("Số hóa trước tháng 12.")
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_text("Số hóa trước tháng 12.")).to_be_visible()
    expect(page.get_by_role("heading", name="1. Results of resolving")).to_be_visible()
    with page.expect_download() as got:
        page.get_by_role("link", name="PDF").click()
    assert got.value.suggested_filename.endswith("-v1.pdf")


def test_the_list_and_the_builder_stay_within_the_bytes_of_an_officers_page(weigh, province):
    for way in ("/bao-cao/", "/bao-cao/tao/?mau=mot-cua-thang"):
        weigh(way, account=province.officers["chairman"].account).assert_within(OFFICER_BYTES)
