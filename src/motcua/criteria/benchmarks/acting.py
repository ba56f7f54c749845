"""Acts in the ledger, so many a second, and the moment at which each can be read in the counters.

With the arguments SECONDS and A_SECOND it prints the figures as JSON. Each act files a dossier and receives it, in one
transaction; the counter of the month at its body is then asked for every few milliseconds, on a connection of its own.
"""

import json
import os
import secrets
import sys
import threading
import time
from bisect import bisect_left
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from motcua.clock.queries import now
from motcua.ledger.events import kinds
from motcua.ledger.services import append

BODY, ACTOR = "H49.LIVE", "bench"
WATCHED_EVERY, GIVEN_UP_AFTER = 0.004, 30.0
_READ = "SELECT coalesce(sum(c00), 0) FROM criteria_monthtally WHERE body = %s"
Seen = list[tuple[float, int]]


class Watcher(threading.Thread):
    """Notes when the counter grew, until it has reached `awaited`."""

    def __init__(self) -> None:
        super().__init__()
        self.begins = received()
        self.awaited: int | None = None
        self.seen: Seen = []

    def run(self) -> None:
        ends = None
        while self.awaited is None or self._count() < self.awaited:
            if self.awaited is not None:
                ends = ends or time.perf_counter() + GIVEN_UP_AFTER
                if time.perf_counter() > ends:
                    break
            count = received() - self.begins
            if count > self._count():
                self.seen.append((time.perf_counter(), count))
            time.sleep(WATCHED_EVERY)
        connection.close()

    def _count(self) -> int:
        return self.seen[-1][1] if self.seen else 0


def received() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_READ, [BODY])
        return int(cursor.fetchone()[0])


def main(seconds: int, a_second: int) -> dict[str, Any]:
    watcher, run = Watcher(), secrets.token_hex(4)
    watcher.start()
    committed, began = [], time.perf_counter()
    for number in range(seconds * a_second):
        wait = began + number / a_second - time.perf_counter()
        if wait > 0:
            time.sleep(wait)
        act(f"{BODY}-{run}-{number:06}")
        committed.append(time.perf_counter())
    took = time.perf_counter() - began
    watcher.awaited = len(committed)
    watcher.join()
    late = delays(committed, watcher.seen)
    return {
        "acts": len(committed),
        "acts_a_second": round(len(committed) / took, 1),
        "never_read": len(committed) - len(late),
        "act_to_figure_p50_ms": _share(late, 0.5),
        "act_to_figure_p99_ms": _share(late, 0.99),
        "slowest_ms": _share(late, 1),
        "load_average": os.getloadavg()[0],
    }


@transaction.atomic
def act(code: str) -> None:
    """A dossier is filed and received."""
    events: dict[str, Any] = dict(kinds())
    at = now()
    filed = events["dossier.filed"](
        procedure="1.000001", version=1, channel="online", receiving_unit="-", applicant_kind="citizen",
        online_level="full", fee_total=0, papers=1, digitised=1, reused=0, identity_verified=True,
    )  # fmt: skip
    taken = events["dossier.received"](
        procedure="1.000001", version=1, limit_quantity="10", limit_unit="working_days", calendar="vn-standard",
        due_at=at + timedelta(days=14),
    )  # fmt: skip
    for event in (filed, taken):
        append(event, subject=code, body=BODY, actor=ACTOR, at=at)


def delays(committed: Sequence[float], seen: Seen) -> list[float]:
    """Milliseconds from each commit, in order, to the first look that counted it; acts never seen are left out."""
    counts = [count for _at, count in seen]
    places = [bisect_left(counts, number) for number in range(1, len(committed) + 1)]
    return sorted(
        max(0.0, (seen[place][0] - at) * 1000)
        for place, at in zip(places, committed, strict=True)
        if place < len(seen)
    )


def _share(late: list[float], share: float) -> float | None:
    return round(late[min(len(late) - 1, int(len(late) * share))], 1) if late else None


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
