"""Plausible answers to any procedure's form, found by the kind of question."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

from motcua.catalog.rules.answers import check_answers, check_fields
from motcua.catalog.rules.document import Document, Field, fees_due, holds, papers_asked
from motcua.demo.rules.stories import Applicant, Variant
from motcua.organizations.rules.names import full_name, phone, tax_code
from motcua.payments.rules import Line

VARIANTS = 8
TRIES = 40
TEXTS = {
    "du_an": "Nhà máy sản xuất linh kiện điện tử",
    "ho_ten": "",
    "chuc_vu": "Giám đốc",
    "quoc_tich": "Việt Nam",
    "dan_toc": "Kinh",
    "nganh": "2610 - Sản xuất linh kiện điện tử",
    "noi": "tỉnh Quảng Ninh",
    "dia_diem": "Lô A3, Khu công nghiệp Đông Mai",
    "thua": "Thửa đất số 128, tờ bản đồ số 45",
    "so": "01/2026",
}
OTHERWISE = "Theo hồ sơ kèm theo"


def variants(document: Document, rng: Random, *, today: date) -> tuple[Variant, ...]:
    """Several ways to fill in a form, every one of them accepted by the form's own rules."""
    found: list[Variant] = []
    for _try in range(TRIES):
        fields = [field for section in document.sections for field in section.fields]
        answers, errors = check_answers(document, None, _answers(fields, rng, today))
        if errors:
            continue
        drafted, wrong = check_fields(document.result.fields, _answers(document.result.fields, rng, today))
        fees = tuple(Line(f.code, f.kind, f.name.vi, f.amount) for f in fees_due(document, answers))
        told = {} if wrong else drafted
        found.append(Variant(answers, papers_asked(document, answers), fees, told))
        if len(found) == VARIANTS:
            break
    if not found:
        raise ValueError(f"{document.code}: no plausible answers were found: {errors}")
    return tuple(found)


def personal(document: Document, variant: Variant, applicant: Applicant) -> dict[str, Any]:
    """The answers of a variant with the applicant's own name, numbers and address in their places."""
    own = {
        "full_name": applicant.name,
        "address": applicant.address,
        "phone": applicant.phone,
        "id_number": applicant.id_number if len(applicant.id_number) == 12 else "",
        "tax_code": applicant.id_number if len(applicant.id_number) == 10 else "",
    }
    said = {
        field.code: own[field.prefill]
        for section in document.sections
        for field in section.fields
        if field.code in variant.answers and own.get(field.prefill)
    }
    return {**variant.answers, **said}


def _answers(fields: Iterable[Field], rng: Random, today: date) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for field in fields:
        needed = field.required or rng.random() < 0.4
        if needed and holds(field.show_if, answers):
            answers[field.code] = _answer(field, rng, today)
    return answers


def _answer(field: Field, rng: Random, today: date) -> Any:  # noqa: C901, PLR0911 -- one line a kind
    if field.options:
        return rng.choice(field.options).value
    match field.kind:
        case "checkbox":
            return True
        case "number" | "money":
            return _number(field, rng)
        case "date":
            return (today - timedelta(days=rng.randrange(20, 900))).isoformat()
        case "year":
            least, most = field.minimum or 1990, field.maximum or today.year
            return str(min(most, max(least, today.year - rng.randrange(1, 12))))
        case "phone":
            return phone(rng)
        case "email":
            return f"lienhe{rng.randrange(1000)}@example.vn"
        case "id_number":
            return f"022{rng.randrange(10**9):09}"
        case "tax_code":
            return tax_code(rng)
        case "address":
            return "Tổ 5, khu 3, phường Hồng Gai, tỉnh Quảng Ninh"
    return _text(field, rng)


def _number(field: Field, rng: Random) -> str:
    least = field.minimum if field.minimum is not None else 1
    usual = 500 if field.kind == "number" else 5_000_000_000
    most = min(field.maximum if field.maximum is not None else least + usual, least + usual)
    return str(rng.randint(least, most))


def _text(field: Field, rng: Random) -> str:
    if "ho_ten" in field.code or "nguoi" in field.code or field.prefill == "full_name":
        return full_name(rng)
    for part, text in TEXTS.items():
        if part in field.code and text:
            return text[: field.max_length]
    return OTHERWISE[: field.max_length]
