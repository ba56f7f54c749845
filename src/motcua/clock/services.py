"""The verbs of the calendar: the shipped one is loaded, and days are declared."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from motcua.clock.events import DayDeclared, WeekSet
from motcua.clock.models import DeclaredDay, WorkingWeek
from motcua.clock.rules import shipped
from motcua.clock.rules.calendar import ZONE, Declared
from motcua.kernel.refusals import Refusal
from motcua.ledger import services as ledger

HOUSE = "motcua"  # the actor of what comes with the software
NATIONAL = "calendar"


@transaction.atomic
def load_calendars(*, at: datetime, by: str = HOUSE) -> int:
    """Bring the shipped weeks and days into the database: how many rows were new. Twice is as good as once.

    What an office has declared or changed since stays: a week is loaded only once, and a day is only added.
    """
    there = set(WorkingWeek.objects.values_list("code", flat=True))
    weeks = [week for week in shipped.weeks() if week.code not in there]
    WorkingWeek.objects.bulk_create([_week(week, at) for week in weeks], ignore_conflicts=True)
    known = set(DeclaredDay.objects.filter(calendar="").values_list("on", "known_from"))
    days = [day for day in shipped.days() if (day.on, day.known_from) not in known]
    DeclaredDay.objects.bulk_create([_row("", day, by, at) for day in days], ignore_conflicts=True)
    for week in weeks:
        texts = tuple(f"{name} {' '.join(sessions)}" for name, sessions in week.week.items())
        ledger.append(
            WeekSet(week.code, texts, week.basis), subject=_subject(week.code), body="", actor=by, at=at
        )
    _record(days, by, at)
    return len(weeks) + len(days)


def _record(days: Iterable[Declared], by: str, at: datetime) -> None:
    events = [_event("", day) for day in days]
    if events:
        ledger.append_all(events, subject=NATIONAL, body="", actor=by, at=at)


@transaction.atomic
def declare_day(day: Declared, *, by: str, at: datetime, calendar: str = "") -> DeclaredDay:
    """Set a day apart, for the whole country or for one calendar.

    It counts at once for what is counted from now on; a due date that stands is not touched. `known_from`,
    the day of publication, is today if not given, and never later. Refuses without a decree, for an unknown
    calendar, and a second declaration of the same day with the same day of publication.
    """
    if not WorkingWeek.objects.exists():
        load_calendars(at=at)
    if day.known_from == date.min:
        day = replace(day, known_from=_today(at))
    _check(calendar, day, at)
    row = _row(calendar, day, by, at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refusal(
            _("This day was already declared with this day of publication. To change it, give a later one."),
            code="day-already-declared",
            fields={"on": _("already declared")},
        ) from error
    ledger.append(_event(calendar, day), subject=_subject(calendar), body="", actor=by, at=at)
    return row


def _check(calendar: str, day: Declared, at: datetime) -> None:
    if not day.decree.strip():
        raise Refusal(
            _("Name the decree, notice or decision that sets this day apart."),
            code="day-without-decree",
            fields={"decree": _("not named")},
        )
    if day.known_from > _today(at):
        raise Refusal(
            _("The day of publication lies in the future. Declare the day when it has been published."),
            code="day-not-yet-published",
            fields={"known_from": _("not yet published")},
        )
    if calendar and not WorkingWeek.objects.filter(code=calendar).exists():
        raise Refusal(
            _("There is no working calendar “%(code)s”. Choose one of the list.") % {"code": calendar},
            code="unknown-calendar",
            fields={"calendar": _("no such calendar")},
        )


def _today(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def _subject(calendar: str) -> str:
    return f"{NATIONAL}.{calendar}" if calendar else NATIONAL


def _week(week: shipped.Week, at: datetime) -> WorkingWeek:
    return WorkingWeek(
        code=week.code,
        name_vi=week.name_vi,
        name_en=week.name_en,
        week=dict(week.week),
        full_day=list(week.full_day),
        basis=week.basis,
        changed_at=at,
    )


def _row(calendar: str, day: Declared, by: str, at: datetime) -> DeclaredDay:
    return DeclaredDay(
        calendar=calendar,
        on=day.on,
        works=day.works.value,
        name_vi=day.name_vi,
        name_en=day.name_en,
        decree=day.decree,
        known_from=day.known_from,
        confidence=day.confidence,
        swapped_with=day.swapped_with,
        declared_by=by,
        declared_at=at,
    )


def _event(calendar: str, day: Declared) -> DayDeclared:
    return DayDeclared(
        calendar, day.on, day.works.value, day.decree, day.known_from, day.confidence, day.swapped_with
    )
