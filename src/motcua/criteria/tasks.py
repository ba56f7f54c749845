"""What the worker does for the index."""

import subprocess
import sys

from procrastinate.contrib.django import app

from motcua.clock.queries import now
from motcua.criteria.queries.outlook import is_due
from motcua.criteria.queries.runs import month_to_publish


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="criteria-forecast", lock="criteria-forecast")
def make_forecast(timestamp: int) -> None:
    """Once a day. In a process of its own, behind all others: it takes a while and some memory, and gives it back."""
    if is_due(now()):
        subprocess.run(
            [sys.executable, "-m", "motcua", "criteria", "forecast", "--if-due", "--json"], check=True
        )


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="criteria-publish", lock="criteria-publish")
def publish_closed_month(timestamp: int) -> None:
    """Once a month, for every body. Refused while the ledger is not sealed: then the next time."""
    if month := month_to_publish(now()):
        subprocess.run(
            [sys.executable, "-m", "motcua", "criteria", "publish", "--period", month, "--json"], check=True
        )
