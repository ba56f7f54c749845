"""Forms 06 and 07: the control sheet of a dossier and the register of many."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from motcua.results.rules.forms.common import Form, Letterhead


@dataclass(frozen=True)
class HandOver:
    """One row of the control sheet. `outcome`: trước hạn, đúng hạn, quá hạn or empty while it runs."""

    giver: str
    giver_name: str
    receiver: str
    receiver_name: str
    at: datetime
    due_at: datetime | None = None
    outcome: str = ""
    note: str = ""


@dataclass(frozen=True)
class ControlSheet(Form):
    """Form 06: every hand-over from the ledger, oldest first."""

    template: ClassVar[str] = "control_sheet"
    name: ClassVar[str] = "Phiếu kiểm soát quá trình giải quyết hồ sơ"

    received_at: datetime | None
    due_at: datetime | None
    rows: tuple[HandOver, ...]
    cooperating: tuple[str, ...] = ()
    qr: str = ""


@dataclass(frozen=True)
class RegisterRow:
    """One dossier of the register. `status` in words."""

    code: str
    procedure: str
    applicant: str
    address: str
    received_at: datetime | None
    due_at: datetime | None
    handled_by: str
    finished_at: datetime | None = None
    delivered_at: datetime | None = None
    delivery: str = ""
    status: str = ""
    note: str = ""
    sets: int = 1


@dataclass(frozen=True)
class Register:
    """Form 07: the dossiers received from one day to another, landscape."""

    template: ClassVar[str] = "register"
    name: ClassVar[str] = "Sổ theo dõi hồ sơ"

    letterhead: Letterhead
    from_on: date
    until_on: date
    rows: tuple[RegisterRow, ...]
