"""Lists of IT investments with cost, progress and effect side by side; who has which part in one.

For reports and the picture of all of them: `for_bodies(codes, on)` gives those of these bodies.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Count, F, Prefetch, Q, QuerySet

from motcua.directives.models import Directive
from motcua.directives.queries.duties import Duty
from motcua.directives.rules.states import State as DirectiveState
from motcua.organizations.queries import power_to_sign
from motcua.reviews.models import Investment, Milestone
from motcua.reviews.queries.effects import Effect, effect_of
from motcua.reviews.queries.keeping import keeps, of_line
from motcua.reviews.rules.investments import MEASURED, OPEN, Part, State
from motcua.reviews.rules.progress import Progress, Step, progress


class Tab(StrEnum):
    """`?xem=`: which list."""

    RUNNING = "dang-lam"
    IN_USE = "dang-dung"
    LATE = "cham"
    ALL = "tat-ca"


@dataclass(frozen=True)
class Line:
    """`effect` None: nothing has been measured of it yet, or it names no figure."""

    investment: Investment
    progress: Progress
    effect: Effect | None


def tabs_of(on: date) -> dict[Tab, Q]:
    late = Milestone.objects.filter(due_on__lt=on, reached_on=None)
    return {
        Tab.RUNNING: Q(state__in=OPEN - {State.IN_USE}),
        Tab.IN_USE: Q(state__in=MEASURED),
        Tab.LATE: Q(state__in=OPEN, pk__in=late.values("investment")),
        Tab.ALL: Q(),
    }


def visible_to(duty: Duty) -> Q:
    """What is decided is seen by every officer, a proposal by those of its body and those who command it."""
    return Q(approved_at__isnull=False) | of_line(duty) | Q(proposed_by=duty.officer)


def counts(duty: Duty, on: date) -> dict[Tab, int]:
    """How many each list holds: one query."""
    asked = {tab.name: Count("pk", filter=which) for tab, which in tabs_of(on).items()}
    found = Investment.objects.filter(visible_to(duty)).aggregate(**asked)
    return {tab: found[tab.name] for tab in Tab}


def listed(
    duty: Duty, tab: Tab, on: date, *, state: str = "", funds: str = "", body: str = ""
) -> QuerySet[Investment]:
    """The list, the newest first."""
    rows = with_milestones().filter(visible_to(duty), tabs_of(on)[tab])
    for name, wanted in (("state", state), ("funds", funds), ("body__code", body)):
        if wanted:
            rows = rows.filter(**{name: wanted})
    return rows.order_by("-pk")


def for_bodies(codes: Collection[str], on: date) -> list[Line]:
    """What these bodies own, stopped ones left out."""
    rows = with_milestones().filter(body__code__in=codes).exclude(state=State.STOPPED)
    return list(lines(rows.order_by("body__code", "pk"), on))


def with_milestones() -> QuerySet[Investment]:
    steps = Prefetch("milestones", Milestone.objects.order_by("number"))
    return Investment.objects.select_related("body__parent").prefetch_related(steps)


def whole() -> QuerySet[Investment]:
    """With everybody and everything that its page names."""
    people = ("proposed_by__unit", "proposed_by__body", "approved_by__unit", "approved_by__body")
    return with_milestones().select_related(*people).prefetch_related("recommendations")


def lines(rows: Iterable[Investment], on: date) -> Iterator[Line]:
    for one in rows:
        yield Line(one, progress_of(one, on), effect_of(one))


def progress_of(one: Investment, on: date) -> Progress:
    """Of a stopped one nothing is late."""
    steps = [Step(step.due_on, step.reached_on) for step in one.milestones.all()]
    return progress(steps, on if one.state in OPEN else date.min)


def parts_in(one: Investment, duty: Duty, at: datetime) -> frozenset[Part]:
    parts = set()
    if keeps(duty, one.body) or one.proposed_by_id == duty.officer.pk:
        parts.add(Part.KEEPER)
    if one.proposed_by_id == duty.officer.pk:
        parts.add(Part.PROPOSER)
    deciding = [one.body] if one.body.parent is None else [one.body, one.body.parent]
    if any(power_to_sign(duty.officer, body, at) is not None for body in deciding):
        parts.add(Part.DECIDER)
    return frozenset(parts)


def directives_naming(one: Investment) -> QuerySet[Directive]:
    """Directives that name it as their means, in their source, task or cause."""
    named = Q(source__contains=one.code) | Q(task__contains=one.code) | Q(cause__contains=one.code)
    return Directive.objects.filter(named).order_by("code")


def directives_beside(one: Investment) -> QuerySet[Directive]:
    """Directives on the same figure: what is measured afterwards is the work of both."""
    if not one.criterion:
        return Directive.objects.none()
    same = Directive.objects.filter(
        criteria_set=one.criteria_set, criterion=one.criterion, body=one.measured_body
    )
    return same.exclude(state=DirectiveState.WITHDRAWN).order_by("code")


def spoiled(one: Investment) -> frozenset[str]:
    """Bodies where the same is being mended: they are no measure of what happens by itself."""
    same = {"criteria_set": one.criteria_set, "criterion": one.criterion}
    told = Directive.objects.filter(**same).exclude(state=DirectiveState.WITHDRAWN)
    equipped = Investment.objects.filter(**same, in_use_on__isnull=False).exclude(pk=one.pk)
    return frozenset(told.values_list("body", flat=True)) | frozenset(
        equipped.values_list("measured_body", flat=True)
    )


def due_to_be_measured(on: date) -> QuerySet[Investment]:
    rows = Investment.objects.filter(state__in=MEASURED, ready_on__lte=on).exclude(criterion="")
    return rows.order_by(F("ready_on"), "pk")
