"""The late dossiers of a period, each with the class of its cause. Codes and units: nobody's name."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import ZONE
from motcua.clock.rules.counting import working_minutes
from motcua.criteria.models import Step
from motcua.criteria.rules.facts import StepFact, columns
from motcua.ledger.models import Entry
from motcua.organizations.models import Body
from motcua.reports.queries.counting import Window, fields_of, late_dossiers
from motcua.reports.queries.definitions import classes
from motcua.reports.rules.causes import Cause, cause_of
from motcua.reports.rules.counting import Counts, Leaf

_STANDARD = "vn-standard"
_AT_ONCE = 2_000


@dataclass(frozen=True)
class Late:
    """A late dossier. `ended_at` None: still pending at the period's end; `days`: calendar days late, at least 0."""

    code: str
    leaf: Leaf
    procedure: str
    due_at: datetime | None
    ended_at: datetime | None
    days: int
    cause: Cause


def late(bodies: Collection[str], window: Window) -> list[Late]:
    """Every late dossier by its deadline. A handful of queries, and two more for each 2,000 dossiers."""
    wanted = ("code", "body", "procedure", "due_at", "ended_at", "extended")
    rows = list(late_dossiers(bodies, window).values_list(*wanted))
    codes = [row[0] for row in rows]
    reasons = _reasons([row[0] for row in rows if row[5]])
    steps = _steps(codes, window.ends)
    clocks, fields, known = _clocks({row[1] for row in rows}), fields_of(), classes()
    found = []
    for code, body, procedure, due_at, ended_at, _extended in rows:
        until = window.ends if ended_at is None or ended_at >= window.ends else ended_at
        cause = cause_of(reasons.get(code, ""), steps.get(code, ()), until, known, clocks[body])
        over = ended_at if until == ended_at else None
        days = _days(due_at, until)
        found.append(Late(code, Leaf(body, fields.get(procedure, "")), procedure, due_at, over, days, cause))
    return found


def by_cause(several: Collection[Late]) -> dict[Leaf, Counts]:
    """`overdue` and `cause_…` by body and field: every dossier once in the first, once in one of the others."""
    names = ["overdue", *(f"cause_{code}" for code in classes().names)]
    found: dict[Leaf, dict[str, int]] = defaultdict(lambda: dict.fromkeys(names, 0))
    for one in several:
        found[one.leaf]["overdue"] += 1
        found[one.leaf][f"cause_{one.cause.code}"] += 1
    return dict(found)


def _days(due_at: datetime | None, until: datetime) -> int:
    if due_at is None:
        return 0
    return max((until.astimezone(ZONE).date() - due_at.astimezone(ZONE).date()).days, 0)


def _reasons(codes: Collection[str]) -> dict[str, str]:
    """The reason in the letter of apology of each, by its entry in the ledger."""
    entries = Entry.objects.filter(kind="dossier.extended", subject__in=list(codes)).order_by(
        "subject", "sequence"
    )
    return {subject: data.get("reason", "") for subject, data in entries.values_list("subject", "data")}


def _steps(codes: list[str], ends: datetime) -> Mapping[str, list[StepFact]]:
    found: dict[str, list[StepFact]] = defaultdict(list)
    for start in range(0, len(codes), _AT_ONCE):
        rows = Step.objects.filter(code__in=codes[start : start + _AT_ONCE], opened_at__lt=ends)
        for row in rows.order_by("code", "opened_at", "step").values_list(*columns("step")):
            fact = StepFact(*row)
            found[fact.code].append(fact)
    return found


def _clocks(bodies: Collection[str]) -> dict[str, partial[int]]:
    """Working minutes by the calendar of each body."""
    named = dict(Body.objects.filter(code__in=bodies).values_list("code", "calendar"))
    works = {code: calendar(code) for code in {*named.values(), _STANDARD}}
    return {body: partial(working_minutes, works[named.get(body, _STANDARD)]) for body in bodies}
