"""The pages of meetings in a real browser: accessible, no wider than the window, light, without a script."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from motcua.clock.queries import now
from motcua.schedule import services
from motcua.schedule.models import Meeting
from tests.browser.checks import OFFICER_BYTES, assert_accessible, assert_fits
from tests.factories.identity import sign_in
from tests.schedule.making import make_meeting, make_province, point

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def meeting(province):
    """It begins in a minute, so that its site can be opened now."""
    at = now()
    begins_at = at + timedelta(minutes=1)
    return make_meeting(province, at=at, begins_at=begins_at, ends_at=begins_at + timedelta(hours=3))


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


def drafted_notice(meeting, province):
    services.hold_meeting(meeting, by=province.reform, at=meeting.begins_at)
    told = {"by": province.reform, "at": meeting.begins_at + timedelta(hours=3)}
    points = [point(province, due_on=(now() + timedelta(days=30)).date())]
    return services.draft_notice(meeting, points=points, **told)


@pytest.mark.parametrize("width", [1366, 320])
def test_every_page_is_accessible_and_fits(open_as, province, meeting, width):
    secretary, site = open_as(province.reform, width=width), open_as(province.zone_head, width=width)
    body = province.top.code
    for way in (
        "/cuoc-hop/?xem=co-quan-toi", f"/cuoc-hop/moi/?cq={body}", "/cuoc-hop/moi/", f"/cuoc-hop/{meeting.code}/",
        f"/en/lich-cong-tac/?cq={body}",
    ):  # fmt: skip
        assert secretary.goto(way).status == 200
        assert_fits(secretary)
        assert_accessible(secretary)
    assert site.goto(f"/cuoc-hop/{meeting.code}/diem-cau/2/").status == 200
    assert_fits(site)
    assert_accessible(site)
    notice = drafted_notice(meeting, province)
    for way in (f"/cuoc-hop/ket-luan/{notice.code}/", f"/en/cuoc-hop/{meeting.code}/bien-ban/"):
        assert secretary.goto(way).status == 200
        assert_fits(secretary)
        assert_accessible(secretary)
    services.issue_notice(notice, by=province.chairman, at=meeting.begins_at + timedelta(hours=3))
    for way in (f"/chi-dao/ket-luan/{notice.code}/", "/en/chi-dao/ket-luan/"):
        assert secretary.goto(way).status == 200
        assert_fits(secretary)
        assert_accessible(secretary)


def test_an_invitation_is_answered_on_a_phone_without_a_script(open_as, province, meeting):
    page = open_as(province.town_head, javascript=False, width=390)
    page.goto(f"/en/cuoc-hop/{meeting.code}/")
    page.get_by_label("Who comes for the body").select_option(province.town_head.code)
    page.get_by_role("button", name="Register who comes").click()
    page.get_by_text("Your answer is recorded.").wait_for()
    assert Meeting.objects.get().invitations.get(body=province.town).answer == "attending"


def test_the_list_a_meeting_and_the_week_are_light(weigh, province, meeting):
    for way in ("/cuoc-hop/", f"/cuoc-hop/{meeting.code}/", "/lich-cong-tac/"):
        weigh(way, account=province.reform.account).assert_within(OFFICER_BYTES)
