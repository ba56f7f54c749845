"""What the worker does for dossiers."""

from procrastinate.contrib.django import app

from motcua.clock.queries import now
from motcua.dossiers.services import discard_expired_drafts


@app.periodic(cron="30 19 * * *")  # 02:30 in Vietnam
@app.task(queueing_lock="discard-expired-drafts", lock="discard-expired-drafts")
def discard_drafts_past_their_days(timestamp: int) -> None:
    """Every night: drafts are kept for the days that the norms say, and the page says so."""
    discard_expired_drafts(at=now())
