"""The index in a real browser: accessible, no wider than the window, light, and moved by what an office does."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from motcua.clock.queries import now
from motcua.criteria.rules.periods import month_of
from motcua.criteria.services import follow
from motcua.dossiers.events import DossierCompleted
from tests.browser.checks import DASHBOARD_BYTES, assert_accessible, assert_fits
from tests.criteria.test_following import open_dossier, tell
from tests.factories.dossiers import make_office
from tests.factories.identity import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office():
    """Two dossiers in an office of this month, one of them late."""
    office = make_office()
    open_dossier("HS1", now() + timedelta(days=1), office.body.code)
    open_dossier("HS2", now() - timedelta(seconds=1), office.body.code)
    follow()
    return office


@pytest.fixture
def reader(open_page, office, live_server):
    page, client = open_page(), Client()
    sign_in(client, office.specialist.account)
    client.get(
        address(office)
    )  # what a process reads and compiles once, before the browser's patience counts
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return page


def address(office, criterion=""):
    return f"/chi-so/{criterion}?cq={office.body.code}&ky={month_of(now()).code}"


@pytest.mark.parametrize("width", [1366, 320])
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_index_and_a_criterion_are_accessible_and_fit(reader, office, width, language):
    reader.set_viewport_size({"width": width, "height": 900})
    pages = [address(office, page) for page in ("", "2.1/", "bien-dong/", "toan-trinh/", "ho-so/")]
    pages = [f"{page}&dem=received" if "ho-so" in page else page for page in pages]
    for path in (*pages, f"{address(office)}&man-hinh=1"):
        assert reader.goto(language + path).status == 200
        assert_fits(reader)
        assert_accessible(reader)


def test_an_act_in_the_office_moves_the_figure_and_the_figure_opens_the_dossier(reader, office):
    reader.goto("/en" + address(office))
    reader.get_by_text("Progress and results:").click()
    row = reader.get_by_role("row").filter(has=reader.get_by_role("link", name="2.1 Dossiers"))
    assert "10,0" in row.inner_text()  # one of two is late
    tell("HS1", DossierCompleted(due_at=now(), document=False, electronic=False), office.body.code)
    open_dossier("HS3", now() + timedelta(days=1), office.body.code)
    follow()
    reader.reload()
    reader.get_by_text("Progress and results:").click()
    assert "13,33" in row.inner_text()
    row.get_by_role("link").click()
    reader.get_by_role("link", name="HS2").wait_for()  # the one that costs points
    reader.get_by_role("row").filter(has_text="Dossiers finished").get_by_role("link").click()
    reader.get_by_role("link", name="HS1").wait_for()


def test_the_csv_of_a_chart_holds_its_figures(office):
    client = Client()
    sign_in(client, office.specialist.account)
    answer = client.get(address(office) + "&xuat=csv&bang=groups")
    assert answer["Content-Type"].startswith("text/csv")
    assert answer.content.decode("utf-8-sig").count("\n") >= 7


@pytest.mark.parametrize("said", ["?ky=abc", "?cq=nobody", "?bo=mine"])
def test_what_is_not_there_is_refused_in_words(office, said):
    client = Client()
    sign_in(client, office.specialist.account)
    answer = client.get("/chi-so/" + said)
    assert 400 <= answer.status_code < 500
    assert said.split("=")[1] in answer.content.decode()


def test_the_index_is_light(weigh, office):
    weigh(address(office), account=office.specialist.account).assert_within(DASHBOARD_BYTES)


def test_the_screen_on_the_wall_shows_the_next_act_by_itself(reader, office):
    reader.goto(f"/en{address(office)}&man-hinh=1")
    late = reader.get_by_role("listitem").filter(has_text=re.compile("^\\s*Late and open"))
    assert "of 2 pending" in late.inner_text()
    open_dossier("HS3", now() + timedelta(days=1), office.body.code)
    follow()
    late.get_by_text("of 3 pending").wait_for()
    assert reader.get_by_role("banner").count() == 0  # nothing around it
