"""Directives: opened from findings of the index, and what their leads and givers did with them."""

from decimal import Decimal
from typing import Any

from motcua.criteria.queries.scores import DEFAULT_SET
from motcua.criteria.rules.periods import Period
from motcua.demo.services.steering.courses import Line, Verbs, officer, unit
from motcua.directives import services
from motcua.directives.models import Directive
from motcua.directives.queries.measuring import Asked


def begin(line: Line) -> Directive:
    row = line.row
    order = services.Order(
        title=row["title"],
        task=row["task"],
        lead_unit=unit(row["lead_unit"]),
        lead=officer(row["lead"]) if "lead" in row else None,
        due_on=line.day("due"),
        supporting=tuple(unit(code) for code in row.get("supporting", ())),
        cause=row.get("cause", ""),
        source=row.get("source", ""),
        about=about(line),
        target=Decimal(row["target"]) if "target" in row else None,
        window_months=row.get("window_months"),
    )
    return services.open_directive(order, **line.who)


def about(line: Line) -> Asked | None:
    """The finding that a line of the plan names; None if it names none."""
    row = line.row
    if "criterion" not in row:
        return None
    month = Period(line.agenda.number(row["months_back"])).code
    return Asked(DEFAULT_SET, row["criterion"], row["measured"], month, row.get("procedure", ""))


def _ask_extension(directive: Any, line: Line) -> None:
    services.ask_extension(directive, to=line.day("to"), reason=line.text, **line.who)


VERBS: Verbs = {
    "accept": lambda one, line: services.accept(one, **line.who),
    "contest": lambda one, line: services.contest(one, reason=line.text, **line.who),
    "start": lambda one, line: services.start(one, **line.who),
    "ask_extension": _ask_extension,
    "grant_extension": lambda one, line: services.grant_extension(one, **line.who),
    "report": lambda one, line: services.report(one, evidence=line.text, **line.who),
    "measure": lambda one, line: services.measure(one, **line.who),
    "confirm": lambda one, line: services.confirm(one, reason=line.text, **line.who),
}
