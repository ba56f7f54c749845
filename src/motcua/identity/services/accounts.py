"""People come, are known again, and accounts close."""

import secrets
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from motcua.identity.events import AccountClosed, AccountOpened, AccountReopened, AccountSignedIn
from motcua.identity.models import Account, AccountKind, ApiToken, Login, Session
from motcua.identity.rules.claims import Claims
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append


@transaction.atomic
def welcome(claims: Claims, *, issuer: str, at: datetime) -> Account:
    """The account of the one whom the issuer has identified; opened if he is new here.

    Who he is: (issuer, subject). A person seen for the first time takes the account that already bears his identity
    number (opened at a counter), an organisation the one with its tax code: both were proved by the issuer. Raises
    Refusal `account-closed`, `identity-differs`.
    """
    _one_at_a_time(claims)
    login = Login.objects.select_related("account").filter(issuer=issuer, subject=claims.subject).first()
    account = login.account if login else _known(claims) or _open(claims, at)
    if not account.is_active:
        raise Refusal(
            _("This account is closed. Ask at the one-stop unit, or call 1022."), code="account-closed"
        )
    if account.kind == AccountKind.CITIZEN and account.id_number not in ("", claims.id_number):
        raise Refusal(
            _(
                "VNeID now gives another identity number for this account. Ask at the one-stop unit to correct it."
            ),
            code="identity-differs",
        )
    if not login:
        Login.objects.create(account=account, issuer=issuer, subject=claims.subject)
    _take_over(account, claims, at)
    return account


@transaction.atomic
def note_sign_in(account: Account, *, method: str, at: datetime) -> None:
    append(AccountSignedIn(method=method), subject=account.code, body="", actor=account.code, at=at)


@transaction.atomic
def close_account(account: Account, *, reason: str, by: Account | None, at: datetime) -> None:
    """Nobody gets in with it from now on: sessions and tokens end too. Raises Refusal `account-closed`."""
    if not Account.objects.filter(pk=account.pk, is_active=True).update(is_active=False):
        raise Refusal(_("This account is closed already."), code="account-closed")
    account.is_active = False
    end_sessions(account)
    ApiToken.objects.filter(account=account, revoked_at=None).update(revoked_at=at)
    actor = by.code if by else "system"
    append(AccountClosed(reason=reason), subject=account.code, body="", actor=actor, at=at)


@transaction.atomic
def reopen_account(account: Account, *, reason: str, by: Account | None, at: datetime) -> None:
    """Raises Refusal `account-open`."""
    if not Account.objects.filter(pk=account.pk, is_active=False).update(is_active=True):
        raise Refusal(_("This account is open already."), code="account-open")
    account.is_active = True
    actor = by.code if by else "system"
    append(AccountReopened(reason=reason), subject=account.code, body="", actor=actor, at=at)


def end_sessions(account: Account, *, but: str = "") -> int:
    """Signs the account out everywhere, except in the session with the key `but`. Returns how many ended."""
    # no entry: being signed out is not an act on anybody's matter
    ended, _rows = Session.objects.filter(account=account).exclude(session_key=but).delete()
    return ended


def _one_at_a_time(claims: Claims) -> None:
    """Two first sign-ins of one person at once would open two accounts: the second waits for the first."""
    with connection.cursor() as cursor:
        number = claims.tax_code or claims.id_number
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"welcome {number}"])


def _known(claims: Claims) -> Account | None:
    if claims.is_organisation:
        return (
            Account.objects.filter(kind=AccountKind.ENTERPRISE, tax_code=claims.tax_code)
            .order_by("pk")
            .first()
        )
    return Account.objects.filter(kind=AccountKind.CITIZEN, id_number=claims.id_number).first()


def _open(claims: Claims, at: datetime) -> Account:
    kind = AccountKind.ENTERPRISE if claims.is_organisation else AccountKind.CITIZEN
    code = f"TK-{secrets.token_hex(8)}"
    account = Account(code=code, kind=kind, sign_in_name=code.lower(), full_name=claims.full_name)
    account.set_unusable_password()
    account.save()
    append(AccountOpened(account_kind=kind), subject=code, body="", actor=code, at=at)
    return account


def _take_over(account: Account, claims: Claims, at: datetime) -> None:
    """What the issuer says now is what holds; what it does not say stays."""
    told = {
        "full_name": claims.full_name,
        "id_number": claims.id_number,
        "tax_code": claims.tax_code,
        "born_on": claims.born_on,
        "address": claims.address,
        "phone": claims.phone,
        "email": claims.email,
    }
    facts = {name: value for name, value in told.items() if value}
    Account.objects.filter(pk=account.pk).update(**facts, verified_at=at)
    account.refresh_from_db()
