"""Makes the calls: a process with a few threads, each with one connection that it keeps.

python -m motcua.dossiers.benchmarks.clerks PORT THREADS < calls.json
"""

import http.client
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

Call = dict[str, str]


def main(port: int, threads: int) -> None:
    calls: list[Call] = json.load(sys.stdin)
    began = time.time()
    with ThreadPoolExecutor(threads) as pool:
        parts = pool.map(lambda n: _clerk(port, calls[n::threads]), range(threads))
    files, receipts = zip(*(pair for part in parts for pair in part), strict=True)
    told = {"began": began, "ended": time.time(), "filing": files, "receipt": receipts}
    sys.stdout.write(json.dumps(told))


def _clerk(port: int, calls: list[Call]) -> list[tuple[float, float]]:
    """Seconds of each filing and each receipt."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    spent = []
    for call in calls:
        filing, dossier = _post(
            line, f"/api/v1/drafts/{call['draft']}/filing", call["citizen"], call["draft"]
        )
        receipt, _stands = _post(line, f"/api/v1/dossiers/{dossier['code']}/receipt", call["counter"], "-")
        spent.append((filing, receipt))
    return spent


def _post(line: http.client.HTTPConnection, path: str, token: str, key: str) -> tuple[float, Any]:
    began = time.perf_counter()
    line.request("POST", path, headers={"Authorization": f"Bearer {token}", "Idempotency-Key": key})
    answer = line.getresponse()
    body = answer.read()
    if answer.status not in (200, 201):
        raise SystemExit(f"{path} answered {answer.status}: {body.decode()}")
    return time.perf_counter() - began, json.loads(body)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
