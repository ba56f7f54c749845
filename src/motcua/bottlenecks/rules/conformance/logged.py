"""Runs as a log tells them: history that came from elsewhere."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from motcua.bottlenecks.rules.conformance.runs import Doing, Run
from motcua.catalog.rules.process import Net
from motcua.criteria.rules.logs.faults import Unknown
from motcua.criteria.rules.logs.log import Log
from motcua.criteria.rules.logs.roles import ACTIVITY, CASE, START, TIME, nearest
from motcua.criteria.rules.logs.spool import tidy
from motcua.kernel.vietnamese import fold

MORE = ("role", "unit", "outcome")
"""What a log may tell besides: the roles of who did it (`head`, or `head+leader`), the kind of unit, the outcome."""


def runs_in(log: Log, net: Net, named: Mapping[str, str | None], *, ended: bool) -> Iterator[Run]:
    """The cases of a log, each a run: activities are steps by their code or by their name in either language.

    `named`: the columns of MORE that were named; the others are not judged. Raises Unknown for one that is not there.
    """
    more = [_column(log, name, named.get(name)) for name in MORE]
    known = (
        f"NOT void AND {log.cell(CASE)} IS NOT NULL AND {log.cell(ACTIVITY)} IS NOT NULL "
        f"AND {log.instant(TIME)} IS NOT NULL"
    )
    columns = ", ".join(
        f"{what} AS c{place}"
        for place, what in enumerate(
            (
                log.cell(CASE),
                log.cell(ACTIVITY),
                f"epoch_us({log.instant(TIME)})",
                f"epoch_us({log.instant(START)})",
                *more,
            )
        )
    )
    rows = log.rows.filter(known).project(f"row, {columns}").order("c0, c2, row").fetchall()
    steps = steps_by_name(net)
    until = datetime.fromtimestamp(max((row[3] for row in rows), default=0) / 1e6, log.zone)
    for case, events in groupby(rows, key=itemgetter(1)):
        yield Run(case, tuple(_doing(row, steps, log) for row in events), ended, until)


def steps_by_name(net: Net) -> dict[str, str]:
    """Step codes by what a log may call them."""
    found: dict[str, str] = {}
    for code, step in net.steps.items():
        found |= {fold(name): code for name in (step.name.en, step.name.vi, code) if name}
    return found


def _column(log: Log, name: str, said: str | None) -> str:
    if said is None:
        return "NULL::VARCHAR"
    if tidy(said) not in log.columns:
        raise Unknown(name, said, sorted(log.columns), nearest(said, log.columns))
    return log.columns[tidy(said)]


def _doing(row: tuple[Any, ...], steps: Mapping[str, str], log: Log) -> Doing:
    _row, _case, activity, ended, started, role, unit, outcome = row
    return Doing(
        step=steps.get(fold(activity), activity),
        outcome=outcome or "",
        roles=frozenset(role.split("+")) if role else None,
        unit=unit or "",
        opened_at=datetime.fromtimestamp(started / 1e6, log.zone) if started is not None else None,
        closed_at=datetime.fromtimestamp(ended / 1e6, log.zone),
    )
