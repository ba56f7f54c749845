"""The made-up nation settled in this house: its bodies, what they offer, its tallies, and one officer who looks.

With the argument DIRECTORY, the facts, it prints as JSON how many rows were made.
"""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from motcua.criteria.benchmarks.nation import asked
from motcua.criteria.benchmarks.nation.world import HORIZON, world
from motcua.criteria.models import Reader, moment_of
from motcua.criteria.queries.groups import groups
from motcua.criteria.rules.measures import day_tallies, fact_tables, month_tallies, procedure_tallies, sql
from motcua.criteria.rules.reading_counters import shipped
from motcua.criteria.services.totalling import digest, total_anew
from motcua.identity.models import Account, AccountKind
from motcua.organizations.models import Body, BodyKind, Mandate, Officer, Role, Unit, UnitKind

LOOKER = "bench-looks"
_OFFER = (
    "body", "procedure", "begins_at", "ends_at", "online_level", "eligible", "fee", "document", "citizen", "complete",
    "decided_at", "published_at", "decision_on_time", "publication_on_time",
)  # fmt: skip


def main(directory: Path) -> dict[str, int]:
    database, flows = asked.opened(directory), list(shipped().flows.values())
    slots = [f"c{flow.slot:02}" for flow in flows]
    made = {"bodies": _bodies()}
    for table, keys, measure in (
        ("criteria_daytally", ("body", "day"), day_tallies),
        ("criteria_monthtally", ("body", "month"), month_tallies),
        ("criteria_proceduretally", ("body", "procedure", "month"), procedure_tallies),
    ):
        question = database.sql(sql(measure(fact_tables(), flows, HORIZON), "duckdb"))
        made[table] = _poured(question, directory, table, (*keys, *slots))
    told = ", ".join(_OFFER)
    offers = database.sql(f"SELECT {told}, {HORIZON} AS counted_at, 1 AS moved_in FROM offer")  # noqa: S608 -- ours
    made["criteria_offer"] = _poured(offers, directory, "criteria_offer", (*_OFFER, "counted_at", "moved_in"))
    _counted_up_to_the_horizon()
    return made


def _bodies() -> int:
    """Provinces under the nation, bodies under their provinces; and the officer, in the first of them."""
    here = world()
    provinces = {code: _body(code, BodyKind.PROVINCE, None) for code in here.provinces}
    kinds = [BodyKind.COMMUNE if kind < 0 else BodyKind.DEPARTMENT for kind in here.department]
    known = set(Body.objects.values_list("code", flat=True))
    Body.objects.bulk_create(
        Body(code=code, kind=kind, parent=provinces[code[:3]], name_vi=f"Cơ quan {code}", sort_key=code)
        for code, kind in zip(here.bodies, kinds, strict=True)
        if code not in known
    )
    _looker(provinces[here.provinces[0]])
    return len(here.bodies)


def _body(code: str, kind: str, parent: Any) -> Any:
    facts = {"kind": kind, "parent": parent, "name_vi": f"Tỉnh {code}", "sort_key": code}
    return Body.objects.get_or_create(code=code, defaults=facts)[0]


def _looker(body: Any) -> None:
    unit, _made = Unit.objects.get_or_create(
        code=LOOKER, defaults={"body": body, "kind": UnitKind.LEADERSHIP, "name_vi": "Lãnh đạo"}
    )
    account, _made = Account.objects.get_or_create(
        code=LOOKER, defaults={"kind": AccountKind.OFFICER, "sign_in_name": LOOKER, "full_name": LOOKER}
    )
    facts = {
        "account": account,
        "body": body,
        "unit": unit,
        "name": LOOKER,
        "title_vi": "-",
        "sort_key": LOOKER,
    }
    officer, _made = Officer.objects.get_or_create(code=LOOKER, defaults=facts)
    Mandate.objects.get_or_create(
        officer=officer, unit=unit, role=Role.LEADER, defaults={"from_on": date(2020, 1, 1)}
    )


def _poured(rows: Any, directory: Path, table: str, columns: Sequence[str]) -> int:
    """The rows of DuckDB as the whole content of a table of this house."""
    file = directory / f"{table}.csv"
    rows.write_csv(str(file), header=False)
    with connection.cursor() as cursor, file.open("rb") as told:
        cursor.execute("TRUNCATE " + table)
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv)") as copy:
            while part := told.read(2**20):
                copy.write(part)
        cursor.execute("VACUUM ANALYZE " + table)
        cursor.execute("SELECT count(*) FROM " + table)  # noqa: S608 -- ours
        count: int = cursor.fetchone()[0]
    file.unlink()
    return count


def _counted_up_to_the_horizon() -> None:
    with transaction.atomic():
        total_anew(shipped(), groups())
    totals = digest(shipped(), groups())
    known = {
        "horizon": moment_of(HORIZON),
        "batch": 1,
        "counters": shipped().digest,
        "totals": totals,
        "offers": "as poured",
    }
    Reader.objects.update_or_create(name="index", defaults=known)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
