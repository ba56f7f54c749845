"""What JavaScript adds for the applicant: quiet saving, questions that come and go, a list that shortens."""

import pytest
from playwright.sync_api import expect

from motcua.catalog.models import Competence
from motcua.dossiers.models import Draft
from tests.factories.dossiers import make_draft, make_office
from tests.factories.organizations import make_body, make_unit
from tests.files import making

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def mine(page, sign_in, office):
    """The citizen's browser."""
    sign_in(page, office.citizen)
    return page


def go_on(page):
    page.get_by_role("button", name="Continue", exact=True).click()


def test_typing_is_saved_quietly_and_continue_still_works(mine, office):
    draft = make_draft(office, whole=False)
    mine.goto(f"/en/nop/ho-so/{draft.code}/phan/cong-trinh/")
    with mine.expect_response(lambda answer: answer.request.method == "POST") as quiet:
        mine.get_by_label("Place").fill("Tổ 1")
    assert quiet.value.status == 204
    assert Draft.objects.get().answers["dia_diem"] == "Tổ 1"
    mine.get_by_label("Other").check()
    go_on(mine)
    mine.get_by_role("heading", name="Papers").wait_for()
    assert Draft.objects.get().answers["loai"] == "khac"


def test_question_is_shown_only_when_it_is_asked(mine, office):
    draft = make_draft(office, whole=False)
    mine.goto(f"/en/nop/ho-so/{draft.code}/phan/cong-trinh/")
    area = mine.get_by_label("Area (m²)")
    expect(area).to_be_hidden()
    mine.get_by_label("Dwelling").check()
    expect(area).to_be_visible()
    mine.get_by_label("Other").check()
    expect(area).to_be_hidden()


def test_question_is_always_there_without_script(no_js, sign_in, office):
    sign_in(no_js, office.citizen)
    draft = make_draft(office, whole=False)
    no_js.goto(f"/en/nop/ho-so/{draft.code}/phan/cong-trinh/")
    assert no_js.get_by_label("Area (m²)").is_visible()
    assert no_js.get_by_text("Only if:").is_visible()


def test_second_window_shows_both_versions(mine, office):
    draft = make_draft(office, whole=False)
    address = f"/en/nop/ho-so/{draft.code}/phan/cong-trinh/"
    other = mine.context.new_page()
    for window, place in ((mine, "Cửa sổ một"), (other, "Cửa sổ hai")):
        window.goto(address)
        window.get_by_label("Place").fill(place)
        window.get_by_label("Other").check()
    go_on(other)
    other.get_by_role("heading", name="Papers").wait_for()
    go_on(mine)
    mine.get_by_text("This draft was saved in another window meanwhile").wait_for()
    assert mine.get_by_label("Place").input_value() == "Cửa sổ một"
    assert mine.get_by_role("cell", name="Cửa sổ hai").is_visible()


def test_list_of_bodies_shortens_without_marks(mine, office):
    for name in ("Ủy ban nhân dân phường Hồng Gai", "Ủy ban nhân dân đặc khu Cô Tô"):
        body = make_body(name_vi=name, name_en="")
        make_unit(body, "one_stop")
        Competence.objects.create(procedure=office.version.procedure, body=body)
    mine.goto(f"/en/nop/{office.version.procedure.code}/")
    mine.get_by_label("Type to shorten the list, with or without marks").fill("dac khu")
    choice = mine.get_by_label("Which body shall decide?")
    expect(choice.locator("option")).to_have_count(1)
    mine.get_by_role("button", name="Begin").click()
    mine.get_by_role("heading", name="Permit for a trial").wait_for()
    mine.get_by_text("0 of 4 parts done").wait_for()
    assert str(Draft.objects.get().body.name) == "Ủy ban nhân dân đặc khu Cô Tô"


def choose(page, name, content):
    page.set_input_files("#file", {"name": name, "mimeType": "application/pdf", "buffer": content})


def test_failed_file_does_not_hold_up_the_good_one(mine, office):
    draft = make_draft(office, whole=False)
    mine.goto(f"/en/nop/ho-so/{draft.code}/giay-to/don/")
    choose(mine, "locked.pdf", making.pdf(password="secret"))
    mine.get_by_text("Remove the password").wait_for()
    choose(mine, "good.pdf", making.pdf())
    mine.locator(".upload-row input[type=hidden]").wait_for(state="attached")
    mine.get_by_role("button", name="Add to the dossier").click()
    mine.get_by_text("Received: good.pdf.").wait_for()
    assert list(draft.attachments.values_list("file_name", flat=True)) == ["good.pdf"]


def test_form_waits_for_a_file_that_is_still_on_its_way(mine, office):
    draft = make_draft(office, whole=False)
    mine.goto(f"/en/nop/ho-so/{draft.code}/giay-to/don/")
    held = []
    mine.route("**/tep/*/", lambda route: held.append(route))
    choose(mine, "slow.pdf", making.pdf())
    mine.get_by_text("Sending…").first.wait_for()
    mine.get_by_role("button", name="Add to the dossier").click()
    mine.get_by_text("Still sending.").wait_for()
    for route in held:
        route.continue_()
    mine.unroute("**/tep/*/")
    mine.locator(".upload-row input[type=hidden]").wait_for(state="attached")
    mine.get_by_role("button", name="Add to the dossier").click()
    mine.get_by_text("Received: slow.pdf.").wait_for()
