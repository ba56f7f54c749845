"""The worker hands letters to the mail server: each is claimed, committed, handed over, and its outcome kept.

A worker that dies before the claim loses nothing; one that dies after it leaves a letter `SENDING`, which becomes
`UNCLEAR` and is never repeated by itself. So nothing goes out twice, and nothing vanishes.
"""

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet

from motcua.files.queries import content_of
from motcua.organizations.models import Mail
from motcua.organizations.queries import mail_server
from motcua.organizations.rules.mail_servers import MailServer, Security
from motcua.organizations.rules.mails import STRANDED, Delivery, Outcome, message_id, refused

BACKEND = "django.core.mail.backends.smtp.EmailBackend"
MOST_AT_ONCE = 500
log = logging.getLogger(__name__)


def post(clock: Callable[[], datetime], *, most: int = MOST_AT_ONCE) -> int:
    """Sends what waits and is due, the oldest first. Returns how many the server took.

    A server that cannot be reached leaves all of them waiting: nothing is claimed before the line stands.
    """
    note_stranded(at=clock())
    server = mail_server()
    if server is None or not _due(clock()).exists():
        return 0
    line = _line(server)
    try:
        line.open()
    except (OSError, smtplib.SMTPException) as why:
        log.warning("The mail server %s cannot be reached: %s", server.host, type(why).__name__)
        return 0
    taken = 0
    try:
        while most and (mail := _claim(at=clock())):
            outcome = _hand_over(mail, server, line, clock)
            _keep(mail, outcome, at=clock())
            taken += outcome.state is Delivery.SENT
            most -= 1
            if outcome.state is Delivery.UNCLEAR:
                break  # the line is gone; the next run opens a new one
    finally:
        line.close()
    return taken


def note_stranded(*, at: datetime) -> int:
    """Letters whose worker died with them in its hands: nobody knows whether they were taken."""
    left = Mail.objects.filter(state=Delivery.SENDING, claimed_at__lt=at - STRANDED)
    return left.update(state=Delivery.UNCLEAR, said="")


@transaction.atomic
def _claim(*, at: datetime) -> Mail | None:
    rows = _due(at).select_for_update(skip_locked=True, of=("self",)).select_related("paper")
    mail = rows.first()
    if mail is None:
        return None
    mail.state, mail.next_at, mail.claimed_at = Delivery.SENDING.value, None, at
    mail.tries += 1
    mail.save(update_fields=["state", "next_at", "claimed_at", "tries"])
    return mail


def _due(at: datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(state=Delivery.WAITING, next_at__lte=at).order_by("next_at", "pk")


def _hand_over(
    mail: Mail, server: MailServer, line: BaseEmailBackend, clock: Callable[[], datetime]
) -> Outcome:
    try:
        message = _message(mail, server, line)
    except FileNotFoundError:
        return Outcome(Delivery.FAILED, said="paper missing")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as no:
        code, said = next(iter(no.recipients.values()))
        return refused(code, _words(code, said), tries=mail.tries, at=clock())
    except smtplib.SMTPResponseException as no:
        return refused(no.smtp_code, _words(no.smtp_code, no.smtp_error), tries=mail.tries, at=clock())
    except (OSError, smtplib.SMTPException):
        return Outcome(Delivery.UNCLEAR)
    return Outcome(Delivery.SENT)


def _keep(mail: Mail, outcome: Outcome, *, at: datetime) -> None:
    sent_at = at if outcome.state is Delivery.SENT else None
    Mail.objects.filter(pk=mail.pk, state=Delivery.SENDING).update(
        state=outcome.state.value, next_at=outcome.next_at, said=outcome.said, sent_at=sent_at
    )


def _line(server: MailServer) -> BaseEmailBackend:
    line: BaseEmailBackend = get_connection(
        BACKEND,
        host=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.security is Security.STARTTLS,
        use_ssl=server.security is Security.TLS,
        timeout=server.timeout_s,
    )
    return line


def _message(mail: Mail, server: MailServer, line: BaseEmailBackend) -> EmailMessage:
    host = urlsplit(settings.PUBLIC_ADDRESS).hostname or "motcua"
    message = EmailMessage(
        subject=mail.subject,
        body=mail.text,
        from_email=server.sender,
        to=[mail.address],
        connection=line,
        headers={"Message-ID": message_id(mail.key, host), "Auto-Submitted": "auto-generated"},
    )
    if mail.paper is not None:
        message.attach(mail.paper_name, content_of(mail.paper), mail.paper.media_type)
    if mail.calendar:
        method = "CANCEL" if "METHOD:CANCEL" in mail.calendar else "PUBLISH"
        message.attach("lich.ics", mail.calendar, f"text/calendar; method={method}; charset=utf-8")
    return message


def _words(code: int, said: bytes | str) -> str:
    """The server's own words without the address that it may repeat."""
    plain = said.decode(errors="replace") if isinstance(said, bytes) else said
    kept = " ".join(word for word in plain.split() if "@" not in word)
    return f"{code} {kept}"[:300]
