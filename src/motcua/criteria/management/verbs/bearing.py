from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.csv
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from motcua.clock.queries import calendar, now
from motcua.criteria.queries.attributing import Borne, borne_in
from motcua.criteria.queries.scores import period_of
from motcua.kernel.refusals import Refusal

SAID = "split every late dossier of an exported history over its steps, exactly, as a table"
CALENDAR = "vn-standard"
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--facts", type=Path, required=True, metavar="DIR", help="where `export` wrote to")
    parser.add_argument("--period", required=True, help="a month (2026-10), quarter (2026-Q4) or year (2026)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the whole table, as .csv or .parquet")


def answer(**options: Any) -> dict[str, Any]:
    """`share` of `common` is one late dossier; an empty kind of step says that the limits were too slack."""
    over, out = period_of(options["period"]), options["out"]
    if out is not None and out.suffix not in (".csv", ".parquet"):
        raise Refusal(_("Give the table a name that ends in .csv or .parquet."), code="unknown-format")
    borne = borne_in(
        options["facts"],
        calendar(CALENDAR),
        horizon=(now() - _EPOCH) // _MICROSECOND,
        first=over.first,
        last=over.end - 1,
    )
    if out is not None:
        (pq.write_table if out.suffix == ".parquet" else pyarrow.csv.write_csv)(borne.rows, out)
    return {
        "period": over.code,
        "cases": borne.cases,
        "overruns": borne.overruns,
        "common": borne.common,
        "rows": borne.rows.num_rows,
        "steps": _by_kind(borne),
    }


def _by_kind(borne: Borne) -> list[dict[str, Any]]:
    """What each kind of step bears, most first."""
    summed = borne.rows.group_by("step_kind").aggregate([("share", "sum")]).to_pylist()
    rows = [{"step_kind": row["step_kind"], "share": row["share_sum"]} for row in summed]
    return sorted(rows, key=lambda row: (-row["share"], row["step_kind"]))
