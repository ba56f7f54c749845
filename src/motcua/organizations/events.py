"""What happens to bodies, units, mandates and delegations. Codes only: names stay in the tables."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class BodyOpened(Event):
    kind: ClassVar[str] = "body.opened"
    body: str
    body_kind: str
    parent: str | None = None


@dataclass(frozen=True)
class UnitOpened(Event):
    kind: ClassVar[str] = "unit.opened"
    unit: str
    unit_kind: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class OrganizationsLoaded(Event):
    """The organisation data were read from their files: how many bodies and units came in or changed."""

    kind: ClassVar[str] = "organizations.loaded"
    bodies: int
    units: int


@dataclass(frozen=True)
class OfficerEnrolled(Event):
    kind: ClassVar[str] = "officer.enrolled"
    officer: str
    unit: str


@dataclass(frozen=True)
class OfficerAppointed(Event):
    kind: ClassVar[str] = "officer.appointed"
    officer: str
    role: str
    unit: str
    from_on: date
    until_on: date | None = None
    basis: str = ""


@dataclass(frozen=True)
class OfficerDismissed(Event):
    """The role ends with `until_on`, which is its last day."""

    kind: ClassVar[str] = "officer.dismissed"
    officer: str
    role: str
    unit: str
    until_on: date
    basis: str = ""


@dataclass(frozen=True)
class SigningDelegated(Event):
    kind: ClassVar[str] = "signing.delegated"
    delegation: str
    delegator: str
    delegate: str
    from_at: datetime
    until_at: datetime
    basis: str


@dataclass(frozen=True)
class DelegationRevoked(Event):
    kind: ClassVar[str] = "signing.delegation_revoked"
    delegation: str
    delegator: str
    delegate: str


@dataclass(frozen=True)
class MailAddressSet(Event):
    """To which address letters go was entered or taken out; the address itself stands in the tables alone."""

    kind: ClassVar[str] = "mail_address.set"
    of: str
    is_set: bool
