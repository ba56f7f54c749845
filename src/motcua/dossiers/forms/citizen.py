"""What the applicant types: which questions a page shows, how a kept answer is shown again, contact details."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from motcua.catalog.rules.answers import check_fields
from motcua.catalog.rules.document import Field, Section, holds
from motcua.kernel.bilingual import Text

CONTACT = (
    Field("phone", Text("Điện thoại", "Phone"), kind="phone", prefill="phone"),
    Field("email", Text("Thư điện tử", "E-mail"), kind="email", required=False, prefill="email"),
    Field(
        "address",
        Text("Địa chỉ liên hệ", "Contact address"),
        kind="address",
        prefill="address",
        max_length=300,
    ),
)


def check_contact(said: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    cleaned, errors = check_fields(CONTACT, said)
    return cleaned, {code: str(error) for code, error in errors.items()}


def fields_shown(section: Section, answers: Mapping[str, Any]) -> list[Field]:
    """The questions on a topic's page: those that are asked, and those that an answer on this page may bring."""
    own = {field.code for field in section.fields}
    return [
        field
        for field in section.fields
        if holds(tuple((code, value) for code, value in field.show_if if code not in own), dict(answers))
    ]


def shown(field: Field, value: Any) -> Any:
    """A kept answer as people write it: a day as 31/01/2026, an amount with dots; what is wrong, as typed."""
    if field.kind == "date" and isinstance(value, str):
        try:
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        except ValueError:
            return value
    if field.kind == "money" and isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return "" if value is None else value
