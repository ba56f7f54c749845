"""The diagnosis, put together: of lateness down to steps, of other shortfalls down to procedures, bodies, dossiers."""

from dataclasses import replace
from datetime import datetime
from functools import cached_property

from motcua.bottlenecks.queries.diagnosis.lateness import of_lateness
from motcua.bottlenecks.queries.diagnosis.missing import of_what_is_missing
from motcua.bottlenecks.queries.diagnosis.place import Scene, scene
from motcua.bottlenecks.queries.diagnosis.sharing import Shared
from motcua.bottlenecks.queries.keeping import Kept, Mark, many_rows, mark
from motcua.bottlenecks.rules.diagnosis import Asked, Diagnosis
from motcua.bottlenecks.rules.diagnosis.norms import in_force
from motcua.clock.rules.calendar import ZONE
from motcua.criteria.queries.nodes import tree
from motcua.criteria.queries.scores import View, horizon, period_of, set_of, view
from motcua.criteria.rules.periods import Period

MOST_KEPT = 64
_kept: Kept[Diagnosis] = Kept(MOST_KEPT)


def diagnose(asked: Asked) -> Diagnosis:
    """Refused: an unknown body, criteria set, period or criterion.

    Only ledger facts up to the index's horizon are read; the number of queries does not depend on how many dossiers
    there are. Kept for the next who asks the same while nothing of it has changed.
    """
    over, until = period_of(asked.period), horizon()
    digest = set_of(asked.criteria_set, over).digest
    key = (asked, digest, tree().mark, _minute(over, until), mark())
    found = _kept.get(key, lambda: Diagnoses(view(asked.body, asked.period, by=asked.criteria_set)).of(asked))
    return replace(found, horizon=until) if found.horizon else found


class Diagnoses:
    """Several criteria of one view, diagnosed on one reading of its dossiers and steps."""

    def __init__(self, seen: View) -> None:
        self.seen = seen

    def concluded(self, code: str) -> Diagnosis:
        """What is concluded of a criterion, and why, without tables. Refused: an unknown criterion."""
        seen = self.seen
        asked = Asked(seen.by.code, code, seen.node.code, "", seen.over.code)
        key = (
            "concluded",
            asked,
            seen.by.digest,
            seen.tree.mark,
            _minute(seen.over, seen.horizon),
            self._mark,
        )
        found = _kept.get(key, lambda: self.of(asked, tables=False))
        return replace(found, horizon=seen.horizon) if found.horizon else found

    def of(self, asked: Asked, *, tables: bool = True) -> Diagnosis:
        """Of a criterion of this view, made anew."""
        found = scene(asked, self.seen)
        if found.place is None:
            return _nothing_counted(found)
        if found.counts_lateness:
            with many_rows():
                return of_lateness(found, self._shared, tables=tables)
        return of_what_is_missing(found, in_force(found.seen.over.starts_at.date()), tables=tables)

    @cached_property
    def _mark(self) -> Mark:
        return mark()

    @cached_property
    def _shared(self) -> Shared:
        return Shared(self.seen)


def _minute(over: Period, until: datetime | None) -> datetime | None:
    """Working time is counted in whole minutes: within one of them an open step has waited no longer."""
    if until is None or until >= over.ends_at:
        return None
    return until.astimezone(ZONE).replace(second=0, microsecond=0)


def _nothing_counted(found: Scene) -> Diagnosis:
    return Diagnosis(
        asked=found.asked,
        horizon=None,
        points=found.points,
        most=found.measured.max,
        by_steps=False,
        cases=0,
        late=0,
        enough=False,
        least=in_force(found.seen.over.starts_at.date()).least_cases,
        rest=found.rest,
    )
