"""An officer proves who he is: name, password and one-time code, with patience for mistakes but not for guessing."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth import authenticate
from django.utils.translation import gettext as _

from motcua.identity.models import Account, AccountKind
from motcua.identity.services.factors import check_code, has_factor
from motcua.identity.services.throttling import relent, throttle
from motcua.kernel.refusals import Refusal

MINUTE = 60
TRIES_PER_NAME_AND_ADDRESS = 5
TRIES_PER_NAME = 30
TRIES_PER_ADDRESS = 60


def recognise(*, name: str, password: str, code: str, address: str, at: datetime) -> Account:
    """The officer, if all three are right. One who has no device yet comes back after the password alone:
    ask `has_factor` and send him to enrolment, not in.

    Raises Refusal `too-many`, or `wrong-credentials`, which says the same whatever was wrong.
    """
    name = name.strip().lower()
    _count_try(name, address, at)
    account = authenticate(username=name, password=password)
    if not isinstance(account, Account) or account.kind != AccountKind.OFFICER or _is_known_to_all(password):
        raise _wrong()
    if has_factor(account):
        try:
            check_code(account, code=code, at=at)
        except Refusal as refusal:
            raise _wrong() from refusal
    relent(f"sign-in {name} {address}")
    return account


def recognise_again(account: Account, *, code: str, at: datetime) -> None:
    """The one inside shows his device again. Raises Refusal `too-many`, `wrong-code`."""
    throttle(f"code {account.pk}", limit=TRIES_PER_NAME_AND_ADDRESS, per_seconds=5 * MINUTE, at=at)
    check_code(account, code=code, at=at)
    relent(f"code {account.pk}")


def _count_try(name: str, address: str, at: datetime) -> None:
    """Narrow and wide: five for a name from one place; more in all, so that a stranger cannot lock a name out."""
    throttle(f"sign-in {name} {address}", limit=TRIES_PER_NAME_AND_ADDRESS, per_seconds=5 * MINUTE, at=at)
    throttle(f"sign-in name {name}", limit=TRIES_PER_NAME, per_seconds=15 * MINUTE, at=at)
    throttle(f"sign-in from {address}", limit=TRIES_PER_ADDRESS, per_seconds=15 * MINUTE, at=at)


def _is_known_to_all(password: str) -> bool:
    """The demonstration's password opens nothing in earnest, even if its officers were left in the database."""
    return password == settings.DEMO_PASSWORD and not settings.DEMO


def _wrong() -> Refusal:
    return Refusal(
        _("The name, the password or the code is wrong. Check all three; each code works once."),
        code="wrong-credentials",
    )
