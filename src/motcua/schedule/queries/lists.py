"""Which meetings an officer has before him, keeps, or has behind him."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from motcua.organizations.models import Body
from motcua.schedule.models import Invitation, Meeting, Notice
from motcua.schedule.queries.duties import Duty, comes_to, kept_by, visible_to
from motcua.schedule.queries.reading import readable_by
from motcua.schedule.rules.answers import Answer
from motcua.schedule.rules.states import OVER, State
from motcua.schedule.rules.weeks import Week


class Tab(StrEnum):
    """`?xem=`: which list."""

    MINE = "cua-toi"
    ANSWER = "tra-loi"
    CALLED = "co-quan-toi"
    PAST = "da-hop"


def tabs_of(duty: Duty, at: datetime) -> dict[Tab, Q]:
    ahead = Q(ends_at__gte=at) & ~Q(state__in=[*OVER, State.CANCELLED])
    open_work = Q(state__in=[State.DRAFTED, State.CALLED, State.POSTPONED, State.HELD])
    return {
        Tab.MINE: comes_to(duty) & ahead,
        Tab.ANSWER: Q(pk__in=to_answer(duty, at).values("meeting")),
        Tab.CALLED: kept_by(duty) & open_work,
        Tab.PAST: visible_to(duty) & (Q(ends_at__lt=at) | Q(state__in=[*OVER, State.CANCELLED])),
    }


def to_answer(duty: Duty, at: datetime) -> QuerySet[Invitation]:
    """Invitations that wait for his answer: his own, and those of the bodies that he answers for."""
    mine = Q(officer=duty.officer) | Q(officer=None, body__in=duty.answers)
    waiting = Q(answer__in=[Answer.WAITING, Answer.LEAVE_REFUSED])
    return Invitation.objects.filter(mine, waiting, meeting__state=State.CALLED, meeting__begins_at__gt=at)


def counts(duty: Duty, at: datetime) -> dict[Tab, int]:
    """How many each list holds: one query."""
    asked = {tab.name: Count("pk", filter=which) for tab, which in tabs_of(duty, at).items()}
    found = Meeting.objects.aggregate(**asked)
    return {tab: found[tab.name] for tab in Tab}


def meetings(duty: Duty, tab: Tab, at: datetime) -> QuerySet[Meeting]:
    """What comes first at the head; of those that are over, the last first."""
    rows = with_people().filter(tabs_of(duty, at)[tab])
    return rows.order_by("-begins_at", "-pk") if tab is Tab.PAST else rows.order_by("begins_at", "pk")


def with_people() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("host", "chair", "preparing", "letter", "minutes")


def week_of(body: Body, week: Week) -> QuerySet[Meeting]:
    """The open meetings of a body in a week, put off and called off ones too: their mark says so."""
    rows = with_people().filter(host=body, is_open=True, called_at__isnull=False)
    return rows.filter(begins_at__lt=week.ends_at, ends_at__gt=week.begins_at).order_by("begins_at", "pk")


def notices_for(duty: Duty) -> QuerySet[Notice]:
    """The issued notices that he reads, the newest first."""
    rows = Notice.objects.filter(readable_by(duty)).select_related("meeting__host", "corrected_by")
    return rows.order_by("-issued_at", "-pk")


def meetings_seen(duty: Duty, rows: Iterable[Meeting]) -> set[int]:
    """Of these, the ones whose page opens for him. One query."""
    keys = [one.pk for one in rows]
    found = Meeting.objects.filter(visible_to(duty), pk__in=keys)
    return set(found.values_list("pk", flat=True))
