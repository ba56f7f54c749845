"""What the worker does for organizations: it sends letters, at once after the act, and again what had to wait."""

from procrastinate.contrib.django import app

from motcua.clock.queries import now
from motcua.organizations.services.mailing import SEND_TASK
from motcua.organizations.services.posting import post


@app.task(name=SEND_TASK, pass_context=False)
def send_mails() -> None:
    post(now)


@app.periodic(cron="*/5 * * * *")
@app.task(name="mails.again", queueing_lock="mails.again", pass_context=False)
def send_what_waits(timestamp: int) -> None:
    post(now)
