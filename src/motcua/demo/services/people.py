"""People and enterprises with accounts, all invented. Anybody can sign in as them at the demo's identity provider."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password

from motcua.demo.rules.stories import Applicant
from motcua.identity.demo_provider.people import Somebody, offered
from motcua.identity.events import AccountOpened
from motcua.identity.models import Account, AccountKind
from motcua.kernel.vietnamese import fold
from motcua.ledger.rules.chain import Record
from motcua.organizations.rules.names import enterprise, person

MOST_CITIZENS, MOST_ENTERPRISES = 2600, 600
CITIZENS_PERCENT, ENTERPRISES_PERCENT = 13, 3

People = dict[str, dict[str, tuple[Applicant, ...]]]


def open_accounts(
    communes: Mapping[str, int], written: Mapping[str, str], *, dossiers: int, rng: Random, at: datetime
) -> tuple[People, tuple[Applicant, ...]]:
    """Applicants by commune and kind, and those whom the identity provider offers first."""
    drawn = [
        (commune, _drawn(kind, written[commune], rng, at))
        for kind, most, percent in (
            (AccountKind.CITIZEN, MOST_CITIZENS, CITIZENS_PERCENT),
            (AccountKind.ENTERPRISE, MOST_ENTERPRISES, ENTERPRISES_PERCENT),
        )
        for commune, count in _counts(communes, min(most, dossiers * percent // 100))
        for _number in range(count)
    ]
    known = [_offered(row, number, at) for number, row in enumerate(offered())]
    accounts = _once(known, [account for _commune, account in drawn])
    kept = {account.code: account for account in Account.objects.bulk_create(accounts)}
    people: People = {commune: {"citizen": (), "enterprise": ()} for commune in communes}
    for commune, account in drawn:
        if account.code in kept:
            people[commune][account.kind] += (_applicant(account),)
    return people, tuple(_applicant(account) for account in known)


def openings(at: datetime) -> Iterator[Record]:
    """That the accounts were opened, for the ledger."""
    rows = Account.objects.filter(kind__in=(AccountKind.CITIZEN, AccountKind.ENTERPRISE)).order_by("pk")
    for code, kind in rows.values_list("code", "kind"):
        event = AccountOpened(account_kind=kind)
        yield Record(event.kind, code, "", code, at, at, event.data())


def _counts(communes: Mapping[str, int], total: int) -> Iterator[tuple[str, int]]:
    everybody = sum(communes.values())
    return ((commune, max(2, total * weight // everybody)) for commune, weight in communes.items())


def _once(known: list[Account], drawn: list[Account]) -> list[Account]:
    """Everybody once: a number that chance drew twice is one person's."""
    found: dict[tuple[str, str], Account] = {}
    for account in (*known, *drawn):
        found.setdefault((account.kind, account.id_number or account.tax_code), account)
    return list(found.values())


def _drawn(kind: str, commune: str, rng: Random, at: datetime) -> Account:
    code = f"TK-{rng.getrandbits(64):016x}"
    if kind == AccountKind.CITIZEN:
        met = person(rng, commune, today=at.date())
        facts = {"full_name": met.full_name, "id_number": met.id_number, "born_on": met.born_on}
        reached = {"address": met.address, "phone": met.phone}
    else:
        firm = enterprise(rng, commune, today=at.date())
        facts = {"full_name": firm.name, "tax_code": firm.tax_code}
        reached = {"address": firm.address, "phone": firm.phone}
        reached["email"] = f"{''.join(fold(firm.name).split()[-2:])}@example.vn"
    return _account(code, kind, at, **facts, **reached)


def _offered(row: Somebody, number: int, at: datetime) -> Account:
    claims: dict[str, str] = row.claims
    is_enterprise = bool(claims.get("MaSoThue"))
    born = claims.get("NgaySinh")
    return _account(
        f"TK-{number:016x}",
        AccountKind.ENTERPRISE if is_enterprise else AccountKind.CITIZEN,
        at,
        full_name=claims["HoVaTen"],
        tax_code=claims.get("MaSoThue", ""),
        id_number="" if is_enterprise else claims["SoDinhDanh"],
        born_on=datetime.strptime(born, "%d/%m/%Y").date() if born else None,  # noqa: DTZ007 -- a day
        address=claims.get("DiaChi", ""),
        phone=claims.get("SoDienThoai", ""),
        email=claims.get("ThuDienTu", ""),
    )


def _account(code: str, kind: str, at: datetime, **facts: object) -> Account:
    return Account(
        code=code,
        kind=kind,
        sign_in_name=code.lower(),
        password=make_password(None),
        verified_at=at,
        **facts,
    )


def _applicant(account: Account) -> Applicant:
    return Applicant(
        account.kind,
        account.full_name,
        account.id_number or account.tax_code,
        account.address,
        account.phone,
        account.email,
        account.code,
        account.pk,
    )
