"""What a one-stop officer types for somebody who came to the counter."""

from collections.abc import Mapping
from typing import Any

from motcua.catalog.rules.answers import check_fields
from motcua.catalog.rules.document import Field, Option
from motcua.kernel.bilingual import Text

PERSON, ENTERPRISE = (("kind", "citizen"),), (("kind", "enterprise"),)
APPLICANT = (
    Field(
        "kind",
        Text("Người nộp là", "The applicant is"),
        kind="radio",
        options=(
            Option("citizen", Text("Cá nhân", "A person")),
            Option("enterprise", Text("Tổ chức, doanh nghiệp", "An enterprise or organisation")),
        ),
    ),
    Field(
        "name",
        Text("Họ, chữ đệm, tên hoặc tên tổ chức", "Full name, or name of the organisation"),
        max_length=200,
    ),
    Field(
        "id_number",
        Text("Số định danh (cá nhân)", "Identity number (of a person)"),
        kind="id_number",
        show_if=PERSON,
    ),
    Field(
        "tax_code",
        Text("Mã số thuế (tổ chức, doanh nghiệp)", "Tax code (of an enterprise)"),
        kind="tax_code",
        show_if=ENTERPRISE,
    ),
    Field("phone", Text("Điện thoại", "Phone"), kind="phone"),
    Field("address", Text("Địa chỉ", "Address"), kind="address", max_length=300),
    Field("email", Text("Thư điện tử", "E-mail"), kind="email", required=False),
)


def check_applicant(said: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """The applicant as a draft keeps him, and what has to be mended, by question."""
    cleaned, errors = check_fields(APPLICANT, said)
    kept = {code: str(value) for code, value in cleaned.items() if code != "tax_code"}
    kept |= {name: "" for name in ("email",) if name not in kept}
    if "tax_code" in cleaned:
        kept["id_number"] = str(cleaned["tax_code"])
    return kept, {code: str(error) for code, error in errors.items()}


def applicant_answers(kept: Mapping[str, str]) -> dict[str, str]:
    """A kept applicant as the form's answers."""
    number = kept.get("id_number", "")
    return {**kept, "tax_code": number} if kept.get("kind") == "enterprise" else dict(kept)
