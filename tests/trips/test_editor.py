"""A paper gets another name: one editor writes it, another publishes it, citizens read it. Without JavaScript."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from motcua.clock.queries import now
from motcua.organizations.models import Role
from tests.browser.checks import OFFICER_BYTES, Load, assert_accessible, assert_fits
from tests.catalog.province import load_shipped
from tests.factories.identity import sign_in as come_in
from tests.factories.organizations import make_officer

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "1.009978"
HOME = f"/quan-tri/thu-tuc/{CODE}/"
NEW_NAME = "Đơn đề nghị gia hạn giấy phép xây dựng (mẫu mới)"


@pytest.fixture
def enter(live_server):
    """An editor at his desk, with his second factor shown: publication asks for it."""

    def enter(page, name):
        client = Client()
        come_in(client, make_officer(role=Role.CATALOGUE, name=name).account)
        cookies = [
            {"name": key, "value": said.value, "url": live_server.url} for key, said in client.cookies.items()
        ]
        page.context.add_cookies(cookies)
        return page

    return enter


def test_a_paper_is_renamed_by_one_and_published_by_another(open_page, enter):
    load_shipped()
    an = enter(open_page(javascript=False), "Nguyễn Thị An")
    an.goto("/quan-tri/thu-tuc/?q=1.009978")
    an.get_by_role("link", name="Gia hạn giấy phép xây dựng").click()
    an.get_by_role("button", name="Lập bản dự thảo").click()
    an.get_by_role("link", name="Thành phần hồ sơ", exact=True).click()
    an.locator("ol.rows a").first.click()
    an.get_by_label("Tên tiếng Việt").fill(NEW_NAME)
    an.get_by_role("button", name="Lưu").click()
    an.get_by_role("link", name="Về bản dự thảo").click()
    an.get_by_role("link", name="Tên, thời hạn và hiệu lực", exact=True).click()
    an.get_by_label("Có hiệu lực từ").fill(f"{localdate(now()):%d/%m/%Y}")
    an.get_by_role("button", name="Lưu").click()
    an.get_by_role("link", name="Như người dân sẽ thấy").click()
    assert an.get_by_text(NEW_NAME).first.is_visible()
    an.goto(f"{HOME}cong-bo/")
    assert an.get_by_role("button", name="Công bố").count() == 0

    citizen = open_page(javascript=False)
    citizen.goto(f"/thu-tuc/{CODE}/")
    assert citizen.get_by_text(NEW_NAME).count() == 0
    binh = enter(open_page(javascript=False), "Trần Văn Bình")
    binh.goto(HOME)
    binh.get_by_role("link", name="Đến bước công bố").click()
    assert binh.get_by_text(NEW_NAME).first.is_visible()
    binh.get_by_role("button", name="Công bố").click()
    assert binh.get_by_text("Đã công bố phiên bản 2").is_visible()
    citizen.reload()
    assert citizen.get_by_text(NEW_NAME).first.is_visible()


PAGES = {
    "list": "/quan-tri/thu-tuc/",
    "draft": HOME,
    "head": f"{HOME}sua/head/",
    "papers": f"{HOME}sua/papers/",
    "paper": f"{HOME}sua/papers/0/",
    "section": f"{HOME}sua/form/0/",
    "step": f"{HOME}sua/process/1/",
    "result": f"{HOME}sua/result/",
    "preview": f"{HOME}xem-thu/",
    "sheet": f"{HOME}quy-trinh/",
    "changes": f"{HOME}thay-doi/",
    "yaml": f"{HOME}toan-van/",
    "publish": f"{HOME}cong-bo/",
    "import": "/quan-tri/nhap/",
}


def test_every_page_is_accessible_light_and_fits_every_window(open_page, enter, screenshot):
    load_shipped()
    windows = {width: enter(open_page(width=width), f"Số {width}") for width in (1366, 390, 320)}
    wide = windows[1366]
    wide.goto(HOME)
    wide.get_by_role("button", name="Lập bản dự thảo").click()
    wide.goto(PAGES["head"])
    wide.get_by_label("Có hiệu lực từ").fill(f"{localdate(now()) + timedelta(9):%d/%m/%Y}")
    wide.get_by_label("Thời hạn giải quyết theo quy định").fill("1")
    wide.get_by_role("button", name="Lưu").click()
    for name, address in PAGES.items():
        for width, page in windows.items():
            page.goto(address)
            assert_fits(page)
            if width != 390:
                assert_accessible(page)
            if width != 320:
                screenshot(page, f"editor-{name}-{width}")
        wide.goto(f"/en{address}")
        assert_fits(wide)
        screenshot(wide, f"editor-{name}-en")
        load = Load()
        wide.on("response", load.hear)
        wide.goto(address)
        wide.remove_listener("response", load.hear)
        load.assert_within(OFFICER_BYTES)
