"""Lists of directives: mine, given by me, overdue, watched; what is due soon, what the line has to hear of."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import Calendar
from motcua.directives.models import Directive
from motcua.directives.queries.duties import Duty, given_by, led_by, visible_to
from motcua.directives.queries.norms import norms
from motcua.directives.rules.lateness import Rung, date_in, rung, working_days_after
from motcua.directives.rules.states import OPEN, WORKED_ON, State
from motcua.organizations.models import Officer

STANDARD = "vn-standard"


class Tab(StrEnum):
    """`?xem=`: which list."""

    MINE = "cua-toi"
    GIVEN = "toi-giao"
    OVERDUE = "qua-han"
    WATCHED = "theo-doi"
    ALL = "tat-ca"


@dataclass(frozen=True)
class Line:
    """A directive in a list. `days`: working days left, negative: late by so many; None: nothing runs any more."""

    directive: Directive
    days: int | None
    rung: Rung

    @property
    def is_late(self) -> bool:
        return self.days is not None and self.days < 0


def tabs_of(duty: Duty, on: date) -> dict[Tab, Q]:
    running = Q(state__in=OPEN)
    return {
        Tab.MINE: led_by(duty) & running,
        Tab.GIVEN: given_by(duty) & running,
        Tab.OVERDUE: is_overdue(on),
        Tab.WATCHED: Q(state=State.VERIFIED),
        Tab.ALL: Q(),
    }


def is_overdue(on: date) -> Q:
    return Q(state__in=WORKED_ON, due_on__lt=on)


def counts(duty: Duty, on: date) -> dict[Tab, int]:
    """How many each list holds: one query."""
    asked = {tab.name: Count("pk", filter=which) for tab, which in tabs_of(duty, on).items()}
    found = Directive.objects.filter(visible_to(duty)).aggregate(**asked)
    return {tab: found[tab.name] for tab in Tab}


def board(duty: Duty, tab: Tab, on: date, *, state: str = "", body: str = "") -> QuerySet[Directive]:
    """The list, what is due first at the head. `body`: of the lead, by code."""
    rows = with_people().filter(visible_to(duty), tabs_of(duty, on)[tab])
    if state:
        rows = rows.filter(state=state)
    if body:
        rows = rows.filter(lead_unit__body__code=body)
    return rows.order_by("due_on", "pk")


def with_people() -> QuerySet[Directive]:
    return Directive.objects.select_related("lead_unit__body__parent", "lead", "giver__body")


def overdue(on: date) -> QuerySet[Directive]:
    return with_people().filter(is_overdue(on)).order_by("due_on", "pk")


def due_within(working_days: int, on: date) -> QuerySet[Directive]:
    """What is due from today on and in so many working days, by the country's calendar: whom to remind."""
    last = date_in(calendar(STANDARD), on, working_days)
    rows = with_people().filter(state__in=WORKED_ON, due_on__gte=on, due_on__lte=last)
    return rows.order_by("due_on", "pk")


def to_remind(on: date) -> QuerySet[Directive]:
    return due_within(norms(on).remind_working_days_before, on)


def lines(directives: Iterable[Directive], on: date) -> Iterator[Line]:
    """Each with its working days, by the calendar of its lead's body."""
    known: dict[str, Calendar] = {}
    after = norms(on).escalate_working_days_after
    for one in directives:
        code = one.lead_unit.body.calendar
        works = known.setdefault(code, known[code] if code in known else calendar(code))
        runs = State(one.state) in WORKED_ON
        days = working_days_after(works, on, one.due_on) if runs else None
        yield Line(one, days, Rung.NOBODY if days is None else rung(-days, after))


def told_to(line: Line, leaders: Mapping[int, list[Officer]]) -> list[Officer]:
    """Who has to hear of a late directive: the lead's leaders, the giver, the leaders above; each rung with those
    below it. `leaders`: of each body, by its key.
    """
    body = line.directive.lead_unit.body
    rungs = [leaders.get(body.pk, []), [line.directive.giver], leaders.get(body.parent_id or 0, [])]
    return list(dict.fromkeys(officer for step in rungs[: line.rung] for officer in step))
