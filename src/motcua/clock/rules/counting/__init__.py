"""Due dates, derived and explained."""

from motcua.clock.rules.counting.terms import OpenPause, due_at
from motcua.clock.rules.counting.working_time import add_working_minutes, remaining, working_minutes

__all__ = [
    "OpenPause",
    "add_working_minutes",
    "due_at",
    "remaining",
    "working_minutes",
]
