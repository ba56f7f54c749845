"""The instructions of notices of conclusions, each with the directive that it became."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import Calendar
from motcua.directives.models import Concluded
from motcua.directives.queries.boards import Line, lines
from motcua.directives.rules.states import State
from motcua.schedule.models import Instruction, Notice
from motcua.schedule.queries.letters import instructions_of

MOST_CORRECTIONS = 50


@dataclass(frozen=True)
class Row:
    """`line`: the last directive that it became. `is_open`: it can be made one now, due on `due_on`."""

    instruction: Instruction
    line: Line | None
    is_open: bool
    due_on: date


def rows_of(notice: Notice, on: date) -> list[Row]:
    """In the order of the notice. The number of queries grows with calendars and corrections, not with rows."""
    points = instructions_of(notice)
    roots = roots_of(points)
    last = last_given(set(roots.values()))
    found = {line.directive.pk: line for line in lines([one.directive for one in last.values()], on)}
    works = {code: calendar(code) for code in {one.lead_unit.body.calendar for one in points}}
    rows = []
    for one in points:
        given = last.get(roots[one.pk])
        line = found[given.directive_id] if given else None
        due_on = due_of(one, works[one.lead_unit.body.calendar], on)
        rows.append(Row(one, line, may_be_given(one, given), due_on))
    return rows


def due_of(instruction: Instruction, works: Calendar, on: date) -> date:
    """A working day of the lead's body: the last one until the instruction's date, or until its review in a year."""
    return working_day_until(works, instruction.due_on or a_year_after(on))


def roots_of(points: Sequence[Instruction]) -> dict[int, int]:
    """For each the instruction that was issued first, by keys. One query for each correction of a correction."""
    root = {one.pk: one.origin_id or one.pk for one in points}
    for _ in range(MOST_CORRECTIONS):
        keys = set(root.values())
        pairs = Instruction.objects.filter(pk__in=keys).values_list("pk", "origin")
        above = {pk: origin for pk, origin in pairs if origin is not None}
        if not above:
            break
        root = {key: above.get(found, found) for key, found in root.items()}
    return root


def last_given(roots: Iterable[int]) -> dict[int, Concluded]:
    rows = Concluded.objects.filter(instruction__in=roots).select_related("directive__lead_unit__body")
    return {one.instruction_id: one for one in rows.order_by("round")}


def may_be_given(instruction: Instruction, last: Concluded | None) -> bool:
    """Not yet given; taken back; or standing, and the round of the last year is closed."""
    if last is None or last.directive.state == State.WITHDRAWN:
        return True
    return instruction.standing and last.directive.state == State.VERIFIED


def counts_of(notices: Sequence[Notice]) -> dict[int, tuple[int, int]]:
    """Of each notice: how many instructions it has, and how many have become directives. Three queries or so."""
    points = list(Instruction.objects.filter(notice__in=notices))
    roots = roots_of(points)
    given = set(
        Concluded.objects.filter(instruction__in=set(roots.values())).values_list("instruction", flat=True)
    )
    found = {notice.pk: (0, 0) for notice in notices}
    for one in points:
        whole, done = found[one.notice_id]
        found[one.notice_id] = whole + 1, done + (roots[one.pk] in given)
    return found


def working_day_until(works: Calendar, on: date) -> date:
    """The last working day on or before: what is due on a day off is due the working day before it."""
    while not works.works(on):
        on -= timedelta(days=1)
    return on


def a_year_after(on: date) -> date:
    """The same day of the next year; the last of February for the one that leap years alone have."""
    return on.replace(year=on.year + 1) if (on.month, on.day) != (2, 29) else date(on.year + 1, 2, 28)
