"""Every page of the applicant is accessible, fits every window and stays light."""

from datetime import timedelta

import pytest

from motcua.clock.queries import now
from motcua.dossiers import services
from motcua.dossiers.queries.secrets import secret_of
from motcua.payments.models import Method
from tests.browser.checks import CITIZEN_BYTES, assert_accessible, assert_fits
from tests.factories.dossiers import (
    MONDAY,
    make_draft,
    make_file,
    make_filed,
    make_handed_over,
    make_office,
    make_received,
    open_task,
    walk,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office():
    return make_office()


def waiting(office):
    dossier = make_handed_over(office)
    services.take_step(open_task(dossier, "tham-dinh"), by=office.specialist, at=MONDAY)
    items = [
        services.Asked("ban-ve", "Bản vẽ mờ, không đọc được kích thước", "Quét lại ở độ phân giải 300 dpi"),
        services.Asked("dia_diem", "Chưa ghi số nhà"),
    ]
    reason = "Bản vẽ mờ, không đọc được kích thước; địa điểm chưa rõ."
    services.request_supplement(
        dossier,
        items=items,
        reason=reason,
        respond_by=now() + timedelta(days=9),
        by=office.specialist,
        at=MONDAY,
    )
    return dossier


def delivered(office):
    dossier = make_handed_over(office)
    services.collect_fee(dossier, method=Method.CASH, by=office.counter, at=MONDAY)
    return walk(dossier, office, "tham-dinh", "yk-a", "yk-b", "du-thao", "soat-xet", "ky")


def refused(office):
    dossier = make_filed(office)
    text = "Hồ sơ không thuộc thẩm quyền của Ban Quản lý."
    return services.refuse_intake(
        dossier, reasons=("outside-competence",), text=text, by=office.counter, at=MONDAY
    )


def addresses(office) -> dict[str, str]:
    """Every kind of page, each in its telling state."""
    half = make_draft(office, whole=False)
    services.save_section(
        half, section="cong-trinh", answers={"dia_diem": "Hồng Gai", "loai": "nha-o"}, revision=0, at=MONDAY
    )
    services.attach(half, paper="don", file=make_file(pages=2), name="đơn đề nghị.pdf", at=MONDAY)
    services.attach(half, paper="don", file=make_file(pages=1), name="trang 2.jpg", at=MONDAY)
    whole = make_draft(office)
    asked, going, done = waiting(office), make_received(office), delivered(office)
    draft = f"/nop/ho-so/{half.code}"
    return {
        "start": f"/nop/{office.version.procedure.code}/",
        "draft": f"{draft}/",
        "applicant": f"{draft}/nguoi-nop/",
        "section": f"{draft}/phan/cong-trinh/",
        "papers": f"{draft}/giay-to/",
        "paper": f"{draft}/giay-to/don/",
        "delivery": f"{draft}/nhan-ket-qua/",
        "check-missing": f"{draft}/kiem-tra/",
        "check": f"/nop/ho-so/{whole.code}/kiem-tra/",
        "discard": f"{draft}/bo/",
        "filed": f"/ho-so/{make_filed(office).code}/da-nop/",
        "going": f"/ho-so/{going.code}/",
        "asked": f"/ho-so/{asked.code}/",
        "done": f"/ho-so/{done.code}/",
        "supplement": f"/ho-so/{asked.code}/bo-sung/",
        "withdraw": f"/ho-so/{going.code}/rut/",
        "lookup": "/tra-cuu/",
        "lookup-result": f"/tra-cuu/{asked.code}/{secret_of(asked.code)}/",
        "mine": "/ho-so/",
    }


def test_every_page_is_accessible_and_fits_every_window(open_page, sign_in, office):
    pages = addresses(office)
    for width, language in ((1366, ""), (320, "/en")):
        page = open_page(width=width)
        sign_in(page, office.citizen)
        for address in pages.values():
            page.goto(language + address)
            assert_fits(page)
            assert_accessible(page)


def test_pages_of_a_filing_are_light(weigh, office):
    pages = addresses(office)
    for name in ("section", "paper", "check", "asked"):
        weigh(pages[name], account=office.citizen).assert_within(CITIZEN_BYTES)


def test_pages_with_faults_are_accessible_too(page, sign_in, office):
    sign_in(page, office.citizen)
    draft = make_draft(office, whole=False)
    page.goto(f"/en/nop/ho-so/{draft.code}/phan/cong-trinh/")
    page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_role("heading", name="There are 2 things to mend").wait_for()
    assert_accessible(page)
    page.goto("/en/tra-cuu/")
    page.get_by_role("button", name="Look up").click()
    page.get_by_role("heading", name="There are 2 things to mend").wait_for()
    assert_accessible(page)
