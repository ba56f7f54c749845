"""The papers of the counter (TT 03/2025/TT-VPCP, appendix I) and the results it hands out, as plain facts.

The texts are Vietnamese because the papers are. Moments are aware; they are printed in Vietnam's time.
`qr` is the address that the QR code opens; empty: no code is printed.
"""

from motcua.results.rules.forms.common import Form, Letterhead, PaperLine, Person, Signer
from motcua.results.rules.forms.counter import (
    ApologyExtension,
    IntakeRefusal,
    Lack,
    Receipt,
    StopNotice,
    SupplementRequest,
)
from motcua.results.rules.forms.filing import (
    AnswerGroup,
    AttachedPaper,
    CollectionReceipt,
    FilingRecord,
    MoneyLine,
)
from motcua.results.rules.forms.lists import ControlSheet, HandOver, Register, RegisterRow
from motcua.results.rules.forms.result import ResultDocument

Printable = Form | Register | ResultDocument

__all__ = [
    "AnswerGroup",
    "ApologyExtension",
    "AttachedPaper",
    "CollectionReceipt",
    "ControlSheet",
    "FilingRecord",
    "Form",
    "HandOver",
    "IntakeRefusal",
    "Lack",
    "Letterhead",
    "MoneyLine",
    "PaperLine",
    "Person",
    "Printable",
    "Receipt",
    "Register",
    "RegisterRow",
    "ResultDocument",
    "Signer",
    "StopNotice",
    "SupplementRequest",
]
