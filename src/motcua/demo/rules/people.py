"""When people outside the offices do things: at home in the evening, at a counter in office hours."""

from random import Random

from motcua.demo.rules.settings import demand
from motcua.demo.rules.timeline import DAY, Timeline


class Habits:
    """Moments, in seconds of the wall."""

    def __init__(self, timeline: Timeline, rng: Random) -> None:
        self._timeline, self._rng = timeline, rng

    def online_on(self, index: int) -> int:
        """Some time of a day at which people sit down and type."""
        hours = demand()["hours"]
        hour: int = self._rng.choices(list(hours), list(hours.values()))[0]
        return index * DAY + hour * 3600 + self._rng.randrange(3600)

    def at_counter_on(self, index: int) -> int:
        """Some time in the sessions of the day, or of the next working day."""
        calendar = self._timeline.calendar
        index = calendar.working_index(index)
        first, minutes = calendar.minutes[index], calendar.minutes[index + 1] - calendar.minutes[index]
        share = min(self._rng.betavariate(1.6, 2.2), 0.97)
        return self._timeline.open_at(first + int(share * (minutes - 1)), self._rng.randrange(60))

    def online_after(self, now: int, days: int) -> int:
        return max(now + 600, self.online_on(now // DAY + days))

    def at_counter_after(self, now: int, days: int) -> int:
        found = self.at_counter_on(now // DAY + days)
        return found if found > now else self.at_counter_on(now // DAY + days + 1)
