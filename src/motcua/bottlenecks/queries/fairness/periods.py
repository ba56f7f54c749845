"""Which periods have figures, and which are due to be made anew."""

from datetime import datetime
from typing import Any

from motcua.bottlenecks.models import FairFigure
from motcua.criteria.rules.periods import Period, month_of


def periods_to_weigh(at: datetime) -> list[Period]:
    """The quarter that runs, the one before it, and the year of the day before."""
    month = month_of(at).first
    quarter = Period(month - month % 3, 3)
    year = Period(month - month % 12, 12)
    return [quarter, quarter.previous, year]


def is_due(one: Period, at: datetime) -> bool:
    """Whether its figures are older than a day, or older than the end of the period."""
    made: Any = (
        FairFigure.objects.filter(period=one.code).order_by().values_list("horizon", flat=True).first()
    )
    if made is None:
        return True
    return bool(made < one.ends_at and (at - made).days >= 1)
