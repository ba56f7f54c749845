"""Files from outside: looked at first, then, and only as they were looked at, written."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.catalog.models import EditDraft, Procedure, ProcedureField
from motcua.catalog.queries.drafts import draft_of, newest_version
from motcua.catalog.rules.listed import Listed
from motcua.catalog.rules.listing import SAID
from motcua.catalog.services.editing import open_draft, save_draft
from motcua.catalog.services.loading import LISTED_COLUMNS, import_listed, listed_as
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Officer

NEW, CHANGED, SAME, OWN = "new", "changed", "same", "own"


@dataclass(frozen=True)
class Planned:
    """What would become of a row. `own`: the procedure has versions of its own, which say more than the list.

    `changes`: (column, before, after).
    """

    code: str
    name: str
    fate: str
    changes: tuple[tuple[str, str, str], ...] = ()


def planned(rows: Iterable[Listed]) -> tuple[Planned, ...]:
    """What `import_list` would do. Reads only."""
    # no entry: nothing is written
    fields = {field.code: field for field in ProcedureField.objects.all()}
    here = {procedure.code: procedure for procedure in Procedure.objects.select_related("field")}
    own = set(Procedure.objects.filter(versions__isnull=False).values_list("code", flat=True))
    return tuple(_fate(row, here.get(row.code), fields, is_own=row.code in own) for row in rows)


def digest_of_plan(plan: Sequence[Planned]) -> str:
    """The same for the same fates: whoever confirms names what he saw."""
    said = "\n".join(f"{line.code} {line.fate} {line.changes}" for line in plan)
    return hashlib.sha256(said.encode()).hexdigest()


@transaction.atomic
def import_list(rows: Sequence[Listed], *, seen: str, by: Officer, at: datetime) -> tuple[Planned, ...]:
    """Write the list, as it was looked at. Refused if the catalogue is another since."""
    plan = planned(rows)
    if digest_of_plan(plan) != seen:
        raise _changed_since()
    import_listed(rows, by=by.code, at=at, body=by.body.code)  # appends the entry
    return plan


@transaction.atomic
def import_sheet(
    code: str, rows: Sequence[Mapping[str, Any]], *, seen: int, by: Officer, at: datetime
) -> EditDraft:
    """Put the steps of an ISO sheet into the draft of the procedure, which is begun if there is none.

    `seen`: the revision of the draft when it was looked at; 0 if there was none. The entries are the draft's own.
    """
    before = draft_of(code)
    if (before.revision if before else 0) != seen:
        raise _changed_since()
    draft, _is_new = open_draft(code, by=by, at=at)
    content = {**draft.content, "process": list(rows)}
    return save_draft(draft, content=content, revision=draft.revision, by=by, at=at)  # appends the entry


def content_before(code: str) -> dict[str, Any] | None:
    """What a sheet would be put into: the draft, else the newest version, else what the list says; None if unlisted."""
    # no entry: nothing is written
    draft, newest = draft_of(code), newest_version(code)
    if draft or newest:
        return dict(draft.content if draft else newest.document if newest else {})
    return {"code": code, "process": []} if Procedure.objects.filter(code=code).exists() else None


_COLUMNS = {"field_id": "field", "online_level": "online", "is_eligible": "eligible"}


def _said(procedure: Procedure, column: str) -> str:
    """A value of the list in the words in which offices write it."""
    value = getattr(procedure, column)
    words = SAID.get(_COLUMNS.get(column, column), {})
    if column == "field_id":
        return str(procedure.field.name_vi)
    if isinstance(value, list):
        return ", ".join(str(words.get(each, each)) for each in value) or "–"
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return str(words.get(value, value) or "–")


def _fate(
    row: Listed, known: Procedure | None, fields: Mapping[str, ProcedureField], *, is_own: bool
) -> Planned:
    if is_own:
        return Planned(row.code, row.name_vi, OWN)
    if known is None:
        return Planned(row.code, row.name_vi, NEW)
    meant = listed_as(row, fields[row.field].pk)
    meant.field = fields[row.field]
    changes = tuple(
        (_COLUMNS.get(column, column), _said(known, column), _said(meant, column))
        for column in LISTED_COLUMNS
        if column != "search_key" and getattr(known, column) != getattr(meant, column)
    )
    return Planned(row.code, row.name_vi, CHANGED if changes else SAME, changes)


def _changed_since() -> Refusal:
    return Refusal(
        _(
            "The catalogue was changed since this page was drawn. Look at what would change, and confirm again."
        ),
        code="changed-since",
    )
