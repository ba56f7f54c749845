"""Reports that were put together and the versions that were made, of the bodies that a reader may see."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.kernel.refusals import Refusal
from motcua.reports.models import ReportRun, SavedReport, State
from motcua.reports.queries.definitions import closed_period
from motcua.reports.rules.periods import Period


def saved(bodies: Collection[str]) -> QuerySet[SavedReport]:
    """The newest first."""
    return SavedReport.objects.filter(body__in=list(bodies), dropped_at=None).order_by("-pk")


def runs(bodies: Collection[str]) -> QuerySet[ReportRun]:
    """The newest first, without what they say."""
    rows = ReportRun.objects.filter(body__in=list(bodies)).select_related("saved").defer("content")
    return rows.order_by("-pk")


def versions(run: ReportRun) -> QuerySet[ReportRun]:
    """Every frozen version of the same report of the same period, the newest first."""
    same = ReportRun.objects.filter(
        saved=run.saved,
        definition=run.definition,
        body=run.body,
        grid=run.grid,
        period=run.period,
        state=State.READY,
    )
    return same.order_by("-version")


def run_before(run: ReportRun) -> ReportRun | None:
    """The version before a frozen one."""
    return versions(run).filter(version__lt=run.version).first()


def run_of(number: int) -> ReportRun:
    """Refused: a version that there is not."""
    found = ReportRun.objects.filter(pk=number).first()
    if found is None:
        raise Refusal(_("There is no report %(number)s.") % {"number": number}, code="unknown-run")
    return found


def period_due(report: SavedReport, at: datetime) -> Period | None:
    """The last period that was over, from the day on that the report is to be made by itself, until that is done."""
    if report.days_after is None or report.dropped_at is not None:
        return None
    period = closed_period(report.span, report.grid, at)
    if at < period.ends_at + timedelta(
        days=report.days_after
    ) or report.kept_at >= period.ends_at + timedelta(days=report.days_after):
        return None
    made = report.runs.filter(period=period.code, state=State.READY, provisional=False)
    return None if made.exists() else period
