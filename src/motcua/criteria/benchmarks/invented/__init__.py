"""An invented province of honest bodies, as columns of facts: what detectors must leave in peace.

Honest is not tidy. Bodies and officers differ in pace and in how often they ask for papers; what is due today is
hurried; results are signed in heaps; people share phones and networks, enterprises file for all their workers at once,
many attach the same downloaded form; now and then a sheet lies the wrong way up in the scanner.
"""

from motcua.criteria.benchmarks.invented.drawing import (
    HORIZON,
    MONTH,
    Columns,
    Manner,
    calendar,
    clock,
    ends,
    starts,
)
from motcua.criteria.benchmarks.invented.province import Province, come_again, honest

__all__ = [
    "HORIZON",
    "MONTH",
    "Columns",
    "Manner",
    "Province",
    "calendar",
    "clock",
    "come_again",
    "ends",
    "honest",
    "starts",
]
