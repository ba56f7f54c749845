"""Days and moments of the plan, said from the world's end: so many working days back, or a month's working day."""

from dataclasses import dataclass
from datetime import date, datetime, time

from motcua.clock.rules.calendar import ZONE, Calendar

MONTH = "m-"


@dataclass(frozen=True)
class Agenda:
    """`ends`: the world's last moment. All that is planned for after it is left to whoever plays on."""

    ends: datetime
    calendar: Calendar

    @property
    def today(self) -> date:
        return self.ends.astimezone(ZONE).date()

    def at(self, said: str) -> datetime:
        """`-35 09:30`: 35 working days ago; `m-6/3 08:15`: on the third working day of the month six before this."""
        day, hour = said.split()
        return datetime.combine(self.on(day), time.fromisoformat(hour), ZONE)

    def on(self, said: str) -> date:
        """A day as in `at`; `+10` lies ahead, `m-6/-1` is a month's last working day, `m-6/*` its first day at all."""
        if not said.startswith(MONTH):
            return self._working_day(int(said))
        back, nth = said.removeprefix(MONTH).split("/")
        if nth == "*":
            return _first_of(self.number(int(back)))
        return self._of_month(self.number(int(back)), int(nth))

    def number(self, back: int) -> int:
        """The month so many before this one: 12 × year + month - 1."""
        return 12 * self.today.year + self.today.month - 1 - back

    def _working_day(self, steps: int) -> date:
        step, day = (1 if steps > 0 else -1), self.today.toordinal()
        for _each in range(abs(steps)):
            day += step
            while not self.calendar.works(date.fromordinal(day)):
                day += step
        return date.fromordinal(day)

    def _of_month(self, month: int, nth: int) -> date:
        days = range(_first_of(month).toordinal(), _first_of(month + 1).toordinal())
        working = [day for day in map(date.fromordinal, days) if self.calendar.works(day)]
        return working[nth - 1 if nth > 0 else nth]


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
