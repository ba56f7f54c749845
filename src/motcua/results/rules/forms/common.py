"""What the papers have in common."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class Letterhead:
    """Who writes, from where and when. `superior` is the body above, `unit` the division that writes
    (one-stop unit).

    `number` is printed after "Số:"; empty leaves dots to fill in by hand. `place` is the place name of the
    date line.
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
