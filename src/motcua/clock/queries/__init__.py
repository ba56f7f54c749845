"""Now, the calendars, and a due date's explanation in words."""

from motcua.clock.queries.calendars import calendar, shipped_calendar
from motcua.clock.queries.moments import now
from motcua.clock.queries.saying import say

__all__ = ["calendar", "now", "say", "shipped_calendar"]
