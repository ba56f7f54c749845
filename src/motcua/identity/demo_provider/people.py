"""Whom the provider knows: a few people from a file, and everybody with an account in the demo."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from django.db.models import Q

from motcua.identity.models import Account, AccountKind

FILE = Path(__file__).resolve().parents[1] / "data" / "demo_people.yaml"
MOST_FOUND = 20
CLAIMS = ("HoVaTen", "SoDinhDanh", "MaSoThue", "NgaySinh", "DiaChi", "SoDienThoai", "ThuDienTu")


class Somebody(NamedTuple):
    """`handle` is what the page sends back for him."""

    handle: str
    level: str
    claims: dict[str, str]


@cache
def offered() -> tuple[Somebody, ...]:
    rows: list[dict[str, str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["people"]
    return tuple(Somebody(f"p{number}", row["level"], _with_subject(row)) for number, row in enumerate(rows))


def found(words: str) -> list[Somebody]:
    """Accounts of citizens and enterprises whose name or number has the words."""
    if len(words.strip()) < 2:
        return []
    named = Q(full_name__icontains=words.strip()) | Q(id_number=words.strip()) | Q(tax_code=words.strip())
    accounts = _applicants().filter(named).order_by("full_name", "pk")[:MOST_FOUND]
    return [_of(account) for account in accounts]


def by_handle(handle: str) -> Somebody | None:
    for person in offered():
        if person.handle == handle:
            return person
    account = _applicants().filter(code=handle).first()
    return _of(account) if account else None


def _applicants() -> Any:
    kinds = (AccountKind.CITIZEN, AccountKind.ENTERPRISE)
    return Account.objects.filter(kind__in=kinds).exclude(id_number="", tax_code="")


def _of(account: Account) -> Somebody:
    told = {
        "HoVaTen": account.full_name,
        "SoDinhDanh": account.id_number,
        "MaSoThue": account.tax_code if account.kind == AccountKind.ENTERPRISE else "",
        "NgaySinh": f"{account.born_on:%d/%m/%Y}" if account.born_on else "",
        "DiaChi": account.address,
        "SoDienThoai": account.phone,
        "ThuDienTu": account.email,
    }
    return Somebody(account.code, "2", _with_subject(told))


def _with_subject(told: dict[str, str]) -> dict[str, str]:
    """The subject says nothing of the person to those who do not know the number."""
    number = told.get("MaSoThue") or told["SoDinhDanh"]
    subject = hashlib.sha256(f"vneid-gia-lap {number}".encode()).hexdigest()[:32]
    return {"sub": subject, **dict(_claims(told))}


def _claims(told: dict[str, str]) -> Iterator[tuple[str, str]]:
    return ((name, told[name]) for name in CLAIMS if told.get(name))
