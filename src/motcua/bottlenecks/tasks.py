"""What the worker does for diagnoses."""

import os
import subprocess
import sys

from procrastinate.contrib.django import app

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@app.periodic(cron="40 19 * * *")  # 02:40 in Vietnam
@app.task(queueing_lock="bottlenecks-fairness", lock="bottlenecks-fairness")
def make_fair_figures(timestamp: int) -> None:
    """Every night. In a process of its own: it takes a while and some memory, and gives it back."""
    subprocess.run(
        [sys.executable, "-m", "motcua", "fairness", "--if-due", "--json"],
        check=True,
        env={**os.environ, **ONE_THREAD},
    )


@app.task(name="bottlenecks.whatif", lock="bottlenecks-whatif")
def play_whatif(number: int) -> None:
    """One after the other, each in a process of its own."""
    subprocess.run(
        [sys.executable, "-m", "motcua", "whatif", "--number", str(number), "--json"],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, **ONE_THREAD},
    )
