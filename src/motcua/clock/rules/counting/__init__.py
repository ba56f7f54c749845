"""Due dates, derived and explained."""

from motcua.clock.rules.counting.explaining import explain
from motcua.clock.rules.counting.lines import Line, Why
from motcua.clock.rules.counting.terms import OpenPause, due_at
from motcua.clock.rules.counting.working_time import add_working_minutes, remaining, working_minutes

__all__ = [
    "Line",
    "OpenPause",
    "Why",
    "add_working_minutes",
    "due_at",
    "explain",
    "remaining",
    "working_minutes",
]
