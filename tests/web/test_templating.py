from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template.loader import engines
from django.test import RequestFactory
from django.utils import translation
from jinja2 import UndefinedError

from motcua.kernel.bilingual import Text
from motcua.web.addresses import address, with_query

NBSP = "\u00a0"
EVENING = datetime(2026, 11, 17, 18, 5, tzinfo=UTC)  # 01:05 of the next day in Hà Nội


def said(source, **context):
    return engines["jinja2"].from_string(source).render(context)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ it|moment }}", EVENING, "01:05, 18/11/2026"),
        ("{{ it|clock }}", EVENING, "01:05"),
        ("{{ it|day }}", EVENING, "18/11/2026"),
        ("{{ it|day }}", date(2026, 3, 5), "05/03/2026"),
        ("{{ it|vnd }}", 1250000, f"1.250.000{NBSP}₫"),
        ("{{ it|percent }}", 0.942, "94,2%"),
        ("{{ it|percent }}", -0.05, "−5,0%"),
        ("{{ it|number }}", Decimal("1234.5"), "1.234,5"),
        ("{{ it|number }}", 1000000, "1.000.000"),
        ("{{ it|size }}", 1, f"1{NBSP}KB"),
        ("{{ it|size }}", 1468006, f"1,4{NBSP}MB"),
    ],
)
def test_numbers_and_moments_read_the_same_in_both_languages(language, source, value, expected):
    with translation.override(language):
        assert said(source, it=value) == expected


@pytest.mark.parametrize(("language", "name"), [("vi", "Thứ Tư"), ("en", "Wednesday")])
def test_weekday_has_its_name(language, name):
    with translation.override(language):
        assert said("{{ it|weekday }}", it=EVENING) == name


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "typed", ["05/03/2024", "5/3/2024", "05-03-2024", "05.03.2024", "05032024", "2024-03-05"]
)
def test_day_comes_before_month_in_both_languages(language, typed):
    with translation.override(language):
        assert forms.DateField().clean(typed) == date(2024, 3, 5)


def test_text_without_english_is_marked_on_english_pages_only():
    text = Text("Giấy phép <xây dựng>")
    with translation.override("en"):
        assert said("{{ it|text }}", it=text) == '<span lang="vi">Giấy phép &lt;xây dựng&gt;</span>'
    with translation.override("vi"):
        assert said("{{ it|text }}", it=text) == "Giấy phép &lt;xây dựng&gt;"


def test_markup_passes_and_plain_text_is_escaped():
    assert said("{{ '<b>'|text }}") == "&lt;b&gt;"


def test_undefined_name_fails():
    with pytest.raises(UndefinedError):
        said("{{ nobody_gave_this }}")


def test_part_that_is_not_there_has_no_address():
    assert address("investment:home") == ""
    assert address("web:home") == "/"


def test_question_changes_and_the_others_stay():
    request = RequestFactory().get("/thu-tuc/", {"q": "khai sinh", "trang": "2", "loc": ["a", "b"]})
    assert with_query(request, trang=3) == "/thu-tuc/?q=khai+sinh&loc=a&loc=b&trang=3"
    assert with_query(request, q=None, trang=None, loc=None) == "/thu-tuc/"
