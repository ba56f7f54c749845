"""The lists of the work queue: what lies with an officer, and with whom he is waiting."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from motcua.clock.rules.calendar import Calendar
from motcua.clock.rules.counting import add_working_minutes
from motcua.dossiers.models import Dossier, State, Task
from motcua.dossiers.queries.duties import Duties
from motcua.organizations.models import Role


@dataclass(frozen=True)
class Desk:
    """Whose queue, when, and by which calendar time is counted."""

    duties: Duties
    calendar: Calendar
    at: datetime

    def in_days(self, days: int) -> datetime:
        return add_working_minutes(self.calendar, self.at, days * self.calendar.day_minutes)

    @property
    def midnight(self) -> datetime:
        return localtime(self.at).replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class Tab:
    """One list. `rows` gives tasks or dossiers; `empty` is what stands there when there are none.

    `within` is the condition of a list that is a part of what is `at_hand`: such lists are counted in one go.
    """

    code: str
    label: Any
    rows: Callable[[Desk], QuerySet[Any]]
    empty: Any
    at_the_counter: bool = False
    within: Callable[[Desk], Q] | None = None


def _open(desk: Desk) -> QuerySet[Task]:
    return Task.objects.filter(finished_at=None)


def at_hand(desk: Desk) -> QuerySet[Task]:
    """The open steps that the officer has, and those that nobody has and he may take."""
    return _open(desk).filter(Q(officer=desk.duties.officer) | Q(officer=None) & desk.duties.reach())


def _part(code: str, label: Any, within: Callable[[Desk], Q], empty: Any) -> Tab:
    """A list that is a part of what is at hand."""
    return Tab(code, label, lambda desk: at_hand(desk).filter(within(desk)), empty, within=within)


def _urgent(desk: Desk) -> Q:
    soon = desk.in_days(1)
    return Q(dossier__paused_at=None) & (Q(due_at__lte=soon) | Q(dossier__due_at__lte=soon))


def _mine(desk: Desk) -> Q:
    return Q(officer=desk.duties.officer, dossier__paused_at=None)


def _waiting_for_applicant(desk: Desk) -> Q:
    return Q(officer=desk.duties.officer, dossier__paused_at__isnull=False)


def _nobodys(desk: Desk) -> Q:
    return Q(officer=None, dossier__paused_at=None)


def _waiting_for_opinion(desk: Desk) -> QuerySet[Task]:
    sent = Task.objects.filter(dossier=OuterRef("dossier"), finished_by=desk.duties.officer)
    return _open(desk).filter(Exists(sent), kind="consult")


def _done_today(desk: Desk) -> QuerySet[Task]:
    return Task.objects.filter(finished_by=desk.duties.officer, finished_at__gte=desk.midnight)


def _at_counter(state: State) -> Callable[[Desk], QuerySet[Dossier]]:
    return lambda desk: Dossier.objects.filter(receiving_unit__in=desk.duties.counters, state=state)


def _asked_at_counter(desk: Desk) -> QuerySet[Dossier]:
    waiting = Dossier.objects.filter(receiving_unit__in=desk.duties.counters, state=State.AWAITING_SUPPLEMENT)
    return waiting.exclude(Exists(Task.objects.filter(dossier=OuterRef("pk"), finished_at=None)))


COUNTER_TABS = (
    Tab(
        "cho-tiep-nhan",
        _("To receive"),
        _at_counter(State.FILED),
        _("Every dossier that was filed has been answered."),
        at_the_counter=True,
    ),
    Tab(
        "cho-chuyen",
        _("To hand over"),
        _at_counter(State.RECEIVED),
        _("Every received dossier has been handed over."),
        at_the_counter=True,
    ),
    Tab(
        "cho-tra",
        _("To return"),
        _at_counter(State.COMPLETED),
        _("No result is waiting to be returned."),
        at_the_counter=True,
    ),
    Tab(
        "cho-cong-dan-quay",
        _("Asked before hand-over"),
        _asked_at_counter,
        _("No applicant owes you a supplement."),
        at_the_counter=True,
    ),
)
TASK_TABS = (
    _part("can-lam-ngay", _("To do now"), _urgent, _("Nothing is due within one working day.")),
    _part(
        "dang-xu-ly",
        _("In my hands"),
        _mine,
        _("You have no dossier in hand. Take one that nobody has taken."),
    ),
    _part(
        "cho-cong-dan",
        _("Waiting for the applicant"),
        _waiting_for_applicant,
        _("No applicant owes you a supplement."),
    ),
    Tab(
        "cho-y-kien",
        _("Waiting for an opinion"),
        _waiting_for_opinion,
        _("No opinion is outstanding on your dossiers."),
    ),
    _part("chua-ai-nhan", _("Nobody has taken"), _nobodys, _("Every step of your units has been taken.")),
    Tab("xong-hom-nay", _("Done today"), _done_today, _("You have finished no step today yet.")),
)
SIGNING = Tab(
    "cho-ky",
    _("To sign"),
    lambda desk: (
        _open(desk)
        .filter(desk.duties.reach(), kind="sign", dossier__paused_at=None)
        .filter(Q(officer=None) | Q(officer=desk.duties.officer))
    ),
    _("Nothing is waiting for your signature."),
)


def tabs_of(duties: Duties) -> tuple[Tab, ...]:
    """The tabs that the officer has work under; the first of them is where he begins."""
    works = any(duty.role != Role.ONE_STOP for duty in duties.held)
    return (COUNTER_TABS if duties.counters else ()) + (TASK_TABS if works or not duties.counters else ())
