"""What the applicant came for."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from motcua.results.rules.forms.common import Letterhead, Signer
from motcua.results.rules.forms.report import Section


@dataclass(frozen=True)
class ResultDocument:
    """A result, a signed refusal or a report. `layout`: decision, certificate, confirmation, refusal, report.

    `authority` decides (`TRƯỞNG BAN QUẢN LÝ…`), `bases` are the "Căn cứ…" lines, `fields` label → value,
    `articles` the texts of Điều 1, 2, 3… `signed_at` draws the stamp of the electronic signature; None leaves
    it out (a draft, marked as such).
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
    token: str = ""
    qr: str = ""
    sections: tuple[Section, ...] = ()
