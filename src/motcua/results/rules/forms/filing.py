"""What the applicant filed, and what he paid."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from motcua.results.rules.forms.common import Form, Signer


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
