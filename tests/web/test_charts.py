"""The drawings of the charts: shape, roles, colours, and both languages; in Chromium what only a browser knows."""

import re
from xml.etree import ElementTree

import pytest
from django.template.loader import engines
from django.utils import translation
from playwright.sync_api import expect

from motcua.kernel import charts
from motcua.kernel.bilingual import Text
from motcua.kernel.charts.scales import width_of
from motcua.web.views import samples
from tests.browser.checks import assert_accessible, assert_fits
from tests.web.test_tokens import SHAPE, TEXT, contrast, tokens

KINDS = {
    "bar_table": "groups",
    "trend": "course",
    "waterfall": "fall",
    "heat_table": "heat",
    "histogram": "timeliness",
    "strip": "waits",
    "split": "change",
}
EVERY = pytest.mark.parametrize("kind", KINDS)
WORDS = [
    "Thanh toán trực tuyến",
    "Công khai, minh bạch",
    "Directive 214",
    "Progress of handling",
    "−12,3",
    "84,1%",
]
NAUGHTY = "<script>alert(1)</script>\"'&{{ 7*7 }}%s"


def drawn(kind, figure, **context):
    source = (
        "{% import 'web/charts.jinja' as chart %}{{ chart." + kind + "(f, 'anh', finding, reading, csv) }}"
    )
    context = {"finding": "Finding.", "reading": "Reading.", "csv": "/figures.csv"} | context
    return engines["jinja2"].from_string(source).render({"f": figure, **context})


def sample(kind):
    return samples.charts_shown()[KINDS[kind]]


@EVERY
def test_every_chart_has_its_caption_description_table_and_file(kind):
    figure = sample(kind)
    page = drawn(kind, figure)
    assert page.count("<figure") == 1
    assert re.search(
        r'<figure class="chart \w+" id="anh">\s*<figcaption><strong>Finding.</strong> Reading.', page
    )
    assert str(figure.facts.sentences()[0]) in page
    assert "<details" in page
    assert "<table" in page
    assert '<a href="/figures.csv" download>' in page


@EVERY
def test_every_chart_is_well_formed_with_identifiers_of_its_own(kind):
    page = drawn(kind, sample(kind))
    ElementTree.fromstring(re.sub(r" (download|open)(?=[ >])", "", page))  # noqa: S314 -- our own page
    found = re.findall(r' id="([^"]+)"', page)
    assert len(found) == len(set(found))
    assert all(name == "anh" or name.startswith("anh-") for name in found)
    assert set(re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', page)) <= set(found)
    assert " style=" not in page


@EVERY
def test_picture_with_links_is_no_image(kind):
    for svg in re.findall(r"<svg.*?</svg>", drawn(kind, sample(kind)), re.DOTALL):
        assert ('role="img"' in svg) + ("aria-hidden" in svg) + (
            'role="graphics-document document"' in svg
        ) == 1
        assert "<a " not in svg or 'role="graphics-document document" aria-roledescription="biểu đồ"' in svg


def test_picture_without_links_is_one():
    page = drawn("trend", charts.trend([charts.Point("a", 1), charts.Point("b", 2)], name="Điểm"))
    assert page.count('role="img"') == 2
    assert "<a href" not in page.split("<details")[0]


@EVERY
def test_every_row_of_figures_is_in_the_page(kind):
    figure = sample(kind)
    page = drawn(kind, figure)
    cells = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[dh][ >].*?</t[dh]>", page)]
    told = {re.sub(r"^[^>]*>", "", cell) for cell in cells}
    if kind != "heat_table":
        assert {str(cell) for row in figure.table.shown() for cell in row} <= told


def test_naughty_labels_stay_text():
    point = charts.trend(
        [charts.Point(NAUGHTY, 1), charts.Point("b", 2)], name=NAUGHTY, marks=[charts.Mark(0, NAUGHTY, "/x/")]
    )
    figures = {
        "bar_table": charts.bar_table([charts.Bar(NAUGHTY, 1, 2, href="/x/")]),
        "trend": point,
        "waterfall": charts.waterfall(10, [charts.Step(NAUGHTY, 1, "/x/")]),
        "heat_table": charts.heat_table(
            [charts.Head(NAUGHTY)], [charts.HeatRow(NAUGHTY, [charts.Cell(0.5, "/x/")])]
        ),
        "strip": charts.strip([charts.Span(NAUGHTY, 1, 2)]),
        "split": charts.split([charts.Part(NAUGHTY, (1,))], names=(NAUGHTY,)),
    }
    for kind, figure in figures.items():
        page = drawn(kind, figure, finding=NAUGHTY, reading=NAUGHTY)
        assert "<script" not in page
        assert "49" not in page


def test_foreign_label_is_marked_on_an_english_page():
    with translation.override("en"):
        page = drawn("bar_table", charts.bar_table([charts.Bar(Text("Sở Xây dựng"), 1, 2)]))
    assert '<th role="rowheader" scope="row"><span lang="vi">Sở Xây dựng</span></th>' in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", ["Trục bắt đầu từ 75.", "mục tiêu 85,0"]), ("en", ["The axis begins at 75.", "target 85,0"])],
)
def test_charts_speak_the_readers_language(language, words):
    with translation.override(language):
        page = drawn("trend", sample("trend"))
    assert all(said in page for said in words)


