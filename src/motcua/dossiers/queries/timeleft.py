"""How much working time is left, in words and with a tone; the words alone say everything."""

from datetime import datetime
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.clock.rules.calendar import Calendar
from motcua.clock.rules.counting import remaining

HOUR = 60


class TimeLeft(NamedTuple):
    """`minutes`: working minutes until the deadline, negative when it has passed; None without a deadline."""

    minutes: int | None
    words: str
    tone: str

    @property
    def is_late(self) -> bool:
        return self.minutes is not None and self.minutes < 0


def time_left(
    deadline: datetime | None, *, at: datetime, calendar: Calendar, paused_at: datetime | None = None
) -> TimeLeft:
    """What is left until a deadline; while the clock is stopped it says since when."""
    if deadline is None:
        return TimeLeft(None, _("No deadline"), "grey")
    minutes = remaining(deadline, at, calendar, paused_at=paused_at)
    if paused_at is not None:
        since = date_format(localtime(paused_at), "d/m")
        return TimeLeft(
            minutes, _("Paused: waiting for the supplement since %(day)s") % {"day": since}, "blue"
        )
    if minutes < 0 or at > deadline:
        return TimeLeft(min(minutes, -1), _overdue(-minutes, calendar.day_minutes), "red")
    tone = "amber" if minutes <= calendar.day_minutes else "green"
    return TimeLeft(minutes, _left(minutes, calendar.day_minutes), tone)


def _overdue(minutes: int, day: int) -> str:
    if minutes >= day:
        count = minutes // day
        return ngettext("Overdue by %(count)s day", "Overdue by %(count)s days", count) % {"count": count}
    if minutes >= HOUR:
        count = minutes // HOUR
        return ngettext("Overdue by %(count)s hour", "Overdue by %(count)s hours", count) % {"count": count}
    return _("Just overdue")


def _left(minutes: int, day: int) -> str:
    if minutes >= day:
        count = minutes // day
        return ngettext("%(count)s day left", "%(count)s days left", count) % {"count": count}
    if minutes >= HOUR:
        count = minutes // HOUR
        return ngettext("%(count)s hour left", "%(count)s hours left", count) % {"count": count}
    return ngettext("%(count)s minute left", "%(count)s minutes left", minutes) % {"count": minutes}
