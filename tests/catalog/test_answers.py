import unicodedata
from datetime import date
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.catalog.rules.answers import check_answers, check_fields
from motcua.catalog.rules.document import Field, Option
from motcua.catalog.rules.folder import SHIPPED, read_folder
from motcua.catalog.rules.forms import form_schema
from motcua.catalog.rules.reading import read
from motcua.kernel.bilingual import Text
from tests.catalog.making import document
from tests.catalog.test_reading import FORM

OPTIONS = (Option("a", Text("A")), Option("b", Text("B")))


def cleaned(kind: str, value: Any, **facts: Any) -> Any:
    field = Field("x", Text("X"), kind, **facts)
    answers, errors = check_fields([field], {"x": value})
    return answers.get("x") if not errors else errors["x"]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  Đường  ", "Đường"),
        ("text", unicodedata.normalize("NFD", "Nguyễn"), "Nguyễn"),
        ("textarea", "a\r\nb", "a\nb"),
        ("number", "1.500", 1500),
        ("number", "1 500", 1500),
        ("number", "-3", -3),
        ("money", "1.250.000 ₫", 1_250_000),
        ("money", "150000đ", 150_000),
        ("date", "31/01/2026", "2026-01-31"),
        ("date", "1-2-2026", "2026-02-01"),
        ("date", "31012026", "2026-01-31"),
        ("date", "2026-01-31", "2026-01-31"),
        ("year", "1999", 1999),
        ("radio", "a", "a"),
        ("phone", "+84 912 345 678", "0912345678"),
        ("phone", "0912.345.678", "0912345678"),
        ("email", "ten@example.vn", "ten@example.vn"),
        ("id_number", "022 099 001234", "022099001234"),
        ("tax_code", "0100233488", "0100233488"),
        ("tax_code", "022099001234", "022099001234"),
        ("checkbox", "on", True),
        ("address", "Tổ 1\nHạ Long", "Tổ 1\nHạ Long"),
    ],
)
def test_check_keeps_what_was_meant(kind: str, typed: str, kept: Any) -> None:
    assert cleaned(kind, typed, options=OPTIONS if kind == "radio" else ()) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("text", ""),
        ("text", "a\x07b"),
        ("text", "a\nb"),
        ("text", "x" * 501),
        ("text", ["a"]),
        ("text", "\ud800"),
        ("number", "1,5"),
        ("number", "1e9"),
        ("number", "٣"),
        ("number", "9" * 40),
        ("money", "-5"),
        ("date", "30/02/2026"),
        ("date", "02/13/2026"),
        ("date", "1/1/26"),
        ("date", "0001-01-01"),
        ("year", "26"),
        ("radio", "c"),
        ("phone", "12345"),
        ("email", "a@b"),
        ("email", "a@b@c.vn"),
        ("id_number", "12345678901"),
        ("tax_code", "0100233489"),
        ("checkbox", "maybe"),
        ("checkbox", ""),
    ],
)
def test_check_says_what_to_mend(kind: str, typed: Any) -> None:
    assert "%(" not in str(cleaned(kind, typed, options=OPTIONS if kind == "radio" else ()))
    assert str(cleaned(kind, typed)).endswith(".")


def test_check_keeps_bounds() -> None:
    assert not isinstance(cleaned("number", "0", minimum=1), int)
    assert cleaned("number", "5", minimum=1, maximum=5) == 5


def test_check_drops_hidden_answers_and_what_nobody_asked() -> None:
    parsed = read(document(form=FORM))
    assert check_answers(parsed, None, {"loai": "nha-o", "moi": "on", "la": "x"}) == (
        {"loai": "nha-o", "moi": True},
        {},
    )
    shown, errors = check_answers(parsed, "chung", {"moi": "on"})
    assert (shown, list(errors)) == ({}, ["loai"])
    with pytest.raises(KeyError):
        check_answers(parsed, "no-such", {})


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_in_every_usual_writing(day: date) -> None:
    for written in (f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}", f"{day:%d%m%Y}", day.isoformat()):
        assert cleaned("date", written) == day.isoformat()


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["text", "number", "date", "phone", "email", "tax_code", "money", "year"]),
    st.text(max_size=40),
)
def test_check_never_fails_and_what_it_keeps_is_kept_again(kind: str, typed: str) -> None:
    kept = cleaned(kind, typed, required=False)
    if isinstance(kept, str | int):
        assert cleaned(kind, kept) == kept


def test_clean_answers_fit_the_schema_of_the_form() -> None:
    parsed = read(document(form=FORM))
    schema = form_schema(parsed)
    jsonschema.validate(check_answers(parsed, None, {"loai": "nha-o", "moi": "on"})[0], schema)
    for bad in ({}, {"loai": "x"}, {"loai": "nha-o"}, {"loai": "nha-o", "moi": True, "la": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, schema)


def test_every_shipped_form_has_a_valid_schema() -> None:
    for written in read_folder(SHIPPED).written:
        jsonschema.Draft202012Validator.check_schema(form_schema(written.document))
