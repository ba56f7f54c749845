"""Jobs of reports: those that were asked for, and those that are made by themselves after each period."""

from procrastinate.contrib.django import app

from motcua.clock.queries import now
from motcua.reports.models import ReportRun, SavedReport
from motcua.reports.queries.runs import period_due
from motcua.reports.services import Asked, ask, attempt


@app.task(name="reports.make", pass_context=False)
def make_report(number: int) -> None:
    for run in ReportRun.objects.filter(pk=number):
        attempt(run, at=now())


@app.periodic(cron="45 20 * * *")  # 03:45 in Vietnam
@app.task(name="reports.due", queueing_lock="reports.due", pass_context=False)
def make_what_is_due(timestamp: int) -> None:
    make_due()


def make_due() -> list[ReportRun]:
    """Every saved report whose day has come; one that could not be made is tried again the next night."""
    at, found = now(), []
    for report in SavedReport.objects.filter(dropped_at=None, days_after__isnull=False).order_by("pk"):
        if period := period_due(report, at):
            asked = Asked(
                report.definition,
                report.body,
                period.code,
                report.grid,
                tuple(report.blocks),
                saved=report,
            )
            waiting = report.runs.filter(period=period.code).exclude(state="ready").order_by("-pk").first()
            found.append(attempt(waiting or ask(asked, by=report.owner, at=at), at=at))
    return found
