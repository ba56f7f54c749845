"""`motcua bench clock`: due dates a second on one core, beside the obvious way of walking day by day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction
from time import perf_counter
from typing import Any

from motcua.clock.rules import shipped
from motcua.clock.rules.calendar import ZONE, Calendar
from motcua.clock.rules.counting import due_at
from motcua.clock.rules.limits import Limit, Pause, Policy, Unit
from motcua.kernel.benchmarks import benchmark

BEGIN = datetime(2026, 1, 5, 9, 0, tzinfo=ZONE)
STARTS = [BEGIN + timedelta(minutes=437 * number) for number in range(1_000)]
LONG = Limit(Fraction(35), Unit.WORKING_DAYS)
WAIT = [Pause(BEGIN + timedelta(days=400), BEGIN + timedelta(days=405), "supplement")]


@benchmark("clock")
def clock() -> dict[str, Any]:
    week = next(week for week in shipped.weeks() if week.code == "vn-standard")
    calendar = shipped.calendar_of(week, shipped.days())
    policy = Policy()
    fast = _rate(lambda start: due_at(start, LONG, policy, calendar), rounds=100)
    slow = _rate(lambda start: day_by_day(start, 35, calendar), rounds=2)
    hours = Limit(Fraction(8), Unit.WORKING_HOURS)
    return {
        "due_dates_per_second": round(fast),
        "with_a_pause_per_second": round(
            _rate(lambda start: due_at(start, LONG, policy, calendar, pauses=WAIT), rounds=30)
        ),
        "working_hours_per_second": round(
            _rate(lambda start: due_at(start, hours, policy, calendar), rounds=100)
        ),
        "day_by_day_per_second": round(slow),
        "ratio": round(fast / slow, 1),
    }


def day_by_day(start: datetime, working_days: int, calendar: Calendar) -> datetime:
    """The floor: the same 35 working days, walked."""
    day = start.date()
    while not calendar.works(day):
        day += timedelta(1)
    while working_days:
        day += timedelta(1)
        working_days -= calendar.works(day)
    closes = calendar.sessions(day)[-1][1]
    return datetime(day.year, day.month, day.day, closes // 60, closes % 60, tzinfo=ZONE)


def _rate(count: Callable[[datetime], object], *, rounds: int) -> float:
    began = perf_counter()
    for _ in range(rounds):
        for start in STARTS:
            count(start)
    return rounds * len(STARTS) / (perf_counter() - began)
