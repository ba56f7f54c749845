"""`motcua bench intake`: citizens file and counters receive, through the real server, beside plain SQL."""

import json
import os
import socket
import subprocess
import sys
import time
from typing import Any

from motcua.dossiers.benchmarks import processors, scratch
from motcua.kernel.benchmarks import benchmark

DOSSIERS, BODIES = 1200, 20
WORKERS, THREADS = 2, 4
CLERKS, LINES = 2, 4


@benchmark("intake")
@scratch.lived_in()
def intake(*, dossiers: int = DOSSIERS) -> dict[str, Any]:
    """So many are filed and received."""
    scratch.told_by("making", CLERKS * LINES, 1)  # the same code, once, before it counts
    calls = scratch.told_by("making", dossiers, BODIES)
    port = _free_port()
    server = scratch.start(
        "gunicorn", "motcua.wsgi:application", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
        "--workers", str(WORKERS), "--threads", str(THREADS), "--preload", "--log-level", "error",
    )  # fmt: skip
    try:
        _wait_for(port)
        warm, measured = calls[: dossiers // 10], calls[dossiers // 10 :]
        _work(port, warm)
        before = _spent(server.pid)
        told = _work(port, measured)
        web, database = (now - then for now, then in zip(_spent(server.pid), before, strict=True))
    finally:
        server.terminate()
        server.wait(timeout=20)
    plain = float(scratch.told_by("plain", dossiers, CLERKS * LINES))
    return _figures(told, len(measured), plain) | {
        "web_cpu_ms_a_dossier": round(web * 1000 / len(measured), 1),
        "database_cpu_ms_a_dossier": round(database * 1000 / len(measured), 1),
        "cores": os.cpu_count(),
        "load_average": os.getloadavg()[0],
    }


def _spent(server: int) -> tuple[float, float]:
    """Processor time so far: of the web server, of the database."""
    return processors.spent_by(server), processors.spent_by(processors.database(scratch.var()))


def _work(port: int, calls: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The clerks' accounts of their work."""
    clerks = []
    for number in range(CLERKS):
        clerk = subprocess.Popen(
            [sys.executable, "-m", f"{scratch.HERE}.clerks", str(port), str(LINES)],
            env=scratch.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        clerks.append((clerk, json.dumps(calls[number::CLERKS])))
    for clerk, own in clerks:
        if clerk.stdin is not None:
            clerk.stdin.write(own)
            clerk.stdin.close()
            clerk.stdin = None
    told = [clerk.communicate()[0] for clerk, _own in clerks]
    return [json.loads(account) for account in told]


def _figures(told: list[dict[str, Any]], count: int, plain: float) -> dict[str, Any]:
    seconds = max(each["ended"] for each in told) - min(each["began"] for each in told)
    filing = sorted(spent for each in told for spent in each["filing"])
    receipt = sorted(spent for each in told for spent in each["receipt"])
    return {
        "dossiers": count,
        "dossiers_a_second": round(count / seconds, 1),
        "filing_p50_ms": _ms(filing, 0.5),
        "filing_p99_ms": _ms(filing, 0.99),
        "receipt_p50_ms": _ms(receipt, 0.5),
        "receipt_p99_ms": _ms(receipt, 0.99),
        "plain_sql_a_second": round(plain, 1),
        "ratio_to_plain_sql": round(count / seconds / plain, 3),
        "server": f"gunicorn gthread, {WORKERS} workers of {THREADS} threads",
        "callers": CLERKS * LINES,
    }


def _ms(spent: list[float], share: float) -> float:
    return round(spent[min(len(spent) - 1, int(len(spent) * share))] * 1000, 1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")
