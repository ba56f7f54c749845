"""What can be said of a PDF that somebody shows: genuine and in force, or one of the ways in which it is not."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Finding(StrEnum):
    """The one word of a verdict."""

    GENUINE_IN_FORCE = "genuine_in_force"
    GENUINE_EXPIRED = "genuine_expired"
    GENUINE_REPLACED = "genuine_replaced"
    GENUINE_REVOKED = "genuine_revoked"
    ALTERED = "altered"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


class Reason(StrEnum):
    """Why. The texts are in `results.wording`."""

    SAME_BYTES = "same-bytes"
    SIGNATURE_VALID = "signature-valid"
    SIGNATURE_BROKEN = "signature-broken"
    NOT_TRUSTED = "not-trusted"
    UNSIGNED = "unsigned"
    CHANGED_AFTER_SIGNING = "changed-after-signing"
    NEVER_ISSUED = "never-issued"
    REPLACED = "replaced"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_A_PDF = "not-a-pdf"
    OTHER_RESULT = "other-result"


@dataclass(frozen=True)
class Signature:
    """What the signature in a file says of itself. `intact`: it fits the bytes it covers; `trusted`: we know
    its root.
    """

    signer: str = ""
    signed_at: datetime | None = None
    intact: bool = False
    trusted: bool = False
    covers_whole_file: bool = False

    @property
    def holds(self) -> bool:
        return self.intact and self.trusted and self.covers_whole_file


@dataclass(frozen=True)
class Verdict:
    """`number`, `token` and `standing` name the result issued here that the file is, or was made from."""

    verdict: Finding
    reasons: tuple[Reason, ...]
    sha256: str
    signer: str = ""
    signed_at: datetime | None = None
    covers_whole_file: bool = False
    known_instrument: bool = False
    number: str = ""
    token: str = ""
    standing: str = ""

    @property
    def is_genuine(self) -> bool:
        """In force, or once issued and since replaced, revoked or expired."""
        return self.verdict.startswith("genuine")

    @property
    def in_force(self) -> bool:
        return self.verdict is Finding.GENUINE_IN_FORCE


def of_issued(standing: str, valid_until: date | None, on: date) -> tuple[Finding, tuple[Reason, ...]]:
    """What holds of a result that was issued here, on a day."""
    if standing == "revoked":
        return Finding.GENUINE_REVOKED, (Reason.REVOKED,)
    if standing == "replaced":
        return Finding.GENUINE_REPLACED, (Reason.REPLACED,)
    if valid_until is not None and valid_until < on:
        return Finding.GENUINE_EXPIRED, (Reason.EXPIRED,)
    return Finding.GENUINE_IN_FORCE, ()


def of_stranger(signature: Signature | None, *, made_from_issued: bool) -> tuple[Finding, tuple[Reason, ...]]:
    """What holds of a file whose bytes were never issued here."""
    if made_from_issued:
        return Finding.ALTERED, (Reason.CHANGED_AFTER_SIGNING,)
    if signature is None:
        return Finding.UNKNOWN, (Reason.UNSIGNED,)
    if not signature.trusted:
        return Finding.UNKNOWN, (Reason.NOT_TRUSTED,)
    if not signature.intact:
        return Finding.ALTERED, (Reason.SIGNATURE_BROKEN,)
    if not signature.covers_whole_file:
        return Finding.ALTERED, (Reason.CHANGED_AFTER_SIGNING,)
    return Finding.UNKNOWN, (Reason.NEVER_ISSUED,)
