"""Forms 01 to 05: what the counter hands to the applicant."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from motcua.results.rules.forms.common import Form, PaperLine, Signer


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
