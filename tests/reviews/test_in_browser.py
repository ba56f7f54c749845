"""A review in a real browser: accessible, no wider than the window, light; signed on a phone without a script."""

import pytest
from django.conf import settings
from django.test import Client

from motcua.clock.queries import now
from motcua.reviews import services
from motcua.reviews.models import Report
from tests.browser.checks import OFFICER_BYTES, assert_accessible, assert_fits
from tests.factories.identity import sign_in
from tests.reviews.calling import drafted, make_call, make_province, tell

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def province():
    made = make_province(peers=1)
    tell(made)
    return made


@pytest.fixture
def report(province):
    return drafted(province, make_call(province))


@pytest.fixture
def open_as(open_page, live_server):
    def opened(officer, **options):
        page, client = open_page(**options), Client()
        sign_in(client, officer.account)
        for way in ("/ra-soat/", "/ra-soat/moi/"):  # compiled once, before the browser's patience counts
            client.get(way)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        return page

    return opened


def way_of(report):
    return f"/ra-soat/{report.call.code}/{report.body.code}/"


@pytest.mark.parametrize("width", [1366, 320])
def test_every_page_is_accessible_and_fits(open_as, province, report, width):
    page = open_as(province.director, width=width)
    for way in ("/ra-soat/", way_of(report), f"{way_of(report)}?sua=1", f"/en{way_of(report)}"):
        assert page.goto(way).status == 200
        assert_fits(page)
        assert_accessible(page)
    services.submit(report, by=province.head, at=now())
    services.sign(report, by=province.director, at=now())
    services.send(report, by=province.director, at=now())
    page = open_as(province.chairman, width=width)
    for way in ("/ra-soat/moi/", f"/ra-soat/{report.call.code}/", f"/en/ra-soat/{report.call.code}/"):
        assert page.goto(way).status == 200
        assert_fits(page)
        assert_accessible(page)


def test_a_report_is_edited_and_a_leader_signs_and_sends_it_on_a_phone_without_a_script(
    open_as, province, report
):
    page = open_as(province.head, javascript=False)
    page.goto(f"/en{way_of(report)}")
    page.get_by_role("link", name="Edit the texts").click()
    page.locator('[id="cause-4.2"]').fill("Thiếu máy quét tại bộ phận một cửa.")
    page.get_by_role("button", name="Save the texts").click()
    page.get_by_text("edited", exact=True).wait_for()
    page.get_by_role("button", name="Submit for signature").click()

    page = open_as(province.director, javascript=False, width=390)
    page.goto("/en/ra-soat/")
    page.get_by_role("link", name="Rà soát tồn tại").click()
    page.get_by_role("button", name="Sign the report").click()
    page.get_by_role("button", name="Send the report").click()
    page.get_by_text("Sent in time.").wait_for()
    assert Report.objects.get(pk=report.pk).state == "sent"


def test_a_report_and_the_picture_are_light(weigh, province, report):
    for way, officer in (
        (way_of(report), province.director),
        (f"/ra-soat/{report.call.code}/", province.chairman),
    ):
        weigh(way, account=officer.account).assert_within(OFFICER_BYTES)
