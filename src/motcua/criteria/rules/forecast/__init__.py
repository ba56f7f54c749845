"""Which open dossiers will be late, and where the score will stand: see README.md beside this file."""

from motcua.criteria.rules.forecast.courses import MARKING, Course, Mark, Stay, courses
from motcua.criteria.rules.forecast.foretelling import Foretold, Reason, late_probabilities
from motcua.criteria.rules.forecast.history import History
from motcua.criteria.rules.forecast.model import Model
from motcua.criteria.rules.forecast.outlook import Band, OnTime, Outlook, Rest, period_end

__all__ = [
    "MARKING",
    "Band",
    "Course",
    "Foretold",
    "History",
    "Mark",
    "Model",
    "OnTime",
    "Outlook",
    "Reason",
    "Rest",
    "Stay",
    "courses",
    "late_probabilities",
    "period_end",
]
