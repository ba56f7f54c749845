"""The same counters from a plain table in PostgreSQL: what a house does that keeps no tallies."""

import time
from pathlib import Path
from typing import Any

import psycopg

from motcua import embedded
from motcua.criteria.benchmarks import house
from motcua.criteria.benchmarks.nation import asked, recount

_MONTH = """(12 * extract(year FROM to_timestamp({0} / 1000000) AT TIME ZONE 'Asia/Ho_Chi_Minh')
    + extract(month FROM to_timestamp({0} / 1000000) AT TIME ZONE 'Asia/Ho_Chi_Minh') - 1)::int"""
_TYPES = {"VARCHAR": "text", "BIGINT": "bigint", "BOOLEAN": "boolean"}
TIMES = 2


def asked_of(connection: Any) -> dict[str, int]:
    """Each counter over all bodies and months."""
    found = connection.execute(recount.plain(_MONTH))
    names = [column.name for column in found.description]
    rows = found.fetchall()
    return {
        name: sum(row[place] or 0 for row in rows)
        for place, name in enumerate(names)
        if name not in ("body", "month")
    }


def filled(connection: Any, directory: Path) -> None:
    """The dossiers as a table, with an index on the body and the moment of reception."""
    database = asked.opened(directory)
    told = database.execute("DESCRIBE dossier").fetchall()
    columns = ", ".join(f"{name} {_TYPES[type_]}" for name, type_, *_rest in told)
    connection.execute("CREATE UNLOGGED TABLE dossier (" + columns + ")")
    file = directory / "dossier.csv"
    database.table("dossier").write_csv(str(file), header=False)
    with file.open("rb") as rows, connection.cursor().copy("COPY dossier FROM STDIN (FORMAT csv)") as copy:
        while part := rows.read(2**20):
            copy.write(part)
    file.unlink()
    connection.execute("CREATE INDEX ON dossier (body, received_at)")
    connection.execute("VACUUM ANALYZE dossier")


def asked_in_a_house(directory: Path) -> dict[str, Any]:
    """The least seconds of some times, on a database of its own."""
    with embedded.in_use(house.var() / "postgres") as cluster:
        place = f"host={cluster.socket} user={embedded.SUPERUSER} dbname=postgres"
        with psycopg.connect(place, autocommit=True) as connection:
            connection.execute("DROP TABLE IF EXISTS dossier")
            filled(connection, directory)
            seconds = []
            for _time in range(TIMES):
                began = time.perf_counter()
                totals = asked_of(connection)
                seconds.append(time.perf_counter() - began)
            connection.execute("DROP TABLE dossier")
    return {"seconds": round(min(seconds), 2), "totals": totals}
