"""People who sign in, made plainly: every fact can be said, none has to be."""

import time
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.test import Client

from motcua.identity.access.entrance import BEGAN, FACTOR, KIND, SEEN
from motcua.identity.models import Account, AccountKind

_numbers = count(1)
NOON = datetime(2025, 3, 10, 5, 0, tzinfo=UTC)  # Monday noon in Hà Nội


def make_account(kind: str = AccountKind.CITIZEN, **facts: Any) -> Account:
    number = next(_numbers)
    told = {
        "code": f"TK-{number:06}",
        "sign_in_name": f"account-{number}",
        "full_name": "Nguyễn Thị Bình",
        "id_number": f"022185{number:06}" if kind == AccountKind.CITIZEN else "",
        "tax_code": "0101243150" if kind == AccountKind.ENTERPRISE else "",
        "born_on": date(1985, 5, 17) if kind == AccountKind.CITIZEN else None,
        "address": "Tổ 3, phường Hồng Gai, tỉnh Quảng Ninh",
        "phone": f"0912{number:06}",
        "verified_at": NOON,
        **facts,
    }
    account = Account(kind=kind, **told)
    account.set_unusable_password()
    account.save()
    return account


def make_enterprise(**facts: Any) -> Account:
    return make_account(AccountKind.ENTERPRISE, **{"full_name": "Công ty TNHH Hạ Long Xanh", **facts})


def sign_in(client: Client, account: Account, *, factor: bool = True) -> None:
    """As if he had come through our door just now; `factor`: with his second factor."""
    client.force_login(account)
    session = client.session
    now = time.time()
    session.update({KIND: account.kind, BEGAN: now, SEEN: now, FACTOR: now if factor else 0})
    session.save()
