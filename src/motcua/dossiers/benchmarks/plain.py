"""The floor: the very rows of one filing and receipt, written again by plain SQL. No rules, no HTTP, same commits.

python -m motcua.dossiers.benchmarks.plain COUNT THREADS      prints dossiers a second
"""

import secrets
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import django
import psycopg

COPY = """
    INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, to_jsonb(row)
        || jsonb_build_object('id', nextval(pg_get_serial_sequence('{table}', 'id'))) || %s::jsonb)).*
    FROM {table} row WHERE {where}
"""
BOOK = 'UPDATE dossiers_codebook SET last = last WHERE body = %s AND "on" = current_date'


def main(count: int, threads: int) -> None:
    with ThreadPoolExecutor(threads) as pool:
        began = time.perf_counter()
        written = sum(pool.map(lambda _n: _writer(count // threads), range(threads)))
        sys.stdout.write(str(written / (time.perf_counter() - began)))


def _writer(count: int) -> int:
    from django.db import connection  # noqa: PLC0415 -- after the setup

    facts = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{name: facts[name] for name in names if facts.get(name)}) as line:
        like = line.execute(
            "SELECT d.id, d.code, i.id, f.id FROM dossiers_dossier d JOIN identity_intent i ON i.outcome = d.code "
            "JOIN dossiers_draft f ON f.dossier_id = d.id ORDER BY random() LIMIT 1"
        ).fetchone()
        if like is None:
            raise SystemExit("nothing was filed yet")
        line.commit()
        for _n in range(count):
            _file_and_receive(line, *like)
    return count


def _file_and_receive(line: psycopg.Connection, dossier: int, code: str, intent: int, draft: int) -> None:
    new = f"X{secrets.token_hex(10)}"
    line.execute(_copy("identity_intent", "id = %s"), [f'{{"key": "{new}", "outcome": "{new}"}}', intent])
    line.execute(BOOK, [code.rsplit("-", 2)[0]])
    line.execute(_copy("dossiers_dossier", "id = %s"), [f'{{"code": "{new}"}}', dossier])
    line.execute("UPDATE dossiers_draft SET revision = revision WHERE id = %s", [draft])
    line.execute("UPDATE dossiers_attachment SET round = round WHERE dossier_id = %s", [dossier])
    line.execute(_copy("payments_invoice", "reference = %s"), [f'{{"reference": "{new}"}}', code])
    line.execute(_copy("ledger_entry", "subject = %s AND sequence < 3"), [f'{{"subject": "{new}"}}', code])
    line.commit()
    line.execute("UPDATE dossiers_dossier SET revision = revision + 1 WHERE code = %s", [new])
    line.execute(_copy("ledger_entry", "subject = %s AND sequence = 3"), [f'{{"subject": "{new}"}}', code])
    line.commit()


def _copy(table: str, where: str) -> str:
    return COPY.format(table=table, where=where)


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]))
