"""What the worker does for reviews: drafts the reports of a new call, and reminds on reminder days."""

from procrastinate.contrib.django import app

from motcua.clock.queries import now
from motcua.reviews import services
from motcua.reviews.services.calling import DRAFT_TASK


@app.task(name=DRAFT_TASK, pass_context=False)
def draft_reports(call: str) -> None:
    services.draft_waiting(call, at=now())


@app.periodic(cron="0 1 * * *")  # 8 o'clock in Vietnam
@app.task(name="reviews.remind", queueing_lock="reviews.remind", pass_context=False)
def remind_late_bodies(timestamp: int) -> None:
    services.remind_due(at=now())
