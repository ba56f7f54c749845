"""The work that a log tells of: who did what for which case, from when to when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import duckdb
import numpy as np
import pyarrow as pa

from motcua.bottlenecks.rules.columns import Bools, Ints
from motcua.bottlenecks.rules.compiled import processors
from motcua.bottlenecks.rules.lifecycle import paired, tells_starts
from motcua.bottlenecks.rules.sorting import are_in_order, in_order
from motcua.criteria.rules.logs.faults import Unknown
from motcua.criteria.rules.logs.log import Log
from motcua.criteria.rules.logs.roles import ACTIVITY, CASE, RESOURCE, START, TIME, USUAL

__all__ = ["Bools", "Ints", "Work", "coded", "slices", "work_from", "work_of"]


@dataclass(frozen=True)
class Work:
    """Pieces of work as columns, sorted by case, end, start and row; moments in microseconds since 1970 (UTC).

    Codes point into the lists of names, which are in the order of the file. A piece that nobody is named for has the
    code `nobody`. No piece ends before it starts.
    """

    case: Ints
    activity: Ints
    resource: Ints
    start: Ints
    end: Ints
    cases: Sequence[str]
    activities: Sequence[str]
    resources: Sequence[str]

    def __len__(self) -> int:
        return len(self.case)

    def ordered(self, first: Ints, second: Ints) -> "Work":
        """By case, `first` and `second`; pieces that are alike in these stay in their order."""
        if are_in_order(self.case, first, second):
            return self
        order = in_order(self.case, first, second, len(self.cases))
        case, activity, resource, start, end = (
            each[order] for each in (self.case, self.activity, self.resource, self.start, self.end)
        )
        return replace(self, case=case, activity=activity, resource=resource, start=start, end=end)

    @property
    def nobody(self) -> int:
        return len(self.resources)


def work_of(log: Log) -> Work:
    """The pieces of work whose case, activity, start and end are known; the others are left out.

    Raises Unknown if the log tells no starts, neither in a column nor as events of their own.
    """
    if START in log.roles:
        pieces = _in_one_row(log)
    elif tells_starts(log):
        pieces = paired(log)
    else:
        raise Unknown(START, USUAL[START], sorted(log.columns), None)
    return work_from(pieces.order("row").to_arrow_table())


def _in_one_row(log: Log) -> duckdb.DuckDBPyRelation:
    start, end = log.instant(START), log.instant(TIME)
    known = (
        f"NOT void AND {log.cell(CASE)} IS NOT NULL AND {log.cell(ACTIVITY)} IS NOT NULL AND {start} <= {end}"
    )
    return log.rows.filter(known).project(
        f"row, {log.cell(CASE)} AS case_, {log.cell(ACTIVITY)} AS activity, {log.cell(RESOURCE)} AS resource, "
        f"epoch_us({start}) AS start, epoch_us({end}) AS ended"
    )


def work_from(table: pa.Table) -> Work:
    """From columns case_, activity, resource (text or null), start and ended, in the order of the file."""
    case, cases = coded(table.column("case_"))
    activity, activities = coded(table.column("activity"))
    resource, resources = coded(table.column("resource"))
    start, end = (_numbers(table.column(name)) for name in ("start", "ended"))
    work = Work(case, activity, resource, start, end, cases, activities, resources)
    return work.ordered(end, start)


def slices(case: Ints) -> list[tuple[int, int]]:
    """A part of the pieces for each processor; no case is cut in two. `case` is in order."""
    cuts = np.linspace(0, case.size, processors() + 1).astype(np.int64)[1:-1]
    borders = np.unique(
        np.concatenate(([0], np.searchsorted(case, case[cuts]) if case.size else cuts, [case.size]))
    )
    return list(pairwise(borders.tolist()))


def coded(column: pa.ChunkedArray) -> tuple[Ints, list[str]]:
    """Codes of texts by first appearance; null is one beyond the last."""
    coded = column.combine_chunks().dictionary_encode()
    names = coded.dictionary.to_pylist()
    return _numbers(coded.indices.fill_null(len(names))), names


def _numbers(column: pa.Array | pa.ChunkedArray) -> Ints:
    """A copy that may be written to, or loops would be compiled twice."""
    return np.array(column, np.int64)
