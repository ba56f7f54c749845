"""The pages of the catalogue in a real browser: accessible, light, and fit for every window."""

import pytest

from tests.browser.checks import CITIZEN_BYTES, assert_accessible, assert_fits
from tests.catalog.province import load_shipped

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    "/thu-tuc/?q=giay+phep",
    "/thu-tuc/?q=khong+co+gi+nhu+vay",
    "/thu-tuc/DEMO.0001/",
    "/thu-tuc/1.001193/",
    "/thu-tuc/linh-vuc/",
    "/thu-tuc/x/",
    "/iso/",
    "/iso/1.009977/",
    "/en/thu-tuc/2.000908/",
)


def test_pages_fit_every_window_and_are_accessible(page, narrow, phone, weigh, screenshot):
    load_shipped(communes=54)
    for number, path in enumerate(PAGES):
        for name, window in (("wide", page), ("narrow", narrow)):
            window.goto(path)
            assert_accessible(window)
            assert_fits(window)
            screenshot(window, f"catalog-{number}-{name}")
    weigh("/thu-tuc/DEMO.0001/").assert_within(CITIZEN_BYTES)
    weigh("/thu-tuc/").assert_within(CITIZEN_BYTES)
    phone.goto("/thu-tuc/1.009978/")
    assert phone.get_by_role("link", name="Nộp trực tuyến").is_visible()
    screenshot(phone, "catalog-phone")
