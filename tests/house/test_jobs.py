"""What the worker does by the clock: cron is in UTC, offices are in Vietnam."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from motcua.clock.rules.calendar import ZONE

FIRST_HOUR_OF_OFFICES = 9


def test_what_is_done_once_a_day_is_done_before_offices_are_busy():
    today = datetime(2026, 11, 23, tzinfo=UTC).timestamp()
    hours = {
        one.task.name: datetime.fromtimestamp(one.croniter.get_next(float, start_time=today), ZONE).hour
        for one in app.periodic_registry.periodic_tasks.values()
        if "*" not in one.cron.split()[1]
    }
    assert len(hours) >= 6
    assert [name for name, hour in hours.items() if hour >= FIRST_HOUR_OF_OFFICES] == []
