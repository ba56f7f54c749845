"""Small calendars for the tests, and an oracle that walks minute by minute."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from fractions import Fraction

from motcua.clock.rules import shipped
from motcua.clock.rules.calendar import ZONE, Calendar, Declared, Works, sessions_of
from motcua.clock.rules.limits import CountFrom, Limit, Pause, Policy, Rounding, Unit

FULL = sessions_of("07:30-11:30", "13:30-17:30")
MINUTE = timedelta(minutes=1)


def shipped_calendar(code: str = "vn-standard") -> Calendar:
    week = next(week for week in shipped.weeks() if week.code == code)
    return shipped.calendar_of(week, shipped.days())


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def uneven_calendar() -> Calendar:
    """Short Fridays, Saturday mornings, a week of holidays, a worked Sunday and half days."""
    short = sessions_of("08:00-11:15", "13:30-15:00")
    days = [Declared(date(2024, 1, 8) + timedelta(n), Works.NONE, "nghỉ", decree="1") for n in range(4)]
    days += [
        Declared(date(2024, 1, 14), Works.FULL, "bù", decree="1"),
        Declared(date(2024, 1, 16), Works.MORNING, "nửa ngày", decree="1"),
        Declared(date(2024, 1, 18), Works.AFTERNOON, "nửa ngày", decree="1"),
    ]
    return Calendar("uneven", (*[FULL] * 4, short, FULL[:1], ()), FULL, {day.on: day for day in days})


class Walker:
    """The obvious slow way: one minute, one half day or one day after the other, over lists of what is worked."""

    def __init__(self, calendar: Calendar, limit: Limit, policy: Policy, pauses: list[Pause]) -> None:
        self.calendar, self.limit, self.policy = calendar, limit, policy
        self.pauses = sorted(((p.since, p.until) for p in pauses), key=lambda pause: pause[0])

    def works(self, at: datetime) -> bool:
        minute = at.hour * 60 + at.minute
        return any(opens <= minute < closes for opens, closes in self.calendar.sessions(at.date()))

    def open_from(self, at: datetime) -> datetime:
        """The first worked minute at or after `at`."""
        while not self.works(at):
            at = at + MINUTE if self.calendar.works(at.date()) else _midnight(at.date() + timedelta(1))
        return at

    def close_of(self, day: date) -> datetime:
        while not self.calendar.works(day):
            day += timedelta(1)
        return _midnight(day) + self.calendar.sessions(day)[-1][1] * MINUTE

    def waiting(self, at: datetime) -> bool:
        return any(since <= at < until for since, until in self.pauses)

    def received(self, start: datetime) -> datetime:
        late = self.policy.cutoff is not None and start.time() >= self.policy.cutoff
        if self.calendar.works(start.date()) and not late:
            return start
        return self.open_from(_midnight(start.date() + timedelta(1)))

    def due(self, start: datetime) -> datetime:
        received = self.received(start)
        if self.limit.unit is Unit.MONTHS or self.limit.unit is Unit.CALENDAR_DAYS:
            return self.by_date(received)
        if self.limit.unit is Unit.WORKING_HOURS or self.policy.count_from is CountFrom.MOMENT:
            return self.by_minute(received)
        if self.limit.unit is Unit.WORKING_DAYS:
            return self.by_day(received)
        return self.by_half(received)

    def by_minute(self, received: datetime) -> datetime:
        """To the minute: a minute counts if it is worked and nobody waits in it."""
        full = sum(closes - opens for opens, closes in self.calendar.full_day)
        worth = {Unit.WORKING_HOURS: 60, Unit.WORKING_DAYS: full, Unit.HALF_DAYS: Fraction(full, 2)}
        left = self.limit.quantity * worth[self.limit.unit]
        at = received
        while left > 0:
            if self.works(at) and not self.waiting(at):
                left -= 1
            at += MINUTE
        while True:  # the end may be rounded, and a wait may begin before that end
            end = self.rounded(at)
            waits = [
                p for p in self.pauses if at <= p[0] < end and self.open_from(p[0]) < self.open_from(p[1])
            ]
            waits = [p for p in waits if self.open_from(p[0]) < end]
            if not waits:
                return end
            at = self.last_worked_before(waits[0][1])

    def last_worked_before(self, at: datetime) -> datetime:
        while not self.works(at - MINUTE):
            at -= MINUTE
        return at

    def rounded(self, at: datetime) -> datetime:
        whole = self.limit.unit is Unit.WORKING_DAYS and self.limit.quantity.denominator == 1
        if self.policy.rounding is Rounding.END_OF_DAY and whole:
            return self.close_of(at.date())
        if self.policy.rounding is Rounding.QUARTER_HOUR:
            while at.minute % 15:
                at += MINUTE
        return at

    def by_day(self, received: datetime) -> datetime:
        """Whole working days, a day worked by half counting for half. A wait takes out every day from the one on
        which it finds work to do to the one before that on which there is work again after it."""
        out = self.days_out()
        left, day = self.limit.quantity, self.day_before_the_first(received)
        while left > 0:
            day += timedelta(1)
            end = self.close_of(day) if self.calendar.works(day) else None
            taken = any(first <= day < last for first, last in out)
            if end is not None and not taken:
                left -= Fraction(len(halves_of(self.calendar, day)), 2)
        return self.close_of(day)

    def day_before_the_first(self, received: datetime) -> date:
        """The day after which counting begins."""
        if self.policy.count_from is CountFrom.DAY_OF_RECEIPT:
            return self.open_from(received).date() - timedelta(1)
        return received.date()

    def days_out(self) -> list[tuple[date, date]]:
        return [
            (self.open_from(since).date(), self.open_from(until).date()) for since, until in self.merged()
        ]

    def merged(self) -> list[tuple[datetime, datetime]]:
        spans: list[tuple[datetime, datetime]] = []
        for since, until in self.pauses:
            if spans and since <= spans[-1][1]:
                spans[-1] = spans[-1][0], max(until, spans[-1][1])
            else:
                spans.append((since, until))
        return spans

    def by_half(self, received: datetime) -> datetime:
        left, day = self.limit.quantity, self.day_before_the_first(received)
        while True:
            day += timedelta(1)
            for begins, ends in halves_of(self.calendar, day):
                if self.policy.count_from is CountFrom.DAY_OF_RECEIPT and ends <= received:
                    continue
                if not self.half_out(begins, ends):
                    left -= 1
                if left <= 0:
                    return ends

    def half_out(self, begins: datetime, ends: datetime) -> bool:
        """A wait takes out every half from the one with its first work to the one before work goes on."""
        spans = [(self.open_from(since), self.open_from(until)) for since, until in self.merged()]
        return any(since < ends <= until for since, until in spans)

    def by_date(self, received: datetime) -> datetime:
        """By the wall calendar, from the day of receipt; waits as calendar days."""
        last = _add(received.date(), self.limit)
        for since, until in self.merged():
            first, again = self.open_from(since).date(), self.open_from(until).date()
            first = max(first, received.date() + timedelta(1))
            if again <= first:
                continue
            if since >= self.close_of(last):
                break
            last = max(last, first) + (again - first)
        return self.close_of(last)


def _add(day: date, limit: Limit) -> date:
    if limit.unit is Unit.CALENDAR_DAYS:
        return day + timedelta(int(limit.quantity))
    year, month = divmod(day.year * 12 + day.month - 1 + int(limit.quantity), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def halves_of(calendar: Calendar, day: date) -> list[tuple[datetime, datetime]]:
    begin, halves = _midnight(day), []
    for part in (
        [s for s in calendar.sessions(day) if s[0] < 720],
        [s for s in calendar.sessions(day) if s[0] >= 720],
    ):
        if part:
            halves.append((begin + part[0][0] * MINUTE, begin + part[-1][1] * MINUTE))
    return halves


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)
