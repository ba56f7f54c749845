"""The frame and the components in a real browser, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import assert_accessible, assert_fits
from tests.factories.dossiers import make_filed, make_office

COUNT_AND_HOLD_BACK = """() => {
  window.sent = 0;
  addEventListener("submit", (event) => { if (!event.defaultPrevented) window.sent += 1; event.preventDefault(); });
}"""
SWAP_ON_SEND = """() => {
  const form = document.querySelector("main form");
  const asked = {post: location.pathname, target: "#main", select: "#main", swap: "outerHTML"};
  for (const name in asked) form.setAttribute("hx-" + name, asked[name]);
  document.addEventListener("htmx:after:swap", () => { document.body.classList.add("swapped"); });
  htmx.process(form);
}"""
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"


def test_skip_link_is_first_and_leads_to_the_content(page):
    page.goto("/giao-dien/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_button_of_a_sent_form_says_so_and_sends_once(page):
    page.goto("/en/tro-giup/hien-thi/")
    page.evaluate(COUNT_AND_HOLD_BACK)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Saving…").click(force=True)
    assert page.evaluate("window.sent") == 1
    assert page.get_by_role("button", name="Saving…").evaluate("b => b.disabled") is False


def test_display_settings_hold_without_javascript(no_js):
    no_js.goto("/en/tro-giup/hien-thi/")
    no_js.get_by_label("Larger by half").check()
    no_js.get_by_label("Stronger").check()
    with no_js.expect_navigation():
        no_js.get_by_role("button", name="Save").click()
    no_js.goto("/en/giao-dien/")
    assert no_js.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    assert_fits(no_js)


def test_buttons_that_need_javascript_are_not_shown_without_it(page, no_js):
    for browser, shown in ((page, True), (no_js, False)):
        browser.goto("/en/giao-dien/")
        assert browser.get_by_role("button", name="Copy").is_visible() is shown


def test_code_is_copied_and_announced(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/en/giao-dien/")
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "H49.12-261118-0008"
    expect(page.locator("#status")).to_have_text("Copied")


def test_text_box_says_how_much_room_is_left(page):
    page.goto("/en/giao-dien/")
    page.get_by_label("What is to be built").first.fill("Nhà")
    expect(page.get_by_text("Characters left: 297")).to_have_count(1)


@pytest.mark.parametrize("address", ["/", "/giao-dien/", "/khong-co/"])
def test_readers_own_spacing_loses_nothing(narrow, address):
    narrow.goto(address)
    narrow.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }",
        SPACED,
    )
    assert_fits(narrow)


def test_page_that_is_not_there_is_accessible_too(page, screenshot):
    page.goto("/khong-co/")
    assert_accessible(page)
    screenshot(page, "404")


def test_home_with_procedures_is_whole_on_every_window(page, phone, narrow, screenshot):
    for _number in range(3):
        make_filed(make_office())
    for name, browser in {"wide": page, "phone": phone, "narrow": narrow}.items():
        browser.goto("/")
        assert_fits(browser)
        assert_accessible(browser)
        screenshot(browser, f"home-{name}")


def test_pages_print_on_a4_without_the_frame(page):
    page.goto("/giao-dien/")
    page.emulate_media(media="print")
    assert page.locator("header.head").is_hidden()
    assert page.locator(".print-head").is_visible()


def test_forced_colours_keep_every_edge(page):
    page.emulate_media(forced_colors="active")
    page.goto("/giao-dien/")
    assert_accessible(page)


def test_partial_swap_works_under_the_strict_policy_and_frees_the_form(page):
    page.goto("/en/tro-giup/hien-thi/")
    page.add_script_tag(url="/static/web/htmx-4.0.1.min.js")
    page.evaluate(SWAP_ON_SEND)
    page.get_by_role("button", name="Save").click()
    page.locator("body.swapped").wait_for()
    expect(page.locator("form[data-sent]")).to_have_count(0)
    assert page.locator("main").count() == 1
