"""The months over which an investment is measured: as a directive's, the day in use standing for the report."""

from datetime import datetime, time

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.periods import period
from motcua.directives.queries.norms import norms
from motcua.directives.rules.windows import Windows, of_reform, of_watch
from motcua.reviews.models import Investment


def first_look(one: Investment) -> Windows:
    """The months before the figure was found, and whole months after the one in which it came into use."""
    assert one.in_use_on is not None
    assert one.approved_on is not None
    assert one.window_months is not None
    return of_reform(
        period(one.period),
        datetime.combine(one.in_use_on, time(12), ZONE),
        before_months=norms(one.approved_on).before_months,
        window_months=one.window_months,
    )


def next_look(one: Investment) -> Windows:
    """The window that is due: the first, or, once it has shown what it brought, a later one against that."""
    told = one.measured
    if not told or told["verdict"] != "met":
        return first_look(one)
    assert one.ready_on is not None
    return of_watch(range(told["from"], told["from"] + told["months"]), one.ready_on)
