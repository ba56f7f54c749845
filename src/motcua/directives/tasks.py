"""Every night, when the index has counted the day: measure what is ready, tell the line what is late."""

from procrastinate.contrib.django import app

from motcua.clock.queries import now
from motcua.directives.services import watch


@app.periodic(cron="15 3 * * *")
@app.task(name="directives.watch", queueing_lock="directives.watch", pass_context=False)
def watch_directives(timestamp: int) -> None:
    watch(at=now())
