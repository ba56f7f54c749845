"""One version of a procedure, parsed once. The YAML dies at the border; the house knows only these."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from motcua.catalog.rules.process import Net
from motcua.clock.rules.limits import Limit, Policy
from motcua.kernel.bilingual import Text


@dataclass(frozen=True)
class Basis:
    """A legal text, with how sure we are of what we say of it: `found`, `known` or `unsure`."""

    number: str
    title: Text
    articles: str = ""
    confidence: str = "unsure"


@dataclass(frozen=True)
class TimeLimit:
    limit: Limit
    policy: Policy
    article: str = ""
    confidence: str = "unsure"


@dataclass(frozen=True)
class Paper:
    """A component of the dossier. `kind`: original, copy, certified_copy, electronic."""

    code: str
    name: Text
    kind: str = "copy"
    count: int = 1
    required: bool = True
    when: tuple[tuple[str, str], ...] = ()  # asked only if all these answers hold: (field, value)
    hint: Text = Text("")
    form_number: str = ""
    reusable_from: str = ""  # the kind of earlier result that may stand for it
    accepts: tuple[str, ...] = ("pdf", "image")


@dataclass(frozen=True)
class Option:
    value: str
    label: Text


@dataclass(frozen=True)
class Field:
    """A question. `kind`: text, textarea, number, money, date, year, select, radio, checkbox, phone, email,
    id_number, tax_code, address."""

    code: str
    label: Text
    kind: str = "text"
    required: bool = True
    hint: Text = Text("")
    options: tuple[Option, ...] = ()
    show_if: tuple[tuple[str, str], ...] = ()
    prefill: str = ""  # an attribute of the signed-in account
    minimum: int | None = None
    maximum: int | None = None
    max_length: int = 500


@dataclass(frozen=True)
class Section:
    """One topic a page."""

    code: str
    title: Text
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Fee:
    """`kind`: fee (phí) or charge (lệ phí); whole đồng; asked only if all `when` answers hold."""

    code: str
    name: Text
    kind: str
    amount: int
    basis: str = ""
    confidence: str = "unsure"
    when: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ResultKind:
    """What the procedure gives.

    `document` False: nothing to sign. `template` names a Typst result template.
    """

    name: Text
    document: bool = True
    template: str = "quyet_dinh"
    symbol: str = "QĐ"
    register: str = ""
    reusable_as: str = ""
    valid_months: int | None = None
    fields: tuple[Field, ...] = ()  # what the specialist fills in when he drafts it


@dataclass(frozen=True)
class Document:
    """A procedure version as the whole house reads it."""

    code: str
    code_status: str  # verified, unverified, demo
    name: Text
    field_code: str
    level: str  # province, zone, commune
    subjects: tuple[str, ...]
    online_level: str  # none, partial, full
    eligible: bool
    effective_from: date
    effective_until: date | None
    decision: str
    time_limit: TimeLimit
    bases: tuple[Basis, ...]
    papers: tuple[Paper, ...]
    sections: tuple[Section, ...]
    fees: tuple[Fee, ...]
    net: Net
    result: ResultKind
    requirements: Text = Text("")
    steps_text: Text = Text("")
    keywords: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


def said(value: Any) -> str:
    """An answer as conditions name it: text as it is, a ticked box `true`, an unticked one `false`."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def holds(when: tuple[tuple[str, str], ...], answers: dict[str, Any]) -> bool:
    """Whether every (question, value) of a condition is so in the answers given."""
    return all(said(answers.get(code)) == value for code, value in when)


def fees_due(document: Document, answers: dict[str, Any]) -> tuple[Fee, ...]:
    """The fees that these answers bring about."""
    return tuple(fee for fee in document.fees if holds(fee.when, answers))


def papers_asked(document: Document, answers: dict[str, Any]) -> tuple[Paper, ...]:
    """The papers that these answers ask for, required or not."""
    return tuple(paper for paper in document.papers if holds(paper.when, answers))
