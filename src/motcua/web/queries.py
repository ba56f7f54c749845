"""What the first page says about the catalogue, in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from motcua.catalog.models import Procedure, ProcedureField
from motcua.dossiers.models import Dossier
from motcua.kernel.bilingual import Text

# The newest dossiers are sample enough, and cost the same however many there are.
NEWEST_DOSSIERS = 2000
MOST_USED = 6


class FieldLine(NamedTuple):
    code: str
    name: Text
    procedures: int


class ProcedureLine(NamedTuple):
    code: str
    name: Text


@dataclass(frozen=True)
class Overview:
    """`life_events`: how many procedures stand under each event's code."""

    fields: list[FieldLine]
    life_events: Counter[str]
    procedures: int


def overview() -> Overview:
    """Procedures in force by field, in the alphabet's order, and by life event."""
    listed = Procedure.objects.filter(withdrawn_on=None).values_list("field_id", "life_events")
    by_field: Counter[int] = Counter()
    by_event: Counter[str] = Counter()
    for field, events in listed:
        by_field[field] += 1
        by_event.update(events)
    fields = ProcedureField.objects.order_by("sort_key").values_list("pk", "code", "name_vi", "name_en")
    lines = [FieldLine(code, Text(vi, en), by_field[pk]) for pk, code, vi, en in fields if by_field[pk]]
    return Overview(lines, by_event, by_field.total())


def most_used() -> list[ProcedureLine]:
    """The procedures most asked for of late, most first; none before the first dossier."""
    newest = Dossier.objects.order_by("-pk").values_list("version__procedure_id", flat=True)[:NEWEST_DOSSIERS]
    ranked = [procedure for procedure, _times in Counter(newest).most_common(MOST_USED)]
    names = Procedure.objects.filter(pk__in=ranked).values_list("pk", "code", "name_vi", "name_en")
    lines = {pk: ProcedureLine(code, Text(vi, en)) for pk, code, vi, en in names}
    return [lines[procedure] for procedure in ranked]
