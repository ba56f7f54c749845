"""The pages in a real browser: accessible, no wider than the window, light, and the decision without a script."""

import pytest
from django.conf import settings
from django.test import Client

from motcua.bottlenecks.models import DeviationDecision
from tests.bottlenecks.conformance.office import CODE, PERIOD, STRAIGHT, make_office, went
from tests.bottlenecks.queueing.test_queues import TODAY, filled
from tests.browser.checks import OFFICER_BYTES, assert_accessible, assert_fits
from tests.factories.identity import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
OVER = f"/chan-doan/quy-trinh/{CODE}/1/ky/over-limit/"


@pytest.fixture
def office():
    made = make_office()
    filled(made, [10] * 60, [8] * 60)
    went(made)
    went(made, minutes={"ky": 700})
    went(made, (*STRAIGHT[:3], "du-thao", "ky", "phat-hanh"))
    assert TODAY.year == 2026
    return made


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
def test_every_page_is_accessible_and_fits(open_as, office, width):
    page = open_as(office.leader, width=width)
    asked = f"?cq={office.body.code}&ky={PERIOD}"
    for way in ("/chan-doan/quy-trinh/", "/en/chan-doan/quy-trinh/", OVER, "/chan-doan/hang-doi/"):
        assert page.goto(way + asked).status == 200
        for closed in page.query_selector_all("details:not([open]) > summary"):
            closed.click()
        assert_fits(page)
        assert_accessible(page)


def test_a_leader_has_it_corrected_without_a_script_and_comes_to_the_directive(open_as, office):
    page = open_as(office.leader, javascript=False)
    page.goto(f"/en{OVER}?cq={office.body.code}&ky={PERIOD}")
    page.get_by_text("Have it corrected").first.click()
    page.get_by_label("Why").first.fill("Ký trong ngày, quá hạn phải báo cáo.")
    page.get_by_role("button", name="Have it corrected").click()
    page.get_by_role("link", name="Give a directive").click()
    page.wait_for_url("**/en/chi-dao/moi/*")
    assert DeviationDecision.objects.get().decision == "corrected"


def test_the_pages_are_light(weigh, office):
    asked = f"?cq={office.body.code}&ky={PERIOD}"
    for way in ("/chan-doan/quy-trinh/", OVER, "/chan-doan/hang-doi/"):
        weigh(way + asked, account=office.leader.account).assert_within(OFFICER_BYTES)
