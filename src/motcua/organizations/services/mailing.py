"""Letters by e-mail are written in the transaction of the act that they tell of: lost with it, or kept with it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from motcua.files.models import StoredFile
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.events import MailAddressSet
from motcua.organizations.models import Body, Mail, Officer, Role
from motcua.organizations.queries import addresses_of, mail_server, roles_of
from motcua.organizations.rules.mails import REPEATED, Delivery, first_state, one_line

SEND_TASK = "mails.send"


@dataclass(frozen=True)
class Letter:
    """What is told, the same to everybody. `occasion` tells two letters about one thing apart: a number or a day.

    Nothing of citizens may stand in it: codes, days, titles of meetings and links.
    """

    kind: str
    about: str
    occasion: str
    subject: str
    text: str
    paper: StoredFile | None = None
    paper_name: str = ""
    calendar: str = ""


def write_mails(
    letter: Letter, *, officers: Collection[Officer] = (), bodies: Collection[Body] = (), at: datetime
) -> int:
    """One letter an addressee, once however often it is asked for; who has no address is noted as such.

    Belongs into the transaction of the act. Returns how many were written. Six queries at most.
    """
    return write_each([*((letter, one) for one in officers), *((letter, one) for one in bodies)], at=at)


def write_each(letters: Iterable[tuple[Letter, Officer | Body]], *, at: datetime) -> int:
    """As `write_mails`, to each a letter of his own."""
    pairs = list(dict.fromkeys(letters))
    officers = [one for _letter, one in pairs if isinstance(one, Officer)]
    bodies = [one for _letter, one in pairs if isinstance(one, Body)]
    addresses = addresses_of(officers, bodies, localdate(at))
    has_server = mail_server() is not None
    mails = [_mail(letter, one, addresses[one.code], has_server=has_server, at=at) for letter, one in pairs]
    known = set(Mail.objects.filter(key__in=[one.key for one in mails]).values_list("key", flat=True))
    new = [one for one in mails if one.key not in known]
    Mail.objects.bulk_create(new, ignore_conflicts=True)
    if any(one.state == Delivery.WAITING for one in new):
        app.configure_task(SEND_TASK).defer()
    return len(new)


@transaction.atomic
def send_again(mail: Mail, *, by: Officer, at: datetime) -> Mail:
    """What was not sent, or not surely, is sent by a person's wish, to the address as it is now.

    Refuses `not-yours`, `not-now`, `no-server`, `no-address`.
    """
    _check_operator(by, at)
    held = Mail.objects.select_for_update().get(pk=mail.pk)
    if held.state not in REPEATED:
        raise Refusal(_("This letter was sent, or is about to be. Load the page again."), code="not-now")
    if mail_server() is None:
        raise Refusal(
            _("No mail server is set up (MOTCUA_MAIL_HOST), so nothing can be sent."), code="no-server"
        )
    known = addresses_of(
        [held.officer] if held.officer else [], [held.body] if held.body else [], localdate(at)
    )
    held.address = next(iter(known.values()))
    if not held.address:
        raise Refusal(_("There is still no address for this letter. Enter one first."), code="no-address")
    held.state, held.next_at, held.tries, held.said = Delivery.WAITING.value, at, 0, ""
    held.save()
    app.configure_task(SEND_TASK).defer()
    return held


@transaction.atomic
def set_address(of: Body | Officer, address: str, *, by: Officer | None, at: datetime) -> None:
    """To which address letters go; empty: to none. Refuses `not-yours` and `bad-address`. `by` None: a command."""
    if by is not None:
        _check_operator(by, at)
    plain = address.strip()
    if plain:
        try:
            validate_email(plain)
        except ValidationError as wrong:
            raise Refusal(
                _("“%(address)s” is no e-mail address. Write it like vanthu@coquan.gov.vn.")
                % {"address": plain},
                code="bad-address",
                fields={"address": "wrong"},
            ) from wrong
    of.email = plain
    of.save(update_fields=["email"])
    body = of if isinstance(of, Body) else of.body
    told = MailAddressSet(of.code, is_set=bool(plain))
    append(told, subject=body.code, body=body.code, actor=by.code if by else "system", at=at)


def _check_operator(by: Officer, at: datetime) -> None:
    if Role.OPERATOR not in roles_of(by, localdate(at)):
        raise Refusal(_("Letters by e-mail are looked after by the system operator."), code="not-yours")


def _mail(letter: Letter, to: Officer | Body, address: str, *, has_server: bool, at: datetime) -> Mail:
    state = first_state(has_server=has_server, address=address)
    return Mail(
        key=f"{letter.about}/{letter.kind}/{letter.occasion}/{to.code}",
        about=letter.about,
        kind=letter.kind,
        officer=to if isinstance(to, Officer) else None,
        body=to if isinstance(to, Body) else None,
        address=address,
        subject=one_line(letter.subject),
        text=letter.text,
        paper=letter.paper,
        paper_name=letter.paper_name if letter.paper else "",
        calendar=letter.calendar,
        written_at=at,
        state=state.value,
        next_at=at if state is Delivery.WAITING else None,
    )
