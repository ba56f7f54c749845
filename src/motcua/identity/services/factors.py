"""The second factor: a secret on the officer's phone that gives a new code every thirty seconds."""

import base64
from datetime import datetime
from functools import cache

import pyotp
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.events import FactorConfirmed
from motcua.identity.models import Account, OneTimeSecret
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append

ISSUER = "Một Cửa"
STEPS_EITHER_SIDE = 1


@transaction.atomic
def begin_enrolment(account: Account) -> str:
    """The address (otpauth://…) that the officer's phone reads. Until it is confirmed, the same one again.

    Raises Refusal `factor-confirmed` when a device is confirmed already: an operator has to reset it.
    """
    # no entry: nothing has happened before the officer confirms
    fresh = OneTimeSecret(account=account, sealed=_seal(pyotp.random_base32()))
    OneTimeSecret.objects.bulk_create([fresh], ignore_conflicts=True)
    kept = OneTimeSecret.objects.get(account=account)
    if kept.confirmed_at:
        raise Refusal(_("Your device is set up already. Sign in with its code."), code="factor-confirmed")
    return _totp(kept).provisioning_uri(name=account.sign_in_name, issuer_name=ISSUER)


@transaction.atomic
def confirm_enrolment(account: Account, *, code: str, at: datetime) -> None:
    """The officer's first code. Raises Refusal `wrong-code`."""
    kept = OneTimeSecret.objects.filter(account=account, confirmed_at=None).first()
    if not kept or not _take(kept, code, at):
        raise _wrong_code()
    OneTimeSecret.objects.filter(pk=kept.pk).update(confirmed_at=at)
    append(FactorConfirmed(), subject=account.code, body="", actor=account.code, at=at)


def check_code(account: Account, *, code: str, at: datetime) -> None:
    """Takes the code, once: the same step is never taken again. Raises Refusal `wrong-code`."""
    kept = OneTimeSecret.objects.filter(account=account, confirmed_at__isnull=False).first()
    if not kept or not _take(kept, code, at):
        raise _wrong_code()


def has_factor(account: Account) -> bool:
    return OneTimeSecret.objects.filter(account=account, confirmed_at__isnull=False).exists()


def give_known_secret(accounts: list[Account], *, secret: str, at: datetime) -> None:
    """One known secret for the officers of a demo, confirmed. Raises RuntimeError outside demos."""
    # no entry: the demo's people never held a device
    if not settings.DEMO:
        raise RuntimeError("Known secrets are for demos only.")
    OneTimeSecret.objects.bulk_create(
        [OneTimeSecret(account=account, sealed=_seal(secret), confirmed_at=at) for account in accounts],
        ignore_conflicts=True,
    )


def code_now(secret: str, at: datetime) -> str:
    return pyotp.TOTP(secret).at(at)


def _take(kept: OneTimeSecret, code: str, at: datetime) -> bool:
    """Compare-and-set on the step, so that two requests with one code cannot both go in."""
    typed = "".join(code.split())
    totp = _totp(kept)
    now = totp.timecode(at)
    for step in range(now - STEPS_EITHER_SIDE, now + STEPS_EITHER_SIDE + 1):
        if pyotp.utils.strings_equal(totp.generate_otp(step), typed):
            return bool(OneTimeSecret.objects.filter(pk=kept.pk, last_step__lt=step).update(last_step=step))
    return False


def _wrong_code() -> Refusal:
    return Refusal(
        _("The code is wrong or was used already. Wait for the next one on your phone and type it."),
        code="wrong-code",
        fields={"code": "wrong"},
    )


def _totp(kept: OneTimeSecret) -> pyotp.TOTP:
    return pyotp.TOTP(_box(settings.SECRET_KEY).decrypt(kept.sealed.encode()).decode())


def _seal(secret: str) -> str:
    return _box(settings.SECRET_KEY).encrypt(secret.encode()).decode()


@cache
def _box(key: str) -> Fernet:
    """Sealed with a key made from the house's: whoever copies the database alone cannot make codes."""
    derived = HKDF(SHA256(), 32, salt=None, info=b"one-time secrets").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
