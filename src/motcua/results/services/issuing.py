"""Signing: number, text, signature, file, fact. All of them or none."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.files.services import keep
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Body, Officer
from motcua.organizations.queries import SigningPower, power_to_sign
from motcua.results import composing, journal, keys, signing
from motcua.results.events import ResultIssued
from motcua.results.models import Instrument, Standing
from motcua.results.queries import fingerprint
from motcua.results.rendering import render
from motcua.results.rules.content import Content
from motcua.results.rules.places import number_of
from motcua.results.services.drafting import held_draft


@transaction.atomic
def sign(instrument: Instrument, *, by: Officer, at: datetime, shown: str | None = None) -> Instrument:
    """Sign a draft and bring it into force under the next number of its body, symbol and year.

    `shown` is `queries.fingerprint` of what the signer saw; a draft changed since then is refused. Refuses
    whoever has neither an own mandate nor a delegation, and a certificate that is expired, revoked or not yet
    valid. If anything fails, no number is used and nothing is issued; the journal still knows of the
    signature.
    """
    held = held_draft(instrument)
    if shown is not None and shown != fingerprint(held):
        raise Refusal(
            _("The draft was changed after you opened it. Read it again, then sign."), code="draft-changed"
        )
    power = power_to_sign(by, held.body, at)
    if power is None:
        raise Refusal(
            _("You may not sign for %(body)s. Ask its leader to sign, or for a delegation.")
            % {"body": held.body.name},
            code="no-power-to-sign",
        )
    return _issued(held, _signed(held, by=by, power=power, at=at), power=power, by=by, at=at)


@dataclass(frozen=True)
class _Signed:
    number: str
    pdf: bytes
    digest: str


def _signed(held: Instrument, *, by: Officer, power: SigningPower, at: datetime) -> _Signed:
    signer = signing.signer_for(by)
    keys.check(signer.certificate, at=at)
    symbol = Content.of(held.data).symbol
    sequence = next_number(held.body, symbol=symbol, year=localdate(at).year)
    number = number_of(sequence, symbol=symbol, body_symbol=held.body.symbol)
    held.valid_until = _months_later(localdate(at), held.valid_months)
    paper = composing.document(held, number=number, by=by, power=power, at=at)
    pdf = signer.sign(render(paper), at=at, place=paper.letterhead.place)
    digest = hashlib.sha256(pdf).hexdigest()
    journal.signed(held.token, digest=digest, officer=by.code, at=at)
    return _Signed(number, pdf, digest)


def _issued(
    held: Instrument, signed: _Signed, *, power: SigningPower, by: Officer, at: datetime
) -> Instrument:
    held.standing, held.number, held.digest = Standing.IN_FORCE, signed.number, signed.digest
    held.signed_by, held.signed_at = by, at
    held.file = keep(signed.pdf, media_type="application/pdf", at=at)
    held.save()
    event = ResultIssued(number=signed.number, sha256=signed.digest, electronic=True, under=power.delegation)
    append(event, subject=held.reference, body=held.body.code, actor=by.code, at=at)
    return held


@transaction.atomic
def next_number(body: Body, *, symbol: str, year: int) -> int:
    """The next number of the book, given back if the transaction fails: no gaps, one writer at a time per
    book.
    """
    # no entry: the number becomes a fact with the result that bears it
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO results_numberbook (body, symbol, year, last) VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (body, symbol, year) DO UPDATE SET last = results_numberbook.last + 1"
            " RETURNING last",
            [body.code, symbol, year],
        )
        return int(cursor.fetchone()[0])


def _months_later(day: date, months: int | None) -> date | None:
    """The same day of a later month; its last day where that month is shorter."""
    if months is None:
        return None
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
