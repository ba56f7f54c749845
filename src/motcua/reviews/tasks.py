"""What the worker does for reviews: drafts the reports of a new call, reminds, follows what others were asked for."""

from procrastinate.contrib.django import app

from motcua.clock.queries import now
from motcua.reviews import services
from motcua.reviews.services.calling import DRAFT_TASK
from motcua.reviews.services.investment_measuring import watch
from motcua.reviews.services.recommendation_acts import remind


@app.task(name=DRAFT_TASK, pass_context=False)
def draft_reports(call: str) -> None:
    services.draft_waiting(call, at=now())


@app.periodic(cron="0 1 * * *")  # 08:00 in Vietnam
@app.task(name="reviews.remind", queueing_lock="reviews.remind", pass_context=False)
def remind_late_bodies(timestamp: int) -> None:
    services.remind_due(at=now())


@app.periodic(cron="30 20 * * *")  # 03:30 in Vietnam
@app.task(name="reviews.follow", queueing_lock="reviews.follow", pass_context=False)
def follow_others(timestamp: int) -> None:
    """When the index has counted the day: measure investments that are ready, tell of answers that are late."""
    at = now()
    watch(at=at)
    remind(at=at)
