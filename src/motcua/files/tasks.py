"""Jobs of this room: what waits for the scanner, what was never finished."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.files.models import StoredFile
from motcua.files.queries import now
from motcua.files.services import scan, scan_pending, sweep

RETRY = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.task(name="files.scan", retry=RETRY, pass_context=False)
def scan_one(digest: str) -> None:
    for stored in StoredFile.objects.filter(digest=digest):
        scan(stored, at=now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="files.scan_pending", queueing_lock="files.scan_pending", pass_context=False)
def scan_what_waits(timestamp: int) -> None:
    scan_pending(at=now())


@app.periodic(cron="20 * * * *")
@app.task(name="files.sweep", queueing_lock="files.sweep", pass_context=False)
def sweep_what_was_left(timestamp: int) -> None:
    sweep(at=now())
