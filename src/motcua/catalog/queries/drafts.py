"""What editors work on: drafts, beside the versions that were published."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import F, OuterRef, Q, Subquery

from motcua.catalog.models import EditDraft, Procedure, ProcedureField, Version
from motcua.catalog.queries.documents import in_force
from motcua.kernel.bilingual import Text
from motcua.kernel.vietnamese import fold
from motcua.organizations.models import Body, Officer

PER_PAGE = 50


class DraftLine(NamedTuple):
    code: str
    name: Text
    revision: int
    edited_at: datetime
    edited_by: str


class EditorLine(NamedTuple):
    """`number` None: no version holds. `coming`: the first day of a version to come."""

    code: str
    name: Text
    number: int | None
    since: date | None
    coming: date | None
    revision: int | None


@dataclass(frozen=True)
class EditorList:
    total: int
    page: int
    pages: int
    rows: tuple[EditorLine, ...]


def drafts() -> tuple[DraftLine, ...]:
    """The drafts, latest first."""
    rows = EditDraft.objects.order_by("-edited_at", "code").values_list(
        "code", "content__name", "revision", "edited_at", "edited_by"
    )
    named = names_of([row[4] for row in rows])
    return tuple(
        DraftLine(code, Text.of(name or code), revision, at, named.get(by, by))
        for code, name, revision, at, by in rows
    )


def editor_list(words: str, on: date, *, page: int = 1) -> EditorList:
    """Procedures whose code or name holds every word, those with drafts and versions first. Three queries at most."""
    listed = Procedure.objects.all()
    for word in fold(words).split()[:10]:
        listed = listed.filter(Q(search_key__contains=word))
    total = listed.count()
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    held = in_force(on).filter(procedure=OuterRef("pk"))
    later = Version.objects.filter(procedure=OuterRef("pk"), effective_from__gt=on).order_by("effective_from")
    rows = (
        listed.annotate(
            number=Subquery(held.values("number")[:1]),
            since=Subquery(held.values("effective_from")[:1]),
            coming=Subquery(later.values("effective_from")[:1]),
            revision=Subquery(EditDraft.objects.filter(code=OuterRef("code")).values("revision")[:1]),
        )
        .order_by(F("revision").desc(nulls_last=True), F("number").desc(nulls_last=True), "code")
        .values_list("code", "name_vi", "name_en", "number", "since", "coming", "revision")
    )
    start = (page - 1) * PER_PAGE
    return EditorList(
        total,
        page,
        pages,
        tuple(EditorLine(row[0], Text(row[1], row[2]), *row[3:]) for row in rows[start : start + PER_PAGE]),
    )


def draft_of(code: str) -> EditDraft | None:
    return EditDraft.objects.filter(code=code).first()


def newest_version(code: str) -> Version | None:
    """The version published last: the one that the draft will follow, in force or still to come."""
    return Version.objects.filter(procedure__code=code).order_by("-number").first()


def known_codes() -> dict[str, Collection[str]]:
    """The lists that a document may name: `fields` and `bodies`."""
    return {
        "fields": set(ProcedureField.objects.values_list("code", flat=True)),
        "bodies": set(Body.objects.values_list("code", flat=True)),
    }


def bodies() -> tuple[tuple[str, Text], ...]:
    """Every body, in the alphabet's order."""
    rows = Body.objects.order_by("sort_key", "code").values_list("code", "name_vi", "name_en")
    return tuple((code, Text(vi, en)) for code, vi, en in rows)


def names_of(codes: Collection[str]) -> dict[str, str]:
    """Officers' names by their codes."""
    return dict(Officer.objects.filter(code__in=set(codes)).values_list("code", "name"))
