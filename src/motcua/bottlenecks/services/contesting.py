"""An officer contests his own figure; somebody above him answers. Both stand beside the figure from then on."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.bottlenecks import events
from motcua.bottlenecks.models import Contest, ContestState, FairFigure
from motcua.bottlenecks.queries.fairness.norms import norms
from motcua.bottlenecks.queries.fairness.readers import may_answer
from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import Calendar
from motcua.criteria.models import Step
from motcua.kernel.refusals import Refusal
from motcua.ledger.events import Event
from motcua.ledger.services import append
from motcua.organizations.models import Officer

SHOWN = (
    "steps", "over", "usual", "expected", "adjusted", "low", "high", "pace", "pace_low", "pace_high", "minutes",
    "off",
)  # fmt: skip
MOST_STEPS = 200


@transaction.atomic
def contest_figure(
    figure: FairFigure, *, reason: str, steps: Sequence[tuple[str, str, int]] = (), by: Officer, at: datetime
) -> Contest:
    """The officer says why his figure is wrong: because of these steps, or, without any, as a whole. Once a period.

    Raises Refusal: `not-yours`, `no-figure`, `no-reason`, `other-step`, `contested-before`.
    """
    if figure.kind != "officer" or figure.holder != by.code:
        raise Refusal(_("You can contest only a figure of your own."), code="not-yours")
    if figure.adjusted is None:
        raise Refusal(_("There is no figure to contest: too few steps."), code="no-figure")
    _check_reason(reason, at)
    _check_steps(figure, steps)
    due_on = _days_on(calendar(by.body.calendar), at, norms(localdate(at)).answer_working_days)
    made, is_new = Contest.objects.get_or_create(
        period=figure.period,
        officer=by,
        role=figure.role,
        defaults={
            "figure": {name: getattr(figure, name) for name in SHOWN},
            "steps": sorted({tuple(one) for one in steps}),
            "reason": reason.strip(),
            "contested_at": at,
            "due_on": due_on,
        },
    )
    if not is_new:
        raise Refusal(_("You have contested this figure before."), code="contested-before")
    told = events.FigureContested(
        figure.period, figure.role, figure.over, figure.steps, len(made.steps), due_on
    )
    append(told, subject=made.subject, body=figure.body, actor=by.code, at=at)
    return made


def uphold_figure(contest: Contest, *, reason: str, by: Officer, at: datetime) -> Contest:
    """The figure stands, and why."""
    return _answer(contest, ContestState.UPHELD, reason, by=by, at=at)


def correct_figure(contest: Contest, *, reason: str, by: Officer, at: datetime) -> Contest:
    """The officer is right. His steps are taken out when the figures are made the next time; without any named, the
    figure is not used.
    """
    return _answer(contest, ContestState.CORRECTED, reason, by=by, at=at)


@transaction.atomic
def _answer(contest: Contest, state: ContestState, reason: str, *, by: Officer, at: datetime) -> Contest:
    held = (
        Contest.objects.select_for_update(of=("self",))
        .select_related("officer__unit__body", "officer__body")
        .get(pk=contest.pk)
    )
    if held.officer_id == by.pk or not may_answer(by, held.officer, localdate(at)):
        raise Refusal(
            _("The head of the officer's unit or a leader above answers, never the officer himself."),
            code="not-yours",
        )
    if held.state != ContestState.OPEN:
        raise Refusal(_("This has been answered already. Load the page again."), code="not-now")
    _check_reason(reason, at)
    held.state, held.answer, held.answered_by, held.answered_at = state, reason.strip(), by, at
    held.save()
    late = _late(held, at)
    told: Event = (
        events.FigureUpheld(late)
        if state == ContestState.UPHELD
        else events.FigureCorrected(len(held.steps), late)
    )
    append(told, subject=held.subject, body=held.officer.body.code, actor=by.code, at=at)
    return held


def _check_reason(reason: str, at: datetime) -> None:
    least = norms(localdate(at)).reason_least_letters
    if len(" ".join(reason.split())) < least:
        raise Refusal(
            _("Say it so that others can follow: %(number)s letters at least.") % {"number": least},
            code="no-reason",
            fields={"reason": "short"},
        )


def _check_steps(figure: FairFigure, steps: Sequence[tuple[str, str, int]]) -> None:
    """Only steps of his own in that role."""
    asked = {tuple(one) for one in steps}
    mine = Step.objects.filter(
        officer=figure.holder, role=figure.role, code__in={code for code, _step, _round in asked}
    )
    if len(asked) > MOST_STEPS or not asked <= set(mine.values_list("code", "step", "round")):
        raise Refusal(
            _("Choose steps from the list of this figure."), code="other-step", fields={"steps": "unknown"}
        )


def _days_on(works: Calendar, at: datetime, days: int) -> date:
    day = localdate(at)
    for _day in range(days):
        day = works.next_working_day(date.fromordinal(day.toordinal() + 1))
    return day


def _late(held: Contest, at: datetime) -> int:
    """Working days after the day on which the answer was due."""
    works, on = calendar(held.officer.body.calendar), localdate(at)
    return sum(
        works.works(works.date_of(index))
        for index in range(works.index_of(held.due_on) + 1, works.index_of(on) + 1)
    )
