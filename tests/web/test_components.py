"""What the components promise; the gallery shows them, these say why."""

import pytest
from django.template.loader import engines
from django.utils import translation

from motcua.catalog.rules.document import Field, Option
from motcua.kernel.bilingual import Text

NAUGHTY = [
    "<script>alert(1)</script>",
    '"><img src=x>',
    "{{ 7*7 }}",
    "\u202eđảo",
    "𝕏" * 300,
    "Z̷͙a̶l̵g̸o̵",
    "'; DROP TABLE",
    "%s%n",
]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def drawn(call, **context):
    source = '{% import "web/components.jinja" as c %}{{ ' + call + " }}"
    return " ".join(engines["jinja2"].from_string(source).render(context).split())


def test_field_ties_its_hint_and_its_error_to_the_box():
    spec = Field("ngay", Text("Ngày sinh", "Date of birth"), "date")
    page = drawn("c.field(spec, value='31/02/1988', error='No such day', prefix='a-')", spec=spec)
    assert 'aria-describedby="a-ngay-hint a-ngay-error" aria-invalid="true"' in page
    assert '<label for="a-ngay">Date of birth</label>' in page
    assert 'value="31/02/1988"' in page


def test_optional_field_says_so_and_required_does_not():
    label = Text("Ghi chú", "Note")
    assert "(optional)" in drawn("c.field(spec)", spec=Field("a", label, required=False))
    assert "(optional)" not in drawn("c.field(spec)", spec=Field("a", label))


@pytest.mark.parametrize("kind", ["text", "textarea", "address", "email", "radio", "select"])
@pytest.mark.parametrize("typed", NAUGHTY)
def test_whatever_was_typed_comes_back_escaped(kind, typed):
    spec = Field("a", Text(typed, typed), kind, options=(Option(typed, Text(typed, typed)),))
    page = drawn("c.field(spec, value=typed)", spec=spec, typed=typed)
    assert "<script>" not in page
    assert "<img" not in page


def test_first_choice_carries_the_name_that_the_error_summary_links_to():
    spec = Field("loai", Text("Loại"), "radio", options=(Option("a", Text("A")), Option("b", Text("B"))))
    page = drawn("c.field(spec, value='b')", spec=spec)
    assert '<input type="radio" id="loai" name="loai" value="a">' in page
    assert '<input type="radio" id="loai-2" name="loai" value="b" checked>' in page


def test_number_chooses_an_option_that_is_written_as_text():
    assert "selected" in drawn(
        "c.input('a', 'A', kind='select', value=2, options=[{'value': '2', 'label': 'Two'}])"
    )


def test_several_boxes_may_be_ticked():
    options = [{"value": v, "label": v} for v in "abc"]
    assert (
        drawn("c.input('a', 'A', kind='checkbox', value=['a', 'c'], options=o)", o=options).count(" checked")
        == 2
    )


def test_prefilled_field_tells_the_browser_what_it_is():
    spec = Field("ho_ten", Text("Họ tên"), prefill="full_name")
    assert 'autocomplete="name"' in drawn("c.field(spec)", spec=spec)


@pytest.mark.parametrize(
    ("count", "words"), [(1, "There is 1 thing to mend"), (2, "There are 2 things to mend")]
)
def test_error_summary_counts_and_links(count, words):
    page = drawn("c.error_summary(errors)", errors=[(f"a{n}", "Wrong") for n in range(count)])
    assert words in page
    assert page.count('<a href="#a') == count


def test_no_errors_draw_nothing():
    assert drawn("c.error_summary([])") == ""


def test_table_names_every_cell_for_phones():
    page = drawn("c.table(['Due', 'Code'], [['today', 'H49']], 'Dossiers')")
    assert '<td role="cell" data-label="Code">H49</td>' in page


@pytest.mark.parametrize(("number", "pages", "links"), [(1, 1, 0), (1, 2, 1), (2, 3, 2), (3, 3, 1)])
def test_pagination_leads_where_there_is_something(rf, number, pages, links):
    page = drawn("c.pagination(request, n, of)", request=rf.get("/?q=a"), n=number, of=pages)
    assert page.count("<a ") == links


def test_vietnamese_text_on_an_english_page_is_marked():
    assert '<span lang="vi">Thẩm định</span>' in drawn("c.tag(t)", t=Text("Thẩm định"))
