"""What the worker does for the index."""

import subprocess
import sys

from procrastinate.contrib.django import app

from motcua.clock.queries import now
from motcua.criteria.queries.outlook import is_due


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="criteria-forecast", lock="criteria-forecast")
def make_forecast(timestamp: int) -> None:
    """Once a day. In a process of its own, behind all others: it takes a while and some memory, and gives it back."""
    if is_due(now()):
        subprocess.run(
            [sys.executable, "-m", "motcua", "criteria", "forecast", "--if-due", "--json"], check=True
        )
