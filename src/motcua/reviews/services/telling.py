"""Bodies are told by e-mail of what is asked of them, and who called of what came, in the transaction of the act."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from motcua.organizations.models import Body
from motcua.organizations.services import Letter, write_each, write_mails
from motcua.results.models import Instrument
from motcua.reviews.models import Call, Extension, Report
from motcua.reviews.rules import mails


def tell_called(call: Call, bodies: Iterable[Body], *, at: datetime) -> None:
    """Not of a call from outside: its keeper recorded it himself."""
    if call.outside:
        return
    letters = []
    for body in bodies:
        said = mails.called(call.code, call.title, call.keeper.name_vi, call.before_on, _way(call, body))
        letters.append((_letter("review.called", call.code, "1", said), body))
    write_each(letters, at=at)


def tell_extended(extension: Extension, bodies: Iterable[Body], *, at: datetime) -> None:
    call, letters = extension.call, []
    for body in bodies:
        said = mails.extended(
            call.code, call.title, extension.from_on, extension.to_on, extension.reason, _way(call, body)
        )
        letters.append((_letter("review.extended", call.code, extension.to_on.isoformat(), said), body))
    write_each(letters, at=at)


def tell_reminded(report: Report, days: int, *, at: datetime) -> None:
    call = report.call
    said = mails.reminded(call.code, call.title, call.before_on, days, _way(call, report.body))
    write_mails(
        _letter("review.reminded", report.code, str(report.reminders), said), bodies=[report.body], at=at
    )


def tell_sent(report: Report, paper: Instrument | None, *, at: datetime) -> None:
    """Who called gets the signed paper; somebody outside the house has no address here."""
    call = report.call
    if call.outside or paper is None:
        return
    said = mails.sent(call.code, call.title, report.body.name_vi, paper.number, _way(call, report.body))
    letter = _letter("review.report_sent", report.code, str(report.version), said, paper)
    write_mails(letter, bodies=[call.keeper], at=at)


def tell_returned(report: Report, reason: str, *, at: datetime) -> None:
    call = report.call
    said = mails.returned(call.code, call.title, reason.strip(), _way(call, report.body))
    letter = _letter("review.report_returned", report.code, str(report.version), said)
    write_mails(letter, bodies=[report.body], at=at)


def _letter(
    kind: str, about: str, occasion: str, said: tuple[str, str], paper: Instrument | None = None
) -> Letter:
    subject, text = said
    name = f"{paper.number.replace('/', '-')}.pdf" if paper else ""
    return Letter(kind, about, occasion, subject, text, paper.file if paper else None, name)


def _way(call: Call, body: Body) -> str:
    return f"{settings.PUBLIC_ADDRESS}/ra-soat/{call.code}/{body.code}/"
