"""What the identity provider says of a person, in the shape of VNeID."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Claims:
    """`tax_code` is only there for an organisation; then the person is the one who acts for it."""

    subject: str
    full_name: str
    id_number: str = ""
    tax_code: str = ""
    born_on: date | None = None
    address: str = ""
    phone: str = ""
    email: str = ""

    @property
    def is_organisation(self) -> bool:
        return bool(self.tax_code)


def read_claims(told: Mapping[str, Any]) -> Claims:
    """Raises ValueError when the claims do not name a person or an organisation."""
    claims = Claims(
        subject=_text(told, "sub", 128),
        full_name=_text(told, "HoVaTen", 200),
        id_number=_text(told, "SoDinhDanh", 12),
        tax_code=_text(told, "MaSoThue", 14),
        born_on=_day(_text(told, "NgaySinh", 10)),
        address=_text(told, "DiaChi", 300),
        phone=_text(told, "SoDienThoai", 20),
        email=_text(told, "ThuDienTu", 254),
    )
    if not claims.subject or not claims.full_name or not (claims.id_number or claims.tax_code):
        raise ValueError("the claims name nobody")
    if claims.id_number and not (
        claims.id_number.isascii() and claims.id_number.isdigit() and len(claims.id_number) == 12
    ):
        raise ValueError("the identity number is not twelve digits")
    return claims


def _text(told: Mapping[str, Any], name: str, longest: int) -> str:
    value = told.get(name) or ""
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise ValueError(f"the claim {name} is not a text of at most {longest} characters")
    return value.strip()


def _day(written: str) -> date | None:
    """`dd/mm/yyyy`, as VNeID writes it."""
    return datetime.strptime(written, "%d/%m/%Y").date() if written else None  # noqa: DTZ007 -- a day has no zone
