"""Letters by e-mail: what became of one, when it is tried again, and what the server's answer means.

SMTP (RFC 5321) cannot promise exactly once: a line that breaks after the text was handed over leaves open whether it
was taken. Such a letter is `UNCLEAR` and is sent again by a person alone, under the same Message-ID.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_SUBJECT = 200


class Delivery(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNCLEAR = "unclear"
    FAILED = "failed"
    NO_SERVER = "no_server"
    NO_ADDRESS = "no_address"


PAUSES = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 30, 120, 480, 1440))
"""Before each further try; RFC 5321, 4.5.4.1, wants retries over some days with growing pauses."""
STRANDED = timedelta(minutes=15)
"""A letter that was taken up so long ago and has no outcome was left by a worker that died."""
REPEATED = frozenset({Delivery.UNCLEAR, Delivery.FAILED, Delivery.NO_SERVER, Delivery.NO_ADDRESS})
"""What a person may send again."""
_PERMANENT = 500


@dataclass(frozen=True)
class Outcome:
    """`next_at`: when it is tried again. `said`: the server's code and words, without addresses."""

    state: Delivery
    next_at: datetime | None = None
    said: str = ""


def first_state(*, has_server: bool, address: str) -> Delivery:
    """Without a server or an address nothing is kept back for later: an old letter would only confuse."""
    if not has_server:
        return Delivery.NO_SERVER
    return Delivery.WAITING if address else Delivery.NO_ADDRESS


def refused(code: int, said: str, *, tries: int, at: datetime) -> Outcome:
    """The server said no: for ever (5xx, or after the last pause), or for now (4xx)."""
    if code >= _PERMANENT or tries > len(PAUSES):
        return Outcome(Delivery.FAILED, said=said)
    return Outcome(Delivery.WAITING, next_at=at + PAUSES[tries - 1], said=said)


def one_line(text: str) -> str:
    """A header is one line; what is longer than a subject should be is cut."""
    return " ".join(text.split())[:LONGEST_SUBJECT]


def message_id(key: str, host: str) -> str:
    """The same for every try of one letter, so that a mailbox can tell a repetition."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{host}>"