def test_period_without_any_figure_says_so():
    page = drawn("trend", charts.trend([charts.Point("a", None)], name="Điểm"))
    assert "<p>Chưa có số liệu.</p>" in page
    assert "<svg" not in page


def test_link_to_the_file_may_be_left_out():
    assert "download" not in drawn("strip", sample("strip"), csv="")


def test_mean_is_read_out_with_its_row():
    assert "Trung bình các đơn vị cùng cấp: 16,4" in drawn("bar_table", sample("bar_table"))


@pytest.mark.parametrize(
    "selectors", [(":root",), (":root", '[data-contrast="high"]')], ids=["normal", "high"]
)
def test_every_step_of_heat_keeps_its_number_readable(selectors):
    colours, least = tokens(*selectors), 7 if len(selectors) == 2 else TEXT
    for step in range(1, 8):
        ink = colours["on-brand" if step in (1, 7) else "ink"]
        assert contrast(ink, colours[f"heat-{step}"]) >= least
    shades = [colours[f"heat-{step}"] for step in range(1, 8)]
    assert len(set(shades)) == 7


@pytest.mark.parametrize(
    "selectors", [(":root",), (":root", '[data-contrast="high"]')], ids=["normal", "high"]
)
@pytest.mark.parametrize("ink", ["red", "amber-edge", "green", "blue", "brand", "edge", "ink"])
def test_data_stands_out_from_its_rail_and_the_paper(ink, selectors):
    colours = tokens(*selectors)
    assert contrast(colours[ink], colours["paper"]) >= SHAPE
    assert contrast(colours[ink], colours["rail"]) >= SHAPE


@pytest.mark.django_db
def test_gallery_gives_the_figures_as_a_file(client):
    answer = client.get("/giao-dien/?csv=groups")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode().splitlines()[1] == "Tiến độ giải quyết,12.3,20,7.7,16.4"


def test_narrow_windows_get_drawings_of_their_own(page, phone):
    for browser, shown, hidden in ((page, "wide", "slim"), (phone, "slim", "wide")):
        browser.goto("/giao-dien/")
        assert browser.locator(f"#course > svg.{shown}").is_visible()
        assert browser.locator(f"#course > svg.{hidden}").is_hidden()
        size = browser.locator(f"#course > svg.{shown}").evaluate(
            "svg => 14 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width"
        )
        assert size > 11


def test_phone_shows_the_worst_cells_and_the_whole_table_on_demand(phone, screenshot):
    phone.goto("/en/giao-dien/")
    assert phone.locator("#heat .worst li").count() == 5
    assert phone.locator("#heat table").is_hidden()
    phone.get_by_text("Show all cells").click()
    expect(phone.locator("#heat table")).to_be_visible()
    assert_fits(phone)
    assert_accessible(phone)
    screenshot(phone, "charts-phone")


def test_head_and_first_column_stay_in_sight(phone):
    phone.goto("/en/giao-dien/")
    phone.get_by_text("Show all cells").click()
    box = phone.locator("#heat .scroll")
    before = phone.locator("#heat tbody th").first.bounding_box()
    box.evaluate("box => { box.scrollLeft = 200 }")
    assert phone.locator("#heat tbody th").first.bounding_box() == before
    assert phone.locator("#heat tbody td").first.bounding_box()["x"] < before["x"]


def test_tables_of_the_figures_are_printed(page):
    page.goto("/giao-dien/")
    page.emulate_media(media="print")
    assert page.locator("#course details table").is_visible()
    assert page.locator("#course summary").is_hidden()


def test_opened_tables_are_accessible_and_fit(page, narrow):
    for browser in (page, narrow):
        browser.goto("/giao-dien/?mat-do=gon")
        browser.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
        assert_fits(browser)
        assert_accessible(browser)


def test_text_is_measured_nearly_as_the_browser_measures_it(page):
    page.goto("/giao-dien/")
    seen = page.evaluate(
        """words => {
             const pen = document.createElement("canvas").getContext("2d");
             pen.font = "14px 'Noto Sans'";
             return words.map((word) => pen.measureText(word).width);
           }""",
        WORDS,
    )
    assert [width_of(word) for word in WORDS] == pytest.approx(seen, rel=0.06)
