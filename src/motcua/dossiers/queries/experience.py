"""How long procedures really took lately, for the catalogue's pages."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from motcua.catalog.queries.experience import Experience
from motcua.clock.queries import calendar
from motcua.clock.rules.counting import working_minutes
from motcua.dossiers.models import Dossier, State

DAYS = 90
MOST_PER_PROCEDURE = 2000
FEWEST = 5
WITH_A_DECISION = (State.COMPLETED, State.DELIVERED, State.REFUSED)


def experience(codes: Collection[str], on: date) -> Mapping[str, Experience]:
    """Median and ninth of ten of the working days from receipt to end, over the dossiers decided in the last 90 days.

    Below five dossiers nothing is told: a median of two says nothing, and could be recognised.
    """
    rows = (
        Dossier.objects.filter(
            version__procedure__code__in=codes,
            state__in=WITH_A_DECISION,
            ended_at__date__range=(on - timedelta(days=DAYS), on),
        )
        .order_by("-ended_at")
        .values_list("version__procedure__code", "body__calendar", "received_at", "ended_at", "due_at")
    )[: MOST_PER_PROCEDURE * len(codes)]
    calendars = {code: calendar(code) for code in {row[1] for row in rows}}
    took: dict[str, list[tuple[Fraction, bool]]] = defaultdict(list)
    for code, working, received_at, ended_at, due_at in rows:
        if received_at is None or ended_at is None or due_at is None:
            continue
        minutes = working_minutes(calendars[working], received_at, ended_at)
        took[code].append((Fraction(minutes, calendars[working].day_minutes), ended_at <= due_at))
    return {code: _told(sorted(days)) for code, days in took.items() if len(days) >= FEWEST}


def _told(days: list[tuple[Fraction, bool]]) -> Experience:
    count = len(days)
    return Experience(
        dossiers=count,
        median=_half_days_up(days[(count - 1) // 2][0]),
        ninth_of_ten=_half_days_up(days[-(-9 * count // 10) - 1][0]),
        on_time=Fraction(sum(on_time for _days, on_time in days), count),
    )


def _half_days_up(days: Fraction) -> Fraction:
    """To the next half day: nobody plans by the hour what took days."""
    return Fraction(ceil(days * 2), 2)
