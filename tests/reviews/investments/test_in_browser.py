"""The pages of recommendations and investments in a real browser: accessible, and no wider than the window."""

import pytest
from django.conf import settings
from django.test import Client

from motcua.clock.queries import now
from motcua.reviews.services.investment_measuring import look
from tests.browser.checks import assert_accessible, assert_fits
from tests.directives.making import make_province
from tests.factories.identity import sign_in
from tests.reviews.investments.making import about, contracted, in_month, in_use, tell_history
from tests.reviews.recommendations.making import answered, drafted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [1366, 320])
def test_every_page_is_accessible_and_fits(open_page, live_server, width):
    province = make_province()
    tell_history(province, better_from=6)
    used, bought = in_use(province, at=in_month(7), **about(province)), contracted(province)
    look(used, at=now())
    page, client = open_page(width=width), Client()
    sign_in(client, province.director.account)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    for way in (
        "/kien-nghi/?xem=tat-ca", f"/kien-nghi/{answered(province).code}/", f"/kien-nghi/{drafted(province).code}/",
        "/kien-nghi/moi/", "/kien-nghi/cong-khai/", "/dau-tu-cntt/", f"/en/dau-tu-cntt/{used.code}/",
        f"/dau-tu-cntt/{bought.code}/", "/dau-tu-cntt/moi/",
    ):  # fmt: skip
        assert client.get(way).status_code == 200
        page.goto(live_server.url + way)
        assert_accessible(page)
        assert_fits(page)
