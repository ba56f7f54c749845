"""A call for review goes out; it is closed when nothing is taken any more."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from motcua.criteria.queries.scores import DEFAULT_SET, period_of
from motcua.criteria.queries.sets import set_of
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Body, Officer
from motcua.reviews.events import ReviewCalled, ReviewClosed
from motcua.reviews.models import Call, CallBook, Report
from motcua.reviews.queries.duties import below, duty_of
from motcua.reviews.queries.norms import norms, questions
from motcua.reviews.rules.states import State
from motcua.reviews.services.telling import tell_called

DRAFT_TASK = "reviews.draft"


@dataclass(frozen=True)
class Summons:
    """What is called for. `source`: the document that it rests on, by number.

    `outside`: who calls, if nobody of the house; then `keeper` alone is asked, and `bodies` is left empty. `asked`:
    codes of the usual questions; `own`: further ones, in the caller's words.
    """

    title: str
    source: str
    keeper: Body
    before_on: date
    period: str
    bodies: tuple[Body, ...] = ()
    source_on: date | None = None
    outside: str = ""
    feeds: Call | None = None
    asked: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    criteria_set: str = DEFAULT_SET


@transaction.atomic
def call_for_review(summons: Summons, *, by: Officer, at: datetime) -> Call:
    """Every body that is asked gets its report to write; the worker drafts them (tasks.py).

    Raises Refusal: `not-your-call`, `no-words`, `deadline`, `source-date`, `bad-period`, `nobody-asked`, `not-below`,
    `feeds`.
    """
    _check_right(summons, by, at)
    _check_words(summons)
    _check_days(summons, localdate(at))
    set_of(summons.criteria_set, period_of(summons.period))
    bodies = _asked_bodies(summons, localdate(at))
    _check_feeds(summons)
    made = Call.objects.create(
        code=_next_code(at),
        title=summons.title.strip(),
        source=summons.source.strip(),
        source_on=summons.source_on,
        keeper=summons.keeper,
        outside=summons.outside.strip(),
        feeds=summons.feeds,
        criteria_set=summons.criteria_set,
        period=period_of(summons.period).code,
        questions=_questions(summons),
        before_on=summons.before_on,
        issued_by=by,
        issued_at=at,
    )
    Report.objects.bulk_create(
        Report(call=made, body=body, code=f"{made.code}.{body.code}") for body in bodies
    )
    append(_told(made, bodies), subject=made.code, body=made.keeper.code, actor=by.code, at=at)
    app.configure_task(DRAFT_TASK).defer(call=made.code)
    tell_called(made, bodies, at=at)
    return made


@transaction.atomic
def close(call: Call, *, by: Officer, at: datetime) -> Call:
    """From now on no report is taken, changed or returned. Refusals `not-your-call`, `closed-before`."""
    held = held_call(call, by=by, at=at)
    held.closed_at, held.closed_by = at, by
    held.save(update_fields=["closed_at", "closed_by"])
    missing = held.reports.exclude(state=State.SENT).count()
    append(ReviewClosed(missing), subject=held.code, body=held.keeper.code, actor=by.code, at=at)
    return held


def held_call(call: Call, *, by: Officer, at: datetime) -> Call:
    """The open call, locked, for who called. Refusals `not-your-call`, `closed-before`."""
    held = Call.objects.select_for_update(of=("self",)).select_related("keeper").get(pk=call.pk)
    if not duty_of(by, localdate(at)).is_caller_of(held):
        raise _not_your_call(held.keeper)
    if held.is_closed:
        raise Refusal(_("%(code)s is closed already.") % {"code": held.code}, code="closed-before")
    return held


def _check_right(summons: Summons, by: Officer, at: datetime) -> None:
    if summons.keeper.pk not in duty_of(by, localdate(at)).keeps:
        raise _not_your_call(summons.keeper)


def _not_your_call(keeper: Body) -> Refusal:
    return Refusal(
        _("Only the leaders and the reform office of %(body)s call for reviews in its name. Ask one of them.")
        % {"body": keeper.name},
        code="not-your-call",
        fields={"keeper": "not-yours"},
    )


def _check_words(summons: Summons) -> None:
    if not summons.title.strip():
        raise Refusal(_("Say what has to be reviewed."), code="no-words", fields={"title": "empty"})
    if not summons.source.strip():
        raise Refusal(
            _("Name the document that this rests on, by its number."),
            code="no-words",
            fields={"source": "empty"},
        )


def _check_days(summons: Summons, on: date) -> None:
    if summons.before_on <= on:
        raise Refusal(
            _("The day before which reports are due must lie after today. Choose a later day."),
            code="deadline",
            fields={"before_on": "past"},
        )
    if summons.source_on is not None and summons.source_on > on:
        raise Refusal(
            _("The document is dated later than today. Check its date."),
            code="source-date",
            fields={"source_on": "future"},
        )


def _asked_bodies(summons: Summons, on: date) -> list[Body]:
    if summons.outside.strip():
        return [summons.keeper]
    if not summons.bodies:
        raise Refusal(
            _("Choose at least one body that has to report."),
            code="nobody-asked",
            fields={"bodies": "empty"},
        )
    may = {body.pk for body in below(summons.keeper)}
    for body in summons.bodies:
        if body.pk not in may:
            raise Refusal(
                _("%(body)s does not stand below %(keeper)s. Leave it out.")
                % {"body": body.name, "keeper": summons.keeper.name},
                code="not-below",
                fields={"bodies": "not-below"},
            )
    bodies = list({body.pk: body for body in summons.bodies}.values())
    if len(bodies) > norms(on).most_bodies:
        raise Refusal(
            _("At most %(number)s bodies are asked at once.") % {"number": norms(on).most_bodies},
            code="too-many",
            fields={"bodies": "too-many"},
        )
    return bodies


def _check_feeds(summons: Summons) -> None:
    if summons.feeds is None:
        return
    feeds = Call.objects.get(pk=summons.feeds.pk)
    if (
        not feeds.outside
        or feeds.keeper_id != summons.keeper.pk
        or feeds.is_closed
        or summons.outside.strip()
    ):
        raise Refusal(
            _("%(code)s is no open call from outside to %(body)s. Choose another, or none.")
            % {"code": feeds.code, "body": summons.keeper.name},
            code="feeds",
            fields={"feeds": "unfit"},
        )


def _questions(summons: Summons) -> list[dict[str, Any]]:
    usual: list[dict[str, Any]] = [dict(one) for one in questions() if one["code"] in summons.asked]
    own = [text.strip() for text in summons.own if text.strip()]
    return usual + [
        {"code": f"own{number}", "part": "text", "vi": text, "en": ""}
        for number, text in enumerate(own, start=1)
    ]


def _next_code(at: datetime) -> str:
    """RS-2024-0001: the book's row is held until the act is done, so no number is lost or given twice."""
    year = localdate(at).year
    CallBook.objects.get_or_create(year=year)
    CallBook.objects.filter(year=year).update(last=F("last") + 1)
    return f"RS-{year}-{CallBook.objects.get(year=year).last:04}"


def _told(made: Call, bodies: list[Body]) -> ReviewCalled:
    return ReviewCalled(
        before_on=made.before_on,
        period=made.period,
        set=made.criteria_set,
        bodies=tuple(sorted(body.code for body in bodies)),
        outside=bool(made.outside),
        feeds=made.feeds.code if made.feeds else None,
    )
