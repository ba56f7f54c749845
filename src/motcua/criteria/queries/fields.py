"""The fields (lĩnh vực) under which procedures stand, and the names of procedures and of their steps."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from motcua.catalog.models import Procedure, ProcedureField, Version
from motcua.catalog.queries import document_of
from motcua.kernel.bilingual import Text
from motcua.kernel.refusals import Refusal


def fields() -> dict[str, Text]:
    """Every field by its code, in the order of the alphabet."""
    rows = ProcedureField.objects.order_by("sort_key").values_list("code", "name_vi", "name_en")
    return {code: Text(vi, en) for code, vi, en in rows}


def procedures_in(field: str) -> tuple[str, ...]:
    """The codes of a field's procedures; none for the empty field, which filters nothing. Refused: an unknown field."""
    if not field:
        return ()
    codes = tuple(Procedure.objects.filter(field__code=field).order_by("code").values_list("code", flat=True))
    if not codes:
        raise Refusal(
            _("There is no field “%(code)s”. Choose one from the list.") % {"code": field},
            code="unknown-field",
        )
    return codes


def names_of(codes: Collection[str]) -> dict[str, Text]:
    """The names of procedures that the catalogue knows."""
    rows = Procedure.objects.filter(code__in=codes).values_list("code", "name_vi", "name_en")
    return {code: Text(vi, en) for code, vi, en in rows}


def steps_of(procedure: str) -> dict[str, Text]:
    """The names of a procedure's steps: of every version, the newest prevailing."""
    names: dict[str, Text] = {}
    for version in Version.objects.filter(procedure__code=procedure).order_by("number"):
        names |= {code: step.name for code, step in document_of(version).net.steps.items()}
    return names
