"""Whom a directive that is nearly due or late has to be brought to mind, and what an officer has not read yet."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from motcua.directives.models import Directive, Reminder
from motcua.directives.queries.boards import Line, lines, overdue, to_remind, told_to
from motcua.directives.rules.states import WORKED_ON
from motcua.organizations.models import Mandate, Officer, Role
from motcua.organizations.queries import in_force


class Due(NamedTuple):
    """One thing to bring to an officer's mind. `days`: working days left; negative: late by so many."""

    directive: Directive
    officer: Officer
    days: int


def due_reminders(on: date) -> Iterator[Due]:
    """The lead of what is due soon or late; of what is late also everybody up the line who has to hear of it by now.

    Five queries, however many directives there are.
    """
    rows = [*lines(to_remind(on), on), *lines(overdue(on), on)]
    heads, leaders = _holding(Role.HEAD, on), leaders_on(on)
    for line in rows:
        assert line.days is not None
        told = [*_leads(line, heads, leaders), *told_to(line, leaders)]
        for officer in dict.fromkeys(told):
            yield Due(line.directive, officer, line.days)


def leaders_on(on: date) -> Mapping[int, list[Officer]]:
    """The active leaders of each body, by its key."""
    found: dict[int, list[Officer]] = defaultdict(list)
    for mandate in _held(Role.LEADER, on):
        found[mandate.unit.body_id].append(mandate.officer)
    return found


def unread(officer: Officer) -> QuerySet[Reminder]:
    """The latest of each directive that is still worked on, what is due first at the head."""
    mine = Reminder.objects.filter(officer=officer, read_at=None, directive__state__in=WORKED_ON)
    latest = mine.order_by("directive", "-on").distinct("directive").values("pk")
    rows = Reminder.objects.filter(pk__in=latest).order_by("days", "pk")
    return rows.select_related(
        "directive__lead_unit__body__parent", "directive__lead", "directive__giver__body"
    )


def _leads(
    line: Line, heads: Mapping[int, list[Officer]], leaders: Mapping[int, list[Officer]]
) -> Sequence[Officer]:
    """The person who answers; without one the heads of the unit, and without those the leaders of the body."""
    one = line.directive
    if one.lead is not None:
        return [one.lead]
    return heads.get(one.lead_unit_id) or leaders.get(one.lead_unit.body_id, [])


def _holding(role: str, on: date) -> Mapping[int, list[Officer]]:
    found: dict[int, list[Officer]] = defaultdict(list)
    for mandate in _held(role, on):
        found[mandate.unit_id].append(mandate.officer)
    return found


def _held(role: str, on: date) -> QuerySet[Mandate]:
    rows = Mandate.objects.filter(in_force(on), role=role, officer__account__is_active=True)
    return rows.select_related("officer", "unit").order_by("pk")
