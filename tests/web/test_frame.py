import pytest

from tests.browser.checks import CITIZEN_BYTES, assert_accessible, assert_fits


@pytest.mark.django_db
def test_root_is_vietnamese_whatever_the_browser_prefers(client):
    answer = client.get("/", headers={"accept-language": "en"})
    assert '<html lang="vi"' in answer.content.decode()


@pytest.mark.django_db
def test_address_below_en_is_english_whatever_the_browser_prefers(client):
    answer = client.get("/en/", headers={"accept-language": "vi"})
    assert '<html lang="en"' in answer.content.decode()


def test_home_is_light_and_fits(page, narrow, weigh, screenshot):
    page.goto("/")
    assert_accessible(page)
    screenshot(page, "home")
    narrow.goto("/")
    assert_fits(narrow)
    assert_accessible(narrow)
    weigh("/").assert_within(CITIZEN_BYTES)
