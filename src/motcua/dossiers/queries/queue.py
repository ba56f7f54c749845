"""The officer's queue: what lies with him, by the working time that is left. Two queries a page, however many rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Least
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from motcua.clock.rules.counting import add_working_minutes
from motcua.dossiers.models import State
from motcua.dossiers.queries.counting import count_of, counts_of, told
from motcua.dossiers.queries.norms import norms
from motcua.dossiers.queries.steps import step_names
from motcua.dossiers.queries.tabs import Desk, Tab
from motcua.dossiers.queries.timeleft import HOUR, TimeLeft, time_left
from motcua.kernel.bilingual import Text
from motcua.kernel.vietnamese import fold
from motcua.organizations.models import Officer

PER_PAGE = 50
MOST_EXPORTED = 10_000
MOST_NEIGHBOURS = 500
DUE = {
    "qua-han": _("Overdue"),
    "mot-ngay": _("Within one working day"),
    "nam-ngay": _("Within five working days"),
}


class Line(NamedTuple):
    """One row. `kind` is the step's kind, or what the counter does next; `left` counts to `deadline`."""

    code: str
    procedure: Text
    applicant: str
    step: Text | str
    kind: str
    holder: str
    deadline: datetime | None
    due_at: datetime | None
    left: TimeLeft
    finished_at: datetime | None = None


class Asked(NamedTuple):
    """The filters of a page, as said; what is not understood filters nothing."""

    words: str = ""
    procedure: str = ""
    due: str = ""


@dataclass(frozen=True)
class Found:
    lines: list[Line]
    total: int
    counts: Mapping[str, int]


def find(
    desk: Desk, tab: Tab, asked: Asked, tabs: tuple[Tab, ...], *, page: int = 1, most: int = PER_PAGE
) -> Found:
    """One page of a tab and the counts of all tabs: one query; two when the page is empty."""
    listed = _filtered(desk, tab, asked)
    columns = COUNTER_COLUMNS if tab.at_the_counter else TASK_COLUMNS
    start = (max(page, 1) - 1) * most
    shown = listed.model.objects.filter(pk__in=listed.values("pk")[start : start + most])
    counts = counts_of(desk, tabs)
    total = count_of(listed) if any(asked) or tab not in tabs else Value(0)
    asking = _in_order(tab, shown).annotate(total=total, **counts).values_list(*columns, "total", *counts)
    rows = list(asking)
    if not rows:
        return Found([], 0, _counts_alone(desk, tabs))
    last = dict(zip(("total", *counts), rows[0][len(columns) :], strict=True))
    found = told(tabs, last)
    lines = _lines(desk, tab, [row[: len(columns)] for row in rows])
    return Found(lines, last["total"] or found[tab.code], found)


def neighbours(desk: Desk, tab: Tab, code: str) -> tuple[str, str]:
    """The dossiers before and after this one in a tab; empty where there is none."""
    name = "code" if tab.at_the_counter else "dossier__code"
    found = _filtered(desk, tab, Asked()).values_list(name, flat=True)[:MOST_NEIGHBOURS]
    codes = list(dict.fromkeys(found))
    if code not in codes:
        return "", codes[0] if codes else ""
    place = codes.index(code)
    return (codes[place - 1] if place else ""), (codes[place + 1] if place + 1 < len(codes) else "")


def _filtered(desk: Desk, tab: Tab, asked: Asked) -> QuerySet[Any]:
    listed, to = tab.rows(desk), "" if tab.at_the_counter else "dossier__"
    for word in fold(asked.words).split():
        listed = listed.filter(**{f"{to}search_key__contains": word})
    for word in fold(asked.procedure).split():
        listed = listed.filter(**{f"{to}version__procedure__search_key__contains": word})
    if asked.due in DUE:
        days = {"qua-han": 0, "mot-ngay": 1, "nam-ngay": 5}[asked.due]
        until = desk.in_days(days) if days else desk.at
        near = Q(**{f"{to}due_at__lt": until})
        listed = listed.filter(near if tab.at_the_counter else near | Q(due_at__lt=until))
    return _in_order(tab, listed)


def _in_order(tab: Tab, rows: QuerySet[Any]) -> QuerySet[Any]:
    if tab.at_the_counter:
        return rows.order_by(F("due_at").asc(nulls_first=True), "filed_at", "pk")
    if tab.code == "xong-hom-nay":
        return rows.order_by("-finished_at", "-pk")
    return rows.order_by(Least("due_at", "dossier__due_at").asc(nulls_last=True), "pk")


def _counts_alone(desk: Desk, tabs: tuple[Tab, ...]) -> dict[str, int]:
    counts = counts_of(desk, tabs)
    return told(tabs, Officer.objects.filter(pk=desk.duties.officer).annotate(**counts).values(*counts).get())


TASK_COLUMNS = (
    "dossier__code",
    "dossier__version__procedure__name_vi",
    "dossier__version__procedure__name_en",
    "dossier__applicant_name",
    "dossier__version__digest",
    "step",
    "kind",
    "due_at",
    "dossier__due_at",
    "dossier__paused_at",
    "officer_id",
    "officer__name",
    "unit__name_vi",
    "unit__name_en",
    "finished_at",
)
COUNTER_COLUMNS = (
    "code",
    "version__procedure__name_vi",
    "version__procedure__name_en",
    "applicant_name",
    "state",
    "filed_at",
    "due_at",
    "paused_at",
    "ended_at",
)


def _lines(desk: Desk, tab: Tab, rows: list[tuple[Any, ...]]) -> list[Line]:
    if tab.at_the_counter:
        answer_in = norms(localtime(desk.at).date()).intake_answer_working_hours * HOUR
        return [_counter_line(desk, row, answer_in) for row in rows]
    names = step_names(row[4] for row in rows)
    return [_task_line(desk, row, names) for row in rows]


def _task_line(desk: Desk, row: tuple[Any, ...], names: dict[str, dict[str, Text]]) -> Line:
    (
        code,
        vi,
        en,
        applicant,
        digest,
        step,
        kind,
        step_due,
        due,
        paused,
        officer,
        holder,
        unit_vi,
        unit_en,
        done,
    ) = row
    deadline = min((moment for moment in (step_due, due) if moment), default=None)
    left = time_left(deadline, at=done or desk.at, calendar=desk.calendar, paused_at=paused)
    return Line(
        code=code,
        procedure=Text(vi, en),
        applicant=applicant,
        step=names[digest].get(step, step),
        kind="done" if done else kind if officer == desk.duties.officer else "watch" if officer else "take",
        holder=holder or str(Text(unit_vi, unit_en)),
        deadline=deadline,
        due_at=due,
        left=left,
        finished_at=done,
    )


def _counter_line(desk: Desk, row: tuple[Any, ...], answer_in: int) -> Line:
    code, vi, en, applicant, state, filed, due, paused, ended = row
    deadline = add_working_minutes(desk.calendar, filed, answer_in) if state == State.FILED else due
    return Line(
        code=code,
        procedure=Text(vi, en),
        applicant=applicant,
        step=str(State(state).label),
        kind=state,
        holder="",
        deadline=deadline,
        due_at=due,
        left=time_left(deadline, at=ended or desk.at, calendar=desk.calendar, paused_at=paused),
    )
