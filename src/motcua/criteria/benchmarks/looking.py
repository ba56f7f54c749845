"""Opens the pages of the index again and again, inside the server; and moves its counters, act by act.

With the arguments TIMES and ACTS it prints the figures as JSON.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.module_loading import import_string

from motcua.criteria.benchmarks.nation.world import HORIZON, SECOND, world
from motcua.criteria.benchmarks.settling import LOOKER
from motcua.criteria.models import moment_of
from motcua.criteria.queries.groups import groups
from motcua.criteria.rules.facts import DossierFact
from motcua.criteria.rules.folding import replaced
from motcua.criteria.rules.reading_counters import shipped
from motcua.criteria.services.tallying import Moves
from motcua.criteria.services.totalling import Totals
from motcua.identity.models import Account

MONTH = "2025-12"
PLACES = {"nation": "VN", "province": "H00", "body": "H00.0000"}
PAGES = {"index": (), "criterion": ("2.1",), "why": ()}
SEED = 7


def main(times: int, acts: int) -> dict[str, Any]:
    return {"pages": dict(_pages(times)), "act": _acts(acts), "load_average": os.getloadavg()[0]}


def _pages(times: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Milliseconds inside the server, from the request to the whole page."""
    import_string("motcua.wsgi.application")  # as a worker of the server begins
    client = Client()
    client.force_login(Account.objects.get(code=LOOKER))
    for page, words in PAGES.items():
        for place, code in PLACES.items():
            address = f"{reverse(f'criteria:{page}', args=words)}?cq={code}&ky={MONTH}"
            yield f"{page} of a {place}", _opened(client, address, times)


def _opened(client: Any, address: str, times: int) -> dict[str, Any]:
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
        asked = sorted(((float(one["time"]), one["sql"]) for one in queries), reverse=True)
    spent, processor = [], time.process_time()
    for _time in range(times):
        began = time.perf_counter()
        client.get(address)
        spent.append((time.perf_counter() - began) * 1000)
    web = (time.process_time() - processor) * 1000 / times
    return {
        "p50_ms": _share(spent, 0.5),
        "p95_ms": _share(spent, 0.95),
        "web_cpu_ms": round(web, 1),
        "queries": len(asked),
        "slowest_query_ms": round(asked[0][0] * 1000) if asked else 0,
        "slowest_query": " ".join(asked[0][1].split())[:160] if asked else "",
    }


def _acts(count: int) -> dict[str, Any]:
    """Each act: a dossier received yesterday is finished today; its counters move and are committed."""
    here, dice = world(), np.random.default_rng(SEED)
    chosen = dice.choice(len(here.bodies), count, p=here.volume)
    horizon, began = moment_of(HORIZON), moment_of(HORIZON - 5 * 86_400 * SECOND)
    ended, spent, processor = moment_of(HORIZON - 3_600 * SECOND), [], time.process_time()
    for number, place in enumerate(chosen.tolist()):
        code, procedure = here.bodies[place], here.procedures[int(here.first_procedure(place))]
        before = DossierFact(f"bench-{number}", code, procedure, began, channel="online", received_at=began)
        started = time.perf_counter()
        with transaction.atomic():
            moves = Moves(shipped())
            moves.add(before, horizon, -1)
            moves.add(replaced(before, ended_at=ended, ending="completed"), horizon, 1)
            totals = Totals(shipped())
            totals.note(moves)
            moves.write()
            totals.write(groups())
        spent.append((time.perf_counter() - started) * 1000)
    web = (time.process_time() - processor) * 1000 / count
    return {"p50_ms": _share(spent, 0.5), "p95_ms": _share(spent, 0.95), "cpu_ms": round(web, 2)}


def _share(spent: list[float], share: float) -> float:
    return round(sorted(spent)[min(len(spent) - 1, int(len(spent) * share))], 2)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
