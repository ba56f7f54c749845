"""The calendars as the database has them."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from motcua.clock.models import DeclaredDay, WorkingWeek
from motcua.clock.rules import shipped
from motcua.clock.rules.calendar import Calendar, Declared, Works
from motcua.kernel.refusals import Refusal


@dataclass
class _Known:
    """Everything that one version of the tables says; calendars are built from it when they are asked for."""

    version: tuple[object, ...]
    weeks: dict[str, shipped.Week]
    days: list[tuple[str, Declared]]  # (calendar code or "", day), by publication
    built: dict[tuple[str, int], Calendar] = field(default_factory=dict)

    def calendar(self, code: str, on: date) -> Calendar:
        if code not in self.weeks:
            raise Refusal(
                _("There is no working calendar “%(code)s”. Known: %(known)s.")
                % {"code": code, "known": ", ".join(sorted(self.weeks))},
                code="unknown-calendar",
            )
        count = bisect_right(self.days, on, key=lambda one: one[1].known_from)
        if (code, count) not in self.built:
            known = self.days[:count]
            national = [day for calendar, day in known if calendar == ""]
            own = [day for calendar, day in known if calendar == code]
            self.built[code, count] = shipped.calendar_of(self.weeks[code], [*national, *own])
        return self.built[code, count]


_known: _Known | None = None


def calendar(code: str, *, as_known_on: date | None = None) -> Calendar:
    """The calendar with every day that has been declared, or that had been published by `as_known_on`.

    Kept in the process. Each call asks the database one small question (how many rows, the last of them,
    when) and reads the tables again only if the answer has changed, so a day declared anywhere counts at
    once; ask once per page, not once per row. A database without calendars answers from the shipped files. A
    calendar's own day wins over the country's. Refuses an unknown code.
    """
    global _known
    version = _version()
    if _known is None or _known.version != version:
        _known = _read(version)
    return _known.calendar(code, as_known_on or date.max)


def shipped_calendar(code: str, *, as_known_on: date | None = None) -> Calendar:
    """The calendar as it comes with the house, whatever the database says. Refuses an unknown code."""
    return _shipped(()).calendar(code, as_known_on or date.max)


def _shipped(version: tuple[object, ...]) -> _Known:
    weeks = {week.code: week for week in shipped.weeks()}
    return _Known(version, weeks, _by_publication([("", day) for day in shipped.days()]))


def _version() -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), max(id), max(declared_at), (SELECT count(*) FROM clock_workingweek),"
            " (SELECT max(changed_at) FROM clock_workingweek) FROM clock_declaredday"
        )
        return tuple(cursor.fetchone())


def _read(version: tuple[object, ...]) -> _Known:
    weeks = {week.code: _week(week) for week in WorkingWeek.objects.all()}
    if not weeks:
        return _shipped(version)
    return _Known(
        version, weeks, _by_publication([(row.calendar, _day(row)) for row in DeclaredDay.objects.all()])
    )


def _by_publication(days: list[tuple[str, Declared]]) -> list[tuple[str, Declared]]:
    return sorted(days, key=lambda one: one[1].known_from)


def _week(row: WorkingWeek) -> shipped.Week:
    return shipped.Week(row.code, row.name_vi, row.name_en, row.week, tuple(row.full_day), row.basis)


def _day(row: DeclaredDay) -> Declared:
    return Declared(
        row.on,
        Works(row.works),
        row.name_vi,
        row.name_en,
        row.decree,
        row.known_from,
        row.confidence,
        row.swapped_with,
    )
