"""Reports that take a while are made by the worker; the list shows how far they are."""

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from motcua.criteria.queries.nodes import tree
from motcua.reports.models import ReportRun
from motcua.reports.queries.definitions import definition, period_of
from motcua.reports.services.making import Asked, ask, issue

MOST_AT_ONCE = 180
"""Bodies times months: up to here a report is made while its reader waits."""


@transaction.atomic
def order(asked: Asked, *, by: str, at: datetime) -> ReportRun:
    """Make it at once, or put it before the worker if it is big. Refused as `issue` refuses, if made at once."""
    if not is_big(asked):
        return issue(asked, by=by, at=at)
    run = ask(asked, by=by, at=at)
    app.configure_task("reports.make").defer(number=run.pk)
    return run


def is_big(asked: Asked) -> bool:
    over = period_of(asked.period, asked.grid or definition(asked.definition).grid)
    return over.span.count * len(list(tree().below(asked.body))) > MOST_AT_ONCE
