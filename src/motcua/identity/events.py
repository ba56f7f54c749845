"""What happens to accounts and their keys. Codes only, never a name or a number of a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class AccountOpened(Event):
    kind: ClassVar[str] = "account.opened"
    account_kind: str


@dataclass(frozen=True)
class AccountSignedIn(Event):
    """`method`: vneid, password, or demo (a role taken in the demo without a password)."""

    kind: ClassVar[str] = "account.signed_in"
    method: str


@dataclass(frozen=True)
class AccountClosed(Event):
    """The account can no longer be used; its sessions and tokens ended with it."""

    kind: ClassVar[str] = "account.closed"
    reason: str


@dataclass(frozen=True)
class AccountReopened(Event):
    kind: ClassVar[str] = "account.reopened"
    reason: str


@dataclass(frozen=True)
class FactorConfirmed(Event):
    """The officer has shown that his device gives the right one-time codes."""

    kind: ClassVar[str] = "account.factor_confirmed"


@dataclass(frozen=True)
class TokenIssued(Event):
    kind: ClassVar[str] = "token.issued"
    token: str
    scopes: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True)
class TokenRevoked(Event):
    kind: ClassVar[str] = "token.revoked"
    token: str
