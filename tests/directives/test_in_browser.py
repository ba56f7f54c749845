"""The board, one directive and the form, in a real browser: accessible, no wider than the window, without a script."""

import pytest
from django.conf import settings
from django.test import Client

from motcua.clock.queries import now
from motcua.directives.models import Directive
from tests.browser.checks import OFFICER_BYTES, assert_accessible, assert_fits
from tests.directives.making import (
    PERIOD,
    REASON,
    about,
    count_up_to,
    due_in,
    make_directive,
    make_province,
    tell_months,
)
from tests.factories.identity import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def province():
    province = make_province(peers=2)
    tell_months([(province.body, 12 * 2026 + month, 100, 70) for month in range(10)])
    count_up_to(now())
    make_directive(province, about=about(province, "4.2", PERIOD), target=90)
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
    page = open_as(province.director, width=width)
    code = Directive.objects.get().code
    form = f"/chi-dao/moi/?cq={province.body.code}&tc=4.2&ky={PERIOD}"
    for way in ("/chi-dao/?xem=tat-ca", f"/chi-dao/{code}/", "/chi-dao/moi/", form, f"/en{form}"):
        assert page.goto(way).status == 200
        assert_fits(page)
        assert_accessible(page)


def test_a_task_is_given_taken_on_and_reported_without_a_script(open_as, province):
    page = open_as(province.director, javascript=False)
    page.goto("/en/chi-dao/")
    page.get_by_role("link", name="Give a directive").click()
    page.get_by_label("Body that leads").select_option(province.body.code)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Short title").fill("Trả lời kiến nghị đúng hạn")
    page.get_by_label("What has to be done").fill("Phân công một người theo dõi từng kiến nghị.")
    page.get_by_label("Unit that leads").select_option(province.unit.code)
    page.get_by_label("Deadline").fill(f"{due_in(9):%d/%m/%Y}")
    page.get_by_role("button", name="Give the directive").click()
    code = page.url.rstrip("/").split("/")[-1]

    page = open_as(province.head, javascript=False, width=390)
    page.goto(f"/en/chi-dao/{code}/")
    page.get_by_role("button", name="Accept the task").click()
    page.get_by_role("button", name="Begin the work").click()
    page.locator("summary", has_text="Report it done").click()
    page.get_by_label("What was done, and how it can be seen").fill(REASON)
    page.get_by_role("button", name="Report it done").click()
    page.get_by_text("Reported done, in time").wait_for()
    assert Directive.objects.get(code=code).state == "reported"


def test_the_board_and_a_directive_are_light(weigh, province):
    for way in ("/chi-dao/", f"/chi-dao/{Directive.objects.get().code}/"):
        weigh(way, account=province.director.account).assert_within(OFFICER_BYTES)
