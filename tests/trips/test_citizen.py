"""A citizen's whole trip through public doors, with JavaScript and without."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from motcua.clock.queries import now
from motcua.dossiers import services
from motcua.dossiers.models import Dossier, State
from motcua.identity.services import vneid
from motcua.kernel.vietnamese import fold
from tests.factories.dossiers import make_office, open_task
from tests.files import making

pytestmark = pytest.mark.django_db(transaction=True)
PERSON = "Nguyễn Thị Bình"


@pytest.fixture
def office(live_server, settings):
    """An office whose procedure can be found, and a provider that knows this server's address."""
    settings.PUBLIC_ADDRESS = live_server.url
    settings.OIDC_ISSUER = f"{live_server.url}/vneid-gia-lap"
    vneid._registered.cache_clear()
    office = make_office()
    procedure = office.version.procedure
    procedure.search_key = fold(f"{procedure.code} {procedure.name_vi}")
    procedure.save()
    yield office
    vneid._registered.cache_clear()


BOTH_WAYS = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def choose_file(page, label, name="đơn.pdf", content=None):
    page.get_by_label(label, exact=True).set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": content or making.pdf()}
    )


def find_and_begin(page):
    page.goto("/en/thu-tuc/")
    page.get_by_label("What do you need to do?").fill("giay phep thu nghiem")
    press(page, "Search")
    page.get_by_role("link", name="Permit for a trial").click()
    press(page, "File online")
    page.get_by_role("link", name="Sign in with VNeID").click()
    page.get_by_role("button", name=f"Sign in as {PERSON}").click()
    page.get_by_role("heading", name="Permit for a trial").wait_for()
    press(page, "Begin")


def fill_in(page):
    page.get_by_role("link", name="Begin").click()
    page.get_by_label("Phone").fill("0912 345 678")
    press(page, "Continue")
    page.get_by_label("Place").fill("Tổ 1, phường Hồng Gai")
    page.get_by_label("Dwelling").check()
    page.get_by_label("Area (m²)").fill("một trăm")
    press(page, "Continue")
    page.get_by_role("heading", name="There is 1 thing to mend").wait_for()
    assert page.get_by_label("Area (m²)").input_value() == "một trăm"
    page.get_by_label("Area (m²)").fill("120")
    press(page, "Continue")


def bring_papers(page, *, javascript):
    for paper in ("Request", "Drawing"):
        page.get_by_role("link", name=paper).click()
        choose_file(page, "Choose files", f"{paper}.pdf")
        if javascript:
            page.locator(".upload-row input[type=hidden]").wait_for(state="attached")
        press(page, "Add to the dossier")
        page.get_by_text(f"Received: {paper}.pdf").wait_for()
        page.get_by_role("link", name="Done with this paper").click()
    page.get_by_role("link", name="Continue", exact=True).click()


def file_it(page):
    page.get_by_label("Online: a signed electronic document").check()
    press(page, "Continue")
    page.get_by_role("heading", name="Check, then file").wait_for()
    expect(page.get_by_text("150.000").first).to_be_visible()
    press(page, "File the dossier")
    page.get_by_role("heading", name="There is 1 thing to mend").wait_for()
    page.get_by_label(re.compile("What I have declared")).check()
    press(page, "File the dossier")
    page.get_by_role("heading", name="Your dossier has been filed").wait_for()


def ask_to_complete(dossier, office):
    services.receive(dossier, by=office.counter, at=now())
    services.hand_over(dossier, by=office.counter, at=now())
    services.take_step(open_task(dossier, "tham-dinh"), by=office.specialist, at=now())
    items = [
        services.Asked("ban-ve", "Bản vẽ mờ", "Quét lại 300 dpi"),
        services.Asked("dia_diem", "Sai phường"),
    ]
    services.request_supplement(
        dossier,
        items=items,
        reason="Bản vẽ mờ, không đọc được kích thước.",
        respond_by=now() + timedelta(days=9),
        by=office.specialist,
        at=now(),
    )


def complete(page, *, javascript):
    page.reload()
    page.get_by_role("link", name="Complete the dossier", exact=True).click()
    page.get_by_label("Place").fill("Tổ 2, phường Bãi Cháy")
    choose_file(page, "Choose files or take photos", "bản vẽ mới.pdf")
    if javascript:
        page.locator(".upload-row input[type=hidden]").wait_for(state="attached")
    press(page, "Send the answer")
    page.get_by_text("Your answer has been sent").wait_for()


@BOTH_WAYS
def test_citizen_files_follows_completes_and_withdraws(open_page, office, javascript):
    browser = open_page(javascript=javascript)
    find_and_begin(browser)
    fill_in(browser)
    bring_papers(browser, javascript=javascript)
    file_it(browser)
    dossier = Dossier.objects.get()
    assert dossier.channel == "online"
    assert dossier.answers["dien_tich"] == 120
    browser.get_by_role("link", name="Follow the dossier").click()
    ask_to_complete(dossier, office)
    complete(browser, javascript=javascript)
    dossier.refresh_from_db()
    assert dossier.state == State.IN_PROGRESS
    assert dossier.answers["dia_diem"] == "Tổ 2, phường Bãi Cháy"
    browser.get_by_role("link", name="Withdraw this dossier").click()
    press(browser, "Withdraw the dossier")
    browser.get_by_text("has been withdrawn").wait_for()
    dossier.refresh_from_db()
    assert dossier.state == State.WITHDRAWN
