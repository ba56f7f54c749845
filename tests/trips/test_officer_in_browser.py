"""A dossier's trip in Chromium: the counter without JavaScript, the leader signing on a phone."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from motcua.clock.queries import now
from motcua.dossiers.models import Dossier, State
from motcua.results.models import Instrument
from tests.factories.dossiers import make_filed, make_office
from tests.factories.identity import sign_in as come_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def keys(tmp_path_factory, settings):
    settings.KEYS_ROOT = tmp_path_factory.getbasetemp() / "keys-of-officers"


@pytest.fixture
def seat(open_page, live_server):
    """An officer's own browser, signed in with his second factor shown just now."""

    def seat(officer, **window):
        page, client = open_page(**window), Client()
        come_in(client, officer.account)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        return page

    return seat


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def take(page, code, tab="chua-ai-nhan"):
    """From the list to the dossier, and the step is his."""
    page.goto(f"/viec/?muc={tab}")
    page.get_by_role("link", name=f"Nhận việc {code}").click()
    press(page, "Nhận việc")
    expect(page.get_by_text("Bạn đã nhận bước việc này.")).to_be_visible()


def appraise(page, code):
    take(page, code)
    page.get_by_label("Kết luận – Đơn đề nghị").select_option("valid")
    page.get_by_label("Kết luận – Bản vẽ").select_option("valid")
    press(page, "Lưu kết quả kiểm tra")
    page.get_by_label("Đủ giấy tờ").check()
    page.get_by_label("Ghi chú cho người tiếp theo").fill("Đủ điều kiện")
    press(page, "Hoàn thành và chuyển")
    expect(page.get_by_text("Đã xong bước việc.")).to_be_visible()


def consult(pages, code):
    for page in pages:
        take(page, code)
        page.get_by_label("Đồng ý", exact=True).check()
        press(page, "Gửi ý kiến")
        expect(page.get_by_text("Đã xong bước việc.")).to_be_visible()


def draft(page, code, words):
    take(page, code)
    page.get_by_role("link", name="Dự thảo kết quả").or_(page.get_by_role("link", name="Sửa dự thảo")).click()
    page.get_by_label("Nội dung").fill(words)
    press(page, "Lưu dự thảo")
    page.get_by_role("link", name="Hoàn thành bước").click()
    press(page, "Hoàn thành và chuyển")
    expect(page.get_by_text("Đã xong bước việc.")).to_be_visible()


def test_a_dossier_travels_from_the_counter_to_a_result_that_anyone_can_verify(seat):  # noqa: PLR0915
    office = make_office()
    code = make_filed(office, at=now() - timedelta(minutes=5)).code
    counter, specialist = seat(office.counter, javascript=False), seat(office.specialist)
    head, leader = seat(office.head), seat(office.leader, width=390, height=844)
    consulted = (seat(office.opinion_a), seat(office.opinion_b, javascript=False))

    counter.goto("/viec/")
    counter.get_by_role("link", name=f"Tiếp nhận {code}").click()
    press(counter, "Tiếp nhận hồ sơ")
    press(counter, "Chuyển hồ sơ")
    press(counter, "Thu và lập biên lai")
    expect(counter.get_by_text("Đã thu phí, lệ phí: biên lai số")).to_be_visible()

    appraise(specialist, code)
    consult(consulted, code)
    draft(specialist, code, "Được phép thử nghiệm")

    take(head, code)
    head.get_by_role("link", name="Trả lại làm tiếp").click()
    head.get_by_label("Lý do, để người làm tiếp biết").fill("Thẩm định lại diện tích trên bản vẽ")
    press(head, "Trả lại làm tiếp")
    expect(head.get_by_text("Đã xong bước việc và chuyển hồ sơ.")).to_be_visible()

    appraise(specialist, code)
    consult(consulted, code)
    draft(specialist, code, "Được phép thử nghiệm 120 m²")
    take(head, code)
    press(head, "Hoàn thành và chuyển")
    expect(head.get_by_text("Đã xong bước việc.")).to_be_visible()

    leader.goto("/viec/cho-ky/")
    leader.get_by_role("link", name="Cấp giấy phép thử nghiệm").click()
    press(leader, "Ký số")
    expect(leader.get_by_text(f"Đã ký hồ sơ {code}.")).to_be_visible()

    assert Dossier.objects.get(code=code).state == State.DELIVERED
    result = Instrument.objects.get(reference=code)
    counter.goto(f"/x/{result.token}/")
    expect(counter.get_by_text(result.number).first).to_be_visible()
