"""Fair figures of a period, made anew and kept: pages only read them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.bottlenecks.models import Contest, ContestState, FairFigure
from motcua.bottlenecks.queries.fairness.gathering import Gathered, gather
from motcua.bottlenecks.queries.fairness.norms import norms
from motcua.bottlenecks.rules.fairness.casemix import Figure, figures
from motcua.criteria.queries.scores import horizon, period_of
from motcua.kernel.refusals import Refusal

LOCK = 0x66616972  # one computation of figures at a time


class Weighed(NamedTuple):
    """What was kept. `told`: holders with figures, `too_few`: those with too few steps for any."""

    period: str
    horizon: datetime
    officers: int
    units: int
    told: int
    too_few: int
    set_aside: int


@transaction.atomic
def weigh(period: str, *, at: datetime) -> Weighed:
    """Makes all figures of a period anew. Refused for what is no period, and while nothing has been counted."""
    over, seen = period_of(period), horizon()
    if seen is None or seen <= over.starts_at:
        raise Refusal(
            _("The index has not counted anything of %(period)s yet. Try again later.")
            % {"period": over.code},
            code="not-counted-yet",
        )
    _alone()
    aside = _set_aside(over.code)
    found = gather(over, seen, aside)
    rows = [*_rows(found, over.code, seen, at)]
    taken = {(officer, role): len(steps) for officer, role, steps in _corrected(over.code)}
    for row in rows:
        row.set_aside = taken.get((row.holder, row.role), 0) if row.kind == "officer" else 0
    FairFigure.objects.filter(period=over.code).delete()
    FairFigure.objects.bulk_create(rows, batch_size=1_000)
    told = sum(row.adjusted is not None for row in rows)
    officers = sum(row.kind == "officer" for row in rows)
    return Weighed(over.code, seen, officers, len(rows) - officers, told, len(rows) - told, len(aside))


def _rows(found: Gathered, period: str, seen: datetime, at: datetime) -> Iterable[FairFigure]:
    bound = norms(localdate(at))
    for kind, rows, nested in (("officer", found.officers, True), ("unit", found.units, False)):
        for one in figures(rows, bound, nested=nested):
            yield _row(one, kind, period, seen)


def _row(one: Figure, kind: str, period: str, seen: Any) -> FairFigure:
    return FairFigure(
        period=period,
        kind=kind,
        holder=one.holder.code,
        role=one.holder.role,
        unit=one.holder.unit,
        body=one.holder.body,
        steps=one.steps,
        over=one.over,
        usual=one.usual,
        minutes=one.minutes,
        off={why.value: spent for why, spent in one.off.items()},
        horizon=seen,
        asks=one.asks,
        **(one.judged._asdict() if one.judged else {}),
    )


def _corrected(period: str) -> list[tuple[str, str, list[list[object]]]]:
    rows = Contest.objects.filter(period=period, state=ContestState.CORRECTED)
    return list(rows.values_list("officer__code", "role", "steps"))


def _set_aside(period: str) -> set[tuple[str, tuple[str, str, int]]]:
    """Steps that do not count for an officer any more, because he was right that they were not in his hands."""
    return {
        (officer, (str(code), str(step), int(str(round_))))
        for officer, _role, steps in _corrected(period)
        for code, step, round_ in steps
    }


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
