"""The catalogue as files → the catalogue in the database. Loading again what is there changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.catalog.events import CatalogueListed
from motcua.catalog.models import Competence, Procedure, ProcedureField, Version
from motcua.catalog.rules.folder import read_folder
from motcua.catalog.rules.listed import Listed
from motcua.catalog.services.publishing import publish
from motcua.kernel.refusals import Refusal
from motcua.kernel.vietnamese import fold, sort_key
from motcua.ledger.services import append
from motcua.organizations.models import Body, BodyKind

SUBJECT = "catalogue"
COMMUNES = "communes"


@dataclass(frozen=True)
class Loaded:
    """How many were there after loading, and how many were new or changed."""

    fields: int
    listed: int
    changed: int
    published: int
    competences: int


@transaction.atomic
def load_catalogue(path: Path, *, by: str, at: datetime, body: str = "") -> Loaded:
    """Load a whole folder: fields, list, documents, and who decides. Refused if any file is wrong.

    The bodies must be there. Documents are published in the order of their first days.
    """
    catalogue = read_folder(path, bodies=set(Body.objects.values_list("code", flat=True)))
    if catalogue.problems:
        first = catalogue.problems[0]
        raise Refusal(
            _("The catalogue cannot be loaded: %(count)s things to mend. First, in %(where)s: %(first)s")
            % {"count": len(catalogue.problems), "where": first.where, "first": str(first)},
            code="unreadable-catalogue",
        )
    load_fields(catalogue.fields)
    changed = import_listed(catalogue.listed, by=by, at=at, body=body)
    before = Version.objects.count()
    for each in sorted(catalogue.written, key=lambda w: (w.document.effective_from, w.document.code)):
        publish(each.content, by=by, at=at, body=body)
    published = Version.objects.count() - before
    competences = assign(catalogue.competence)
    return Loaded(len(catalogue.fields), len(catalogue.listed), changed, published, competences)


def load_fields(rows: Iterable[Mapping[str, str]]) -> None:
    """Write the fields; those known by their code are renamed."""
    ProcedureField.objects.bulk_create(
        [
            ProcedureField(
                code=row["code"], name_vi=row["vi"], name_en=row.get("en", ""), sort_key=sort_key(row["vi"])
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_vi", "name_en", "sort_key"],
    )


@transaction.atomic
def import_listed(rows: Iterable[Listed], *, by: str, at: datetime, body: str = "") -> int:
    """Write what the list says of procedures that have no version of their own; gives how many were new or
    changed.
    """
    fields = dict(ProcedureField.objects.values_list("code", "pk"))
    here = {procedure.code: procedure for procedure in Procedure.objects.filter(versions=None)}
    own = set(Procedure.objects.filter(versions__isnull=False).values_list("code", flat=True))
    meant = [listed_as(row, fields[row.field]) for row in rows if row.code not in own]
    changed = [each for each in meant if each.code not in here or _said(here[each.code]) != _said(each)]
    if changed:
        Procedure.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["code"], update_fields=list(LISTED_COLUMNS)
        )
        append(CatalogueListed(len(meant), len(changed)), subject=SUBJECT, body=body, actor=by, at=at)
    return len(changed)


LISTED_COLUMNS = (
    "code_status",
    "field_id",
    "level",
    "name_vi",
    "name_en",
    "subjects",
    "life_events",
    "online_level",
    "is_eligible",
    "search_key",
)


def _said(procedure: Procedure) -> tuple[Any, ...]:
    return tuple(getattr(procedure, column) for column in LISTED_COLUMNS)


def listed_as(row: Listed, field_id: int) -> Procedure:
    return Procedure(
        code=row.code,
        code_status=row.code_status,
        field_id=field_id,
        level=row.level,
        name_vi=row.name_vi,
        name_en=row.name_en,
        subjects=list(row.subjects),
        life_events=list(row.life_events),
        online_level=row.online_level,
        is_eligible=row.eligible,
        search_key=fold(f"{row.code} {row.name_vi} {row.name_en}"),
    )


def assign(competence: Mapping[str, Any]) -> int:
    """Say which bodies decide each procedure, by its level and field; gives how many were added.

    Bodies that are not there are passed over: a small world needs only some of them.
    """
    bodies = dict(Body.objects.values_list("code", "pk"))
    communes = list(Body.objects.filter(kind=BodyKind.COMMUNE).values_list("pk", flat=True))
    known = set(Competence.objects.values_list("procedure_id", "body_id"))
    wanted = [
        (procedure, body)
        for procedure, field, level in Procedure.objects.values_list("pk", "field__code", "level")
        for code in _deciding(competence, field, level)
        for body in (communes if code == COMMUNES else [bodies[code]] if code in bodies else [])
    ]
    new = [Competence(procedure_id=pair[0], body_id=pair[1]) for pair in wanted if pair not in known]
    return len(Competence.objects.bulk_create(new, batch_size=5000))


def _deciding(competence: Mapping[str, Any], field: str, level: str) -> list[str]:
    own = competence.get("fields", {}).get(field, {}).get(level)
    return list(own or competence.get("levels", {}).get(level, []))
