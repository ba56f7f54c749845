"""Fills this house up to so many dossiers, a tenth of them open, and opens an officer's queue again and again.

python -m motcua.dossiers.benchmarks.crowding COUNT      prints the figures as JSON
"""

import json
import os
import sys
import time
from typing import Any

import django

from motcua.dossiers.benchmarks import processors

BODIES, TIMES = 20, 100
FILL = """
    INSERT INTO dossiers_dossier (code, version_id, body_id, receiving_unit_id, channel, state, applicant_kind,
        applicant_name, applicant_id_number, applicant_address, applicant_phone, applicant_email, answers, result_by,
        filed_at, received_at, received_by_id, due_at, ended_at, moved_at, marking, revision, search_key)
    SELECT %(body)s || '-240101-Q' || n, %(version)s, %(body_id)s, %(counter)s, 'online',
        CASE WHEN n %% 10 = 0 THEN 'in_progress' ELSE 'delivered' END, 'citizen', 'Người nộp số ' || n,
        lpad(n::text, 12, '0'), '', '', '', '{}', 'online', at, at, %(officer)s, at + interval '14 days',
        CASE WHEN n %% 10 = 0 THEN NULL ELSE at + interval '10 days' END, at,
        CASE WHEN n %% 10 = 0 THEN '{"open": ["tham-dinh"], "waiting": []}' ELSE '{}' END::jsonb, 3,
        'q' || n || ' nguoi nop so ' || n
    FROM generate_series(%(first)s, %(last)s) n,
        LATERAL (SELECT clock_timestamp() - (n %% 365) * interval '1 day' AS at) moments
"""
OPEN = """
    INSERT INTO dossiers_task (dossier_id, step, round, kind, role, unit_id, officer_id, taken_at, opened_at, due_at,
        outcome, note, checklist, opinion)
    SELECT d.id, 'tham-dinh', 1, 'process', 'specialist', %(unit)s,
        CASE WHEN d.id %% 3 = 0 THEN %(specialist)s::bigint END, CASE WHEN d.id %% 3 = 0 THEN d.received_at END,
        d.received_at, d.received_at + interval '7 days', '', '', '[]', ''
    FROM dossiers_dossier d WHERE d.body_id = %(body_id)s AND d.state = 'in_progress'
        AND NOT EXISTS (SELECT FROM dossiers_task t WHERE t.dossier_id = d.id)
"""


def main(count: int) -> None:
    from django.db import connection  # noqa: PLC0415 -- after the setup

    from motcua.dossiers.benchmarks import office  # noqa: PLC0415

    version = office.make_version()
    places = office.make_places(version, BODIES)
    with connection.cursor() as cursor:
        for number, place in enumerate(places):
            _fill(cursor, version.pk, place, count // BODIES, number)
        cursor.execute("ANALYZE dossiers_dossier, dossiers_task")
    told = _measured(places[0].officers["specialist"])
    sys.stdout.write(json.dumps({"dossiers": count, **told}))


def _fill(cursor: Any, version: int, place: Any, count: int, number: int) -> None:
    cursor.execute(
        "SELECT count(*) FROM dossiers_dossier WHERE body_id = %s AND code LIKE %s",
        [place.body.pk, "%-240101-Q%"],
    )
    there = cursor.fetchone()[0]
    facts = {
        "version": version,
        "body": place.body.code,
        "body_id": place.body.pk,
        "counter": place.officers["one_stop"].unit_id,
        "officer": place.officers["one_stop"].pk,
        "unit": place.officers["specialist"].unit_id,
        "specialist": place.officers["specialist"].pk,
        "first": number * 10_000_000 + there + 1,
        "last": number * 10_000_000 + count,
    }
    cursor.execute(FILL, facts)
    cursor.execute(OPEN, facts)


def _measured(specialist: Any) -> dict[str, Any]:
    """Milliseconds inside the server, from the request to the whole page."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    client, page = Client(), reverse("dossiers:queue")
    client.force_login(specialist.account)
    answer = client.get(page)
    if answer.status_code != 200:
        raise SystemExit(f"{page} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
        asked = len(queries)  # the next request forgets them
    spent, before = [], _processors()
    for _time in range(TIMES):
        began = time.perf_counter()
        client.get(page)
        spent.append((time.perf_counter() - began) * 1000)
    web, database = (now - then for now, then in zip(_processors(), before, strict=True))
    spent.sort()
    return {
        "queue_p50_ms": round(spent[TIMES // 2], 1),
        "queue_p95_ms": round(spent[int(TIMES * 0.95)], 1),
        "web_cpu_ms": round(web * 1000 / TIMES, 1),
        "database_cpu_ms": round(database * 1000 / TIMES, 1),
        "load_average": os.getloadavg()[0],
        "queries": asked,
        "kilobytes": round(len(answer.content) / 1024, 1),
    }


def _processors() -> tuple[float, float]:
    return time.process_time(), processors.spent_by(processors.database())


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
