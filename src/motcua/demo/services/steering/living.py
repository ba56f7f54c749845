"""The verb: once the index has followed, the province's officers act on what it shows, up to now."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import ZONE
from motcua.criteria.models import Reader
from motcua.criteria.rules.periods import first_instant
from motcua.demo.rules.agenda import Agenda
from motcua.demo.services.steering import asking, meeting, reviewing, tasking
from motcua.demo.services.steering.courses import Course, course, forget, live
from motcua.directives.models import Directive
from motcua.directives.services import watch
from motcua.dossiers.models import Dossier
from motcua.kernel.refusals import Refusal
from motcua.ledger.queries.entries import Bookmark, entries_after
from motcua.organizations.models import Body
from motcua.reports.models import ReportRun
from motcua.reports.queries.definitions import closed_period, definition
from motcua.reports.services import Asked, issue
from motcua.reviews.models import Call, Investment, Recommendation
from motcua.reviews.services import investment_measuring, recommendation_acts, remind_due
from motcua.schedule.models import Meeting

PLAN = Path(__file__).resolve().parents[2] / "data" / "steering.yaml"
STANDARD = "vn-standard"
NIGHT = time(5, 30)
WATCHED_MONTHS, WATCHED_DAYS = 7, 16
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Steered:
    """What stands in the house now. `left_out`: why a planned course found nothing in the record to start from.

    `before`: all this was there already and nothing was done.
    """

    directives: dict[str, int]
    meetings: int
    reports_of_bodies: dict[str, int]
    recommendations: int
    investments: int
    official_reports: int
    left_out: tuple[str, ...] = ()
    before: bool = False


def steer(*, at: datetime, tell: Tell) -> Steered:
    """Give the demo province its directives, meetings, review, recommendations, investments and reports.

    Every act goes through its room's own verb, in its own moment of the past months, and every figure is the index's.
    All of it or nothing. A province that has any of it is left as it is.

    Raises Refusal `not-a-demo`, `no-province`, `not-followed` (the index is behind the ledger), `past-world` (a staged
    one, which ended long ago).
    """
    _check_demo()
    if _has_been_steered():
        return _standing(before=True)
    _check_followed(at)
    tell(_("Directives, meetings, a review …"))
    forget()
    agenda = Agenda(at, calendar(STANDARD))
    with transaction.atomic():
        left_out = live(_courses(agenda), until=at)
        tell(_("Official reports …"))
        _report(at)
    return _standing(left_out=tuple(left_out))


def _courses(agenda: Agenda) -> Iterator[Course]:
    plan = _plan()
    yield _nights(agenda)
    yield from (course(row, agenda, tasking.begin, tasking.VERBS) for row in plan["directives"])
    yield meeting.held(plan["meeting"], agenda)
    yield meeting.called(plan["coming"], agenda)
    yield reviewing.review(plan["review"], agenda)
    for name, begin, verbs in (
        ("recommendations", asking.recommend, asking.ABOUT_RECOMMENDATIONS),
        ("investments", asking.propose, asking.ABOUT_INVESTMENTS),
    ):
        yield from (course(row, agenda, begin, verbs) for row in plan[name])


def _nights(agenda: Agenda) -> Course:
    """What the worker does by itself: each first of a month, and each of the last working days."""
    days = {agenda.on(f"m-{back}/*") for back in range(WATCHED_MONTHS)}
    days |= {agenda.on(str(-back)) for back in range(WATCHED_DAYS)}
    for day in sorted(days):
        at = yield datetime.combine(day, NIGHT, ZONE)
        watch(at=at)
        investment_measuring.watch(at=at)
        recommendation_acts.remind(at=at)
        remind_due(at=at)


def _report(at: datetime) -> None:
    for row in _plan()["reports"]:
        of = definition(row["name"])
        over = closed_period(of.spans[0], of.grid, at)
        issue(Asked(of.code, row["body"], over.code, of.grid), by=row["by"], at=at)


def _plan() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    return told


def _check_demo() -> None:
    if not settings.DEMO:
        raise Refusal(
            _("This is not a demo house: MOTCUA_DEMO is 0. Invented acts do not belong into it."),
            code="not-a-demo",
        )
    if not Body.objects.exists() or not Dossier.objects.exists():
        raise Refusal(
            _("There is no demo province in this house yet. Load it first: `motcua demo load`."),
            code="no-province",
        )


def _has_been_steered() -> bool:
    return any(of.objects.exists() for of in (Directive, Call, Meeting, Recommendation, Investment))


def _check_followed(at: datetime) -> None:
    agenda = Agenda(at, calendar(STANDARD))
    reader = Reader.objects.first()
    whole = first_instant(agenda.number(0))
    behind = reader is None or entries_after(Bookmark(reader.transaction, reader.entry)).exists()
    if reader is None or behind or reader.horizon < whole:
        raise Refusal(
            _("The index has not read the whole ledger yet. Let it: `motcua criteria follow --once`."),
            code="not-followed",
        )
    if not Dossier.objects.filter(filed_at__gte=at - timedelta(days=31)).exists():
        raise Refusal(
            _("This province ended long ago: there is nothing that its officers could act on today."),
            code="past-world",
        )


def _standing(*, left_out: tuple[str, ...] = (), before: bool = False) -> Steered:
    states = Directive.objects.values_list("state").annotate(Count("pk")).order_by("state")
    sent = Call.objects.values_list("reports__state").annotate(Count("pk")).order_by("reports__state")
    return Steered(
        directives=dict(states),
        meetings=Meeting.objects.count(),
        reports_of_bodies=dict(sent),
        recommendations=Recommendation.objects.count(),
        investments=Investment.objects.count(),
        official_reports=ReportRun.objects.count(),
        left_out=left_out,
        before=before,
    )


__all__ = ["Steered", "steer"]
