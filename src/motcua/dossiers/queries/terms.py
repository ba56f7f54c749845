"""Under what, and by whom, a dossier is processed."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from django.utils.timezone import localdate

from motcua.catalog.models import Version
from motcua.catalog.queries import document_of
from motcua.catalog.rules.process import Step
from motcua.clock.queries import calendar
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.life import Terms
from motcua.organizations.models import Body, Unit, UnitKind
from motcua.organizations.queries import unit_among, units_of


class UnitCodes(Mapping[str, str]):
    """The code of the unit that does each step of a dossier. Nothing is asked before somebody wants to know."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier

    @cached_property
    def units(self) -> dict[str, Unit]:
        return places(self._dossier.version, self._dossier.body)

    def __getitem__(self, step: str) -> str:
        return self.units[step].code

    def __iter__(self) -> Iterator[str]:
        return iter(self.units)

    def __len__(self) -> int:
        return len(self.units)


def terms_of(dossier: Dossier, *, on: date, units: UnitCodes | None = None) -> Terms:
    """The terms as they were on the day of receipt, or on `on` for a dossier not yet received."""
    known_on = localdate(dossier.received_at) if dossier.received_at else on
    return Terms(
        document=document_of(dossier.version),
        calendar=calendar(dossier.body.calendar, as_known_on=known_on),
        calendar_code=dossier.body.calendar,
        receiving_unit=dossier.receiving_unit.code,
        units=UnitCodes(dossier) if units is None else units,
    )


def places(version: Version, body: Body) -> dict[str, Unit]:
    """The unit that does each step of the sheet: one of the deciding body's, or the consulted body's experts.

    One query; two where bodies are consulted.
    """
    document = document_of(version)
    consulted = {step.body for step in document.net.steps.values() if step.body}
    bodies = {other.code: other for other in Body.objects.filter(code__in=consulted)} if consulted else {}
    units = units_of([body, *bodies.values()])
    chosen: dict[str, Unit] = {}
    for step in document.net.steps.values():
        where, kind, field = _place(step, body, bodies, document.field_code)
        chosen[step.id] = unit_among(units, where, kind, field)
    return chosen


def _place(step: Step, body: Body, bodies: dict[str, Body], field_code: str) -> tuple[Body, str, str]:
    if step.body:  # a consulted body has its own order of fields: ask its first experts
        return bodies[step.body], UnitKind.EXPERT.value, ""
    return body, step.unit, field_code if step.unit == UnitKind.EXPERT else ""
