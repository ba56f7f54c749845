"""What the worker does for the ledger, and for jobs whose worker died."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from motcua.ledger.services.sealing import seal

STALLED_AFTER_SECONDS = 120


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="ledger-seal", lock="ledger-seal")
def seal_ledger(timestamp: int) -> None:
    """Every minute, as X-Road stamps its messages."""
    seal()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="retry-stalled-jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Give jobs whose worker died to another one. Every job is written so that doing it twice does no harm."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        await manager.retry_job(job)
