"""The public check in a real browser: on a phone, without JavaScript, within its weight."""

import pytest

from motcua.files.queries import content_of
from motcua.results.services import revoke
from tests.browser.checks import CITIZEN_BYTES, assert_accessible, assert_fits
from tests.factories.results import MORNING, make_result

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_stranger_scans_a_result_and_compares_his_file(open_page, tmp_path, screenshot, javascript):
    result = make_result(holder="Nguyễn Thị Bình", valid_months=120)
    (tmp_path / "ket-qua.pdf").write_bytes(content_of(result.file))
    phone = open_page(width=390, javascript=javascript)
    phone.goto(f"/x/{result.token}/")
    screenshot(phone, "verify-in-force-390")
    if javascript:  # axe is JavaScript itself
        assert_accessible(phone)
        assert_fits(phone)
    phone.set_input_files("#tep", tmp_path / "ket-qua.pdf")
    phone.get_by_role("button", name="So sánh").click()
    phone.get_by_text("Tệp trùng khớp hoàn toàn").wait_for()
    screenshot(phone, "verify-compared-390")
    if javascript:
        assert_accessible(phone)


def test_a_revoked_result_is_red_in_both_languages(page, screenshot):
    result = make_result()
    revoke(result, reason="Cấp sai thẩm quyền", by=result.signed_by, at=MORNING)
    page.goto(f"/x/{result.token}/")
    screenshot(page, "verify-revoked-1366")
    assert_accessible(page)
    page.goto(f"/en/x/{result.token}/")
    page.get_by_role("heading", name="Genuine, but revoked").wait_for()


def test_a_code_is_typed_and_not_found(page, narrow, screenshot):
    page.goto("/x/")
    screenshot(page, "verify-1366")
    assert_accessible(page)
    page.get_by_label("Mã xác minh").fill("0123-4567-89ab-cdef-ghjk-mnpq-rs")
    page.get_by_role("button", name="Tra cứu").click()
    page.get_by_role("heading", name="Không tìm thấy").wait_for()
    screenshot(page, "verify-not-found-1366")
    narrow.goto("/x/?ma=abc")
    assert_accessible(narrow)
    assert_fits(narrow)
    screenshot(narrow, "verify-wrong-code-320")


def test_the_check_stays_light(weigh):
    weigh("/x/").assert_within(CITIZEN_BYTES)
