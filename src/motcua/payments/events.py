"""What can happen to money. Online kinds are declared now; the online payment issue gives them their
verbs.
"""

from dataclasses import dataclass
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class InvoiceCharged(Event):
    kind: ClassVar[str] = "invoice.charged"
    total: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class InvoiceSettled(Event):
    """`method`: cash, card, transfer, online. `receipt` is the numbered receipt."""

    kind: ClassVar[str] = "invoice.settled"
    amount: int
    method: str
    receipt: str


@dataclass(frozen=True)
class PaymentStarted(Event):
    """The payer went to a gateway. `channel`: national, gateway, bank_qr."""

    kind: ClassVar[str] = "payment.started"
    amount: int
    channel: str


@dataclass(frozen=True)
class PaymentFailed(Event):
    kind: ClassVar[str] = "payment.failed"
    amount: int
    reason: str


@dataclass(frozen=True)
class RefundDue(Event):
    kind: ClassVar[str] = "payment.refund_due"
    amount: int
    reason: str
