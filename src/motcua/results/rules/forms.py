"""The papers of the counter (TT 03/2025/TT-VPCP, appendix I) and the results it hands out, as plain facts.

The texts are Vietnamese because the papers are. Moments are aware; they are printed in Vietnam's time.
`qr` is the address that the QR code opens; empty: no code is printed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True)
class Letterhead:
    """Who writes, from where and when. `superior` is the body above, `unit` the division that writes (one-stop unit).

    `number` is printed after "Số:"; empty leaves dots to fill in by hand. `place` is the place name of the date line.
    """

    body: str
    place: str
    at: datetime
    superior: str = ""
    unit: str = ""
    number: str = ""


@dataclass(frozen=True)
class Person:
    """The applicant as the papers name him. Empty texts are left out."""

    name: str
    id_number: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    represents: str = ""


@dataclass(frozen=True)
class PaperLine:
    """One component of the dossier. `kind`: bản chính, bản sao, bản điện tử…"""

    name: str
    copies: int = 1
    kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class Signer:
    """Who stands under the paper: `title` CHUYÊN VIÊN, GIÁM ĐỐC…; `on_behalf` KT. TRƯỞNG BAN and the like."""

    name: str
    title: str = ""
    on_behalf: str = ""


@dataclass(frozen=True)
class Form:
    """What every paper has. `code` is the dossier's; `procedure` the request in words."""

    template: ClassVar[str] = ""
    name: ClassVar[str] = ""

    letterhead: Letterhead
    code: str
    procedure: str
    applicant: Person


@dataclass(frozen=True)
class Receipt(Form):
    """Form 01: taken in, with the day of the result. `limit` in words (`05 ngày làm việc`)."""

    template: ClassVar[str] = "receipt"
    name: ClassVar[str] = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"

    papers: tuple[PaperLine, ...]
    limit: str
    received_at: datetime
    due_at: datetime | None
    result_channel: str
    receiver: Signer
    sets: int = 1
    fee: str = ""
    contact: str = ""
    secret: str = ""
    qr: str = ""
    proof: str = ""


@dataclass(frozen=True)
class Lack:
    """One thing to put right: what is lacking, and how to do it."""

    what: str
    guidance: str = ""


@dataclass(frozen=True)
class SupplementRequest(Form):
    """Form 02: the one request to complete the dossier."""

    template: ClassVar[str] = "supplement"
    name: ClassVar[str] = "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"

    items: tuple[Lack, ...]
    reason: str
    respond_by: datetime | None
    contact: str
    author: Signer
    basis: str = ""
    qr: str = ""


@dataclass(frozen=True)
class IntakeRefusal(Form):
    """Form 03: not taken in, with the reasons and their legal bases."""

    template: ClassVar[str] = "refusal"
    name: ClassVar[str] = "Phiếu từ chối tiếp nhận giải quyết hồ sơ"

    reasons: tuple[str, ...]
    author: Signer
    basis: str = ""
    guidance: str = ""
    qr: str = ""


@dataclass(frozen=True)
class ApologyExtension(Form):
    """Form 04: sorry, and the one new appointment."""

    template: ClassVar[str] = "apology"
    name: ClassVar[str] = "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"

    received_at: datetime
    old_due_at: datetime
    new_due_at: datetime
    reason: str
    signer: Signer
    contact: str = ""
    qr: str = ""


@dataclass(frozen=True)
class StopNotice(Form):
    """Form 05: processing ends without a result. `consequences`: fees given back, papers returned."""

    template: ClassVar[str] = "stop"
    name: ClassVar[str] = "Thông báo dừng giải quyết hồ sơ"

    received_at: datetime | None
    stage: str
    reason: str
    signer: Signer
    basis: str = ""
    consequences: str = ""
    qr: str = ""


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


@dataclass(frozen=True)
class AnswerGroup:
    """One section of the form as declared: its title and (question, answer) pairs."""

    title: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AttachedPaper:
    """One paper with the files sent for it: (name of the file, SHA-256)."""

    name: str
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FilingRecord(Form):
    """What the applicant declared and attached, word for word, at the moment of filing."""

    template: ClassVar[str] = "filing"
    name: ClassVar[str] = "Bản ghi nộp hồ sơ"

    filed_at: datetime
    channel: str
    groups: tuple[AnswerGroup, ...]
    papers: tuple[AttachedPaper, ...]
    fees: tuple[tuple[str, str], ...] = ()
    secret: str = ""
    qr: str = ""


@dataclass(frozen=True)
class MoneyLine:
    """Whole đồng."""

    name: str
    amount: int


@dataclass(frozen=True)
class CollectionReceipt(Form):
    """Money taken at the counter: the lines and their sum, in figures and in words."""

    template: ClassVar[str] = "collection"
    name: ClassVar[str] = "Biên lai thu phí, lệ phí"

    payer: str
    lines: tuple[MoneyLine, ...]
    method: str
    collector: Signer
    at: datetime
    qr: str = ""


@dataclass(frozen=True)
class ResultDocument:
    """A result or a signed refusal. `layout`: decision, certificate, extract, confirmation, refusal.

    `authority` decides (`TRƯỞNG BAN QUẢN LÝ…`), `bases` are the "Căn cứ…" lines, `fields` label → value, `articles` the texts of Điều 1, 2, 3…
    `signed_at` draws the stamp of the electronic signature; None leaves it out (a draft, marked as such).
    """

    name: ClassVar[str] = "Kết quả giải quyết thủ tục hành chính"

    letterhead: Letterhead
    layout: str
    title: str
    holder: str
    signer: Signer
    subtitle: str = ""
    authority: str = ""
    holder_label: str = "Cấp cho"
    bases: tuple[str, ...] = ()
    opening: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    articles: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    reference: str = ""
    valid_until: date | None = None
    signed_at: datetime | None = None
    stamp_note: str = ""
    qr: str = ""


Printable = Form | Register | ResultDocument
