"""How far a draft has come."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from motcua.catalog.queries import document_of
from motcua.catalog.rules.document import Document, Paper, papers_asked
from motcua.dossiers.models import Attachment, Draft

APPLICANT, PAPERS, DELIVERY = "applicant", "papers", "delivery"


class Status(StrEnum):
    DONE = "done"
    BEGUN = "begun"
    OPEN = "open"


@dataclass(frozen=True)
class Part:
    """One row of the task list; `title` is empty for the parts that every form has."""

    code: str
    title: str
    status: Status


def parts_of(draft: Draft) -> list[Part]:
    """The parts of the task list, in order."""
    document = document_of(draft.version)
    done = set(draft.sections_done)
    parts = [_part(APPLICANT, "", done)]
    for section in document.sections:
        begun = any(field.code in draft.answers for field in section.fields)
        parts.append(_part(section.code, str(section.title), done, begun=begun))
    if papers_asked(document, draft.answers):
        attached = {a.paper for a in draft.attachments.all()}
        status = Status.DONE if not missing_papers(draft) else Status.BEGUN if attached else Status.OPEN
        parts.append(Part(PAPERS, "", status))
    parts.append(_part(DELIVERY, "", done))
    return parts


def missing_papers(draft: Draft) -> list[Paper]:
    """The papers that must be there and are not."""
    attached = {attachment.paper for attachment in draft.attachments.all()}
    return papers_missing(document_of(draft.version), draft.answers, attached)


def papers_missing(document: Document, answers: dict[str, Any], attached: Collection[str]) -> list[Paper]:
    asked = papers_asked(document, answers)
    return [paper for paper in asked if paper.required and paper.code not in attached]


def attachments_by_paper(draft: Draft) -> dict[str, list[Attachment]]:
    found: dict[str, list[Attachment]] = {}
    for attachment in draft.attachments.select_related("file").order_by("pk"):
        found.setdefault(attachment.paper, []).append(attachment)
    return found


def _part(code: str, title: str, done: set[str], *, begun: bool = False) -> Part:
    return Part(code, title, Status.DONE if code in done else Status.BEGUN if begun else Status.OPEN)
