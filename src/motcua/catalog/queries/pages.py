"""What the page of one procedure says, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from motcua.catalog.models import Competence, Procedure, ProcedureField, Version
from motcua.catalog.queries.documents import document_of, in_force
from motcua.catalog.queries.experience import Experience, experience_of
from motcua.catalog.rules.document import Document
from motcua.kernel.bilingual import Text
from motcua.organizations.models import Body


class BodyLine(NamedTuple):
    code: str
    name: Text
    address: str
    phone: str


class Edition(NamedTuple):
    number: int
    effective_from: date
    effective_until: date | None


@dataclass(frozen=True)
class Page:
    """`version` and `document` are None where the procedure cannot be filed on that day.

    `consulted` names the bodies whose opinions the process asks for, by code.
    """

    procedure: Procedure
    version: Version | None
    document: Document | None
    bodies: tuple[BodyLine, ...]
    editions: tuple[Edition, ...]
    consulted: dict[str, Text]
    experience: Experience | None


def page_of(code: str, on: date) -> Page:
    """The page of a procedure on a day. Raises `Procedure.DoesNotExist` if there is no such code."""
    procedure = Procedure.objects.select_related("field").get(code=code)
    version = in_force(on).filter(procedure=procedure).first()
    document = document_of(version) if version else None
    return Page(
        procedure=procedure,
        version=version,
        document=document,
        bodies=competent_bodies(procedure),
        editions=editions_of(procedure),
        consulted=_consulted(document) if document else {},
        experience=experience_of([code], on).get(code),
    )


def competent_bodies(procedure: Procedure) -> tuple[BodyLine, ...]:
    """The bodies that decide it, in the alphabet's order."""
    competent = Competence.objects.filter(procedure=procedure).order_by("body__sort_key", "body__code")
    rows = competent.values_list(
        "body__code", "body__name_vi", "body__name_en", "body__address", "body__phone"
    )
    return tuple(BodyLine(code, Text(vi, en), place, phone) for code, vi, en, place, phone in rows)


def editions_of(procedure: Procedure) -> tuple[Edition, ...]:
    """Every version published, newest first."""
    rows = Version.objects.filter(procedure=procedure).order_by("-number")
    return tuple(Edition(*row) for row in rows.values_list("number", "effective_from", "effective_until"))


class FieldLine(NamedTuple):
    code: str
    name: Text


def fields() -> tuple[FieldLine, ...]:
    """The fields, in the alphabet's order."""
    rows = ProcedureField.objects.order_by("sort_key", "code").values_list("code", "name_vi", "name_en")
    return tuple(FieldLine(code, Text(vi, en)) for code, vi, en in rows)


def deciding_bodies() -> tuple[FieldLine, ...]:
    """The bodies that decide any procedure, in the alphabet's order: the choices of the filter."""
    rows = Body.objects.filter(pk__in=Competence.objects.values("body")).order_by("sort_key", "code")
    return tuple(
        FieldLine(code, Text(vi, en)) for code, vi, en in rows.values_list("code", "name_vi", "name_en")
    )


class SheetLine(NamedTuple):
    code: str
    name: Text
    field: Text
    number: int
    effective_from: date


def sheets(on: date) -> tuple[SheetLine, ...]:
    """The internal procedures in force on a day, by field."""
    rows = (
        in_force(on)
        .order_by("procedure__field__sort_key", "procedure__code")
        .values_list(
            "procedure__code",
            "procedure__name_vi",
            "procedure__name_en",
            "procedure__field__name_vi",
            "procedure__field__name_en",
            "number",
            "effective_from",
        )
    )
    return tuple(
        SheetLine(code, Text(vi, en), Text(fvi, fen), n, begin) for code, vi, en, fvi, fen, n, begin in rows
    )


def _consulted(document: Document) -> dict[str, Text]:
    codes = {step.body for step in document.net.steps.values() if step.body}
    rows = Body.objects.filter(code__in=codes).values_list("code", "name_vi", "name_en")
    return {code: Text(vi, en) for code, vi, en in rows}
