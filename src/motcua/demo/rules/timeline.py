"""Two axes of the same time: seconds on the wall, and minutes worked. Officers live on the second one."""

from datetime import date, datetime, timedelta

from motcua.clock.rules.calendar import FIRST, ZONE, Calendar

DAY = 86_400
_BASE = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=ZONE)


class Timeline:
    """Seconds since the calendar began, and working minutes since then."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar

    def seconds(self, at: datetime) -> int:
        return int((at - _BASE).total_seconds())

    def moment(self, seconds: int) -> datetime:
        return _BASE + timedelta(seconds=seconds)

    def worked(self, seconds: int) -> int:
        """The working minutes that had passed by then."""
        index, rest = divmod(seconds, DAY)
        return self.calendar.worked_before(index, rest // 60)

    def open_at(self, worked: int, second: int = 0) -> int:
        """The wall second within the working minute that comes after so many: always inside a session."""
        index, minute = self.calendar.place_after(worked + 1)
        return index * DAY + (minute - 1) * 60 + second

    def day_begins(self, on: date) -> int:
        """The working minutes before a day."""
        return self.calendar.minutes[self.calendar.index_of(on)]

    def date_of(self, seconds: int) -> date:
        return self.calendar.date_of(seconds // DAY)
