"""The past of bodies for the what-if, from the facts and the entries that move due moments."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Q

from motcua.bottlenecks.rules.whatif.calendars import Grid
from motcua.bottlenecks.rules.whatif.norms import norms
from motcua.bottlenecks.rules.whatif.past import Mark, Past, Stay, Trip
from motcua.clock.queries import calendar
from motcua.criteria.models import Dossier, Step, microseconds
from motcua.criteria.rules.forecast import MARKING
from motcua.criteria.rules.forecast.moments import NEVER
from motcua.ledger.models import Entry
from motcua.organizations.models import Body, Unit

_STEP = (
    "code",
    "step",
    "step_kind",
    "unit",
    "role",
    "round",
    "opened_at",
    "taken_at",
    "closed_at",
    "officer",
    "due_at",
)


class Known(NamedTuple):
    """What was recorded of bodies before a moment, on the line of their working minutes."""

    past: Past
    grid: Grid
    at: float
    units: frozenset[str]


def known(bodies: Collection[str], at: datetime, *, learned_from: datetime | None = None) -> Known:
    """Everything of these bodies that had been recorded before `at`. Six queries.

    All by the calendar of the first body.
    """
    since = learned_from or at - timedelta(days=norms().learned_days)
    code = (
        Body.objects.filter(code__in=bodies).order_by("kind", "sort_key").values_list("calendar", flat=True)
    )
    grid = Grid(calendar(code[0]))
    units = frozenset(Unit.objects.filter(body__code__in=bodies).values_list("code", flat=True))
    wanted = Q(received_at__gte=since) | Q(ended_at=None) | Q(ended_at__gte=since)
    dossiers = list(
        Dossier.objects.filter(wanted, body__in=bodies, received_at__lt=at)
        .order_by("code")
        .values_list("code", "body", "procedure", "received_at", "ended_at", "ending", "late_at")
    )
    codes = [row[0] for row in dossiers]
    stays = _stays(Step.objects.filter(code__in=codes, opened_at__lt=at), grid, at)
    lent = Step.objects.filter(unit__in=units, opened_at__gte=since, opened_at__lt=at).exclude(
        body__in=bodies
    )
    marks = _marks(codes, at, grid)
    moments = _worked(grid, ([_before(at, moment) for moment in row[3:5] + row[6:]] for row in dossiers))
    trips = tuple(
        Trip(
            row[0],
            row[1],
            row[2],
            received,
            ended,
            row[5],
            late,
            marks.get(row[0], ()),
            stays.get(row[0], ()),
        )
        for row, (received, ended, late) in zip(dossiers, moments, strict=True)
    )
    foreign = tuple(stay for told in _stays(lent, grid, at).values() for stay in told)
    return Known(Past(trips, foreign), grid, float(grid.worked(np.array([microseconds(at)]))[0]), units)


def _worked(grid: Grid, rows: Iterable[Sequence[Any]]) -> Any:
    """Working minutes of rows of moments."""
    table = [[NEVER if moment is None else microseconds(moment) for moment in row] for row in rows]
    return grid.worked(np.array(table, np.int64).reshape(len(table), -1)).tolist() if table else []


def _before(at: datetime, moment: Any) -> datetime | None:
    """A moment that has passed; what comes later is not known yet."""
    return moment if isinstance(moment, datetime) and moment < at else None


def _stays(rows: Any, grid: Grid, at: datetime) -> Mapping[str, tuple[Stay, ...]]:
    told = list(rows.order_by("code", "opened_at", "pk").values_list(*_STEP, "outcome"))
    moments = _worked(grid, ((row[6], _before(at, row[7]), _before(at, row[8]), row[10]) for row in told))
    found: dict[str, list[Stay]] = defaultdict(list)
    for row, (opened, taken, closed, due) in zip(told, moments, strict=True):
        code, step, kind, unit, role, number = row[:6]
        stay = Stay(step, kind, unit, role, number, opened, taken, closed, row[9], due - opened, row[11])
        found[code].append(stay)
    return {code: tuple(listed) for code, listed in found.items()}


def _marks(codes: list[str], at: datetime, grid: Grid) -> Mapping[str, tuple[Mark, ...]]:
    rows = list(
        Entry.objects.filter(kind__in=MARKING, subject__in=codes, recorded_at__lt=at)
        .order_by("subject", "sequence")
        .values_list("subject", "kind", "recorded_at", "data")
    )
    due = [datetime.fromisoformat(row[3]["due_at"]) if row[3].get("due_at") else None for row in rows]
    moments = _worked(grid, [(row[2], when) for row, when in zip(rows, due, strict=True)])
    found: dict[str, list[Mark]] = defaultdict(list)
    for (subject, kind, _at, data), (worked, when) in zip(rows, moments, strict=True):
        before = found[subject]
        if kind == "dossier.received":
            before.clear()  # a supplement that was asked for before moves nothing
        elif not before:
            continue
        paused = kind == "supplement.requested"
        said = before[-1].due if when == np.inf and before else when
        items = tuple(data.get("items", ())) if paused else ()
        before.append(Mark(worked, said, paused, items))
    return {code: tuple(listed) for code, listed in found.items()}
