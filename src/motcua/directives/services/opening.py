"""A directive is given: from a finding of the index, whose number is frozen in it, or free."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.clock.queries import calendar
from motcua.directives.events import DirectiveOpened
from motcua.directives.models import Book, Directive
from motcua.directives.queries.duties import Duty, duty_of
from motcua.directives.queries.measuring import Asked, Finding, finding
from motcua.directives.queries.norms import norms
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Body, Officer, Unit


@dataclass(frozen=True)
class Order:
    """What is asked for. `about` names the finding, if there is one; `target`: percent to be reached."""

    title: str
    task: str
    lead_unit: Unit
    due_on: date
    lead: Officer | None = None
    supporting: tuple[Unit, ...] = ()
    cause: str = ""
    source: str = ""
    about: Asked | None = None
    target: Decimal | None = None
    window_months: int | None = None


@transaction.atomic
def open_directive(order: Order, *, by: Officer, at: datetime) -> Directive:
    """Gives the task to its lead. The finding is measured here and now, never taken from a form.

    Raises Refusal: `not-your-line`, `to-yourself`, `other-unit`, `no-task`, `deadline`, `day-off`, `target`, and those
    of `queries.measuring.finding`.
    """
    duty = duty_of(by, localdate(at))
    check_lead(order.lead_unit, order.lead, duty)
    _check_words(order)
    check_deadline(order.due_on, order.lead_unit.body, at)
    found = _found(order, duty)
    made = Directive(
        code=_next_code(at),
        title=order.title.strip(),
        task=order.task.strip(),
        cause=order.cause.strip(),
        source=order.source.strip(),
        giver=by,
        opened_at=at,
        lead_unit=order.lead_unit,
        lead=order.lead,
        due_on=order.due_on,
    )
    if found is not None:
        _freeze(made, found, order, localdate(at))
    made.save()
    made.supporting.set(unit for unit in order.supporting if unit.pk != order.lead_unit.pk)
    append(_told(made, order), subject=made.code, body=order.lead_unit.body.code, actor=by.code, at=at)
    return made


def check_deadline(due_on: date, body: Body, at: datetime) -> None:
    """A working day of the body that leads, later than today. Raises Refusal `deadline`, `day-off`."""
    if due_on <= localdate(at):
        raise Refusal(
            _("The deadline must lie after today. Choose a later day."),
            code="deadline",
            fields={"due_on": "past"},
        )
    works = calendar(body.calendar)
    following = works.next_working_day(due_on)
    if following != due_on:
        raise Refusal(
            _("Nobody works on %(day)s. The next working day is %(following)s.")
            % {"day": _day(due_on), "following": _day(following)},
            code="day-off",
            fields={"due_on": "day-off"},
        )


def _day(on: date) -> str:
    return date_format(on, "SHORT_DATE_FORMAT")


def check_lead(lead_unit: Unit, lead: Officer | None, duty: Duty) -> None:
    """Somebody else than the giver, down his own line. Raises Refusal `not-your-line`, `to-yourself`, `other-unit`."""
    if not duty.may_task(lead_unit):
        raise Refusal(
            _("You can give tasks only down your own line. %(unit)s is not in it: ask your leader.")
            % {"unit": lead_unit.name},
            code="not-your-line",
            fields={"lead_unit": "other-line"},
        )
    me = duty.officer
    if lead == me or (lead is None and lead_unit.pk == me.unit_id):
        raise _to_yourself()
    if lead is not None and lead.unit_id != lead_unit.pk:
        raise Refusal(
            _("%(name)s does not serve in the lead unit. Choose one of its officers.") % {"name": lead.name},
            code="other-unit",
            fields={"lead": "other-unit"},
        )


def _to_yourself() -> Refusal:
    return Refusal(
        _("A directive is given to somebody else, who answers for it. Choose another lead."),
        code="to-yourself",
        fields={"lead": "self"},
    )


def _check_words(order: Order) -> None:
    for field, words in (("title", order.title), ("task", order.task)):
        if not words.strip():
            raise Refusal(_("Say what has to be done."), code="no-task", fields={field: "empty"})


def _found(order: Order, duty: Duty) -> Finding | None:
    if order.about is None:
        return None
    if not duty.may_measure(order.about.body):
        raise Refusal(
            _("The measured body is not in your line. Choose one that is."),
            code="not-your-line",
            fields={"body": "other-line"},
        )
    found = finding(order.about)
    if order.target is None or not found.ratio * 100 < order.target <= 100:
        raise Refusal(
            _("The aim must be higher than what was found (%(found)s %%) and at most 100 %%.")
            % {"found": f"{float(found.ratio) * 100:.2f}".replace(".", ",")},
            code="target",
            fields={"target": "too-low"},
        )
    return found


def _freeze(made: Directive, found: Finding, order: Order, on: date) -> None:
    asked = found.asked
    made.criteria_set, made.criterion = asked.criteria_set, asked.criterion
    made.body, made.procedure, made.period = asked.body, asked.procedure, asked.period
    made.found_numerator = found.figures.numerator
    made.found_denominator = Decimal(float(found.figures.denominator)).quantize(Decimal("0.0001"))
    points = found.figures.points
    made.found_points = None if points is None else Decimal(float(points)).quantize(Decimal("0.0001"))
    made.found_horizon = found.horizon
    made.target = order.target
    made.window_months = order.window_months or norms(on).window_months


def _next_code(at: datetime) -> str:
    """CD-2026-0001: the book's row is held until the act is done, so no number is lost or given twice."""
    year = localdate(at).year
    Book.objects.get_or_create(year=year)
    Book.objects.filter(year=year).update(last=F("last") + 1)
    return f"CD-{year}-{Book.objects.get(year=year).last:04}"


def _told(made: Directive, order: Order) -> DirectiveOpened:
    return DirectiveOpened(
        lead_unit=made.lead_unit.code,
        due_on=made.due_on,
        lead=order.lead.code if order.lead else None,
        supporting=tuple(sorted(unit.code for unit in order.supporting)),
        set=made.criteria_set or None,
        criterion=made.criterion or None,
        body=made.body or None,
        procedure=made.procedure or None,
        period=made.period or None,
        numerator=made.found_numerator,
        denominator=made.found_denominator,
        target=made.target,
        window_months=made.window_months,
    )
