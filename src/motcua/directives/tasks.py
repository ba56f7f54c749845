"""Every night, when the index has counted the day: measure what is ready, tell the line what is late; in the morning
remind whoever has to hear of it.
"""

from procrastinate.contrib.django import app

from motcua.clock.queries import now
from motcua.directives.services import remind, watch


@app.periodic(cron="15 20 * * *")  # 03:15 in Vietnam
@app.task(name="directives.watch", queueing_lock="directives.watch", pass_context=False)
def watch_directives(timestamp: int) -> None:
    watch(at=now())


@app.periodic(cron="30 23 * * 0-5")  # 06:30 in Vietnam, Monday to Saturday
@app.task(name="directives.remind", queueing_lock="directives.remind", pass_context=False)
def remind_of_directives(timestamp: int) -> None:
    remind(at=now())
