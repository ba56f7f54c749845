"""For whom an officer works today: roles that he holds in units, and the power to sign that others lent him."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Expression, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from motcua.clock.queries import now
from motcua.dossiers.models import Dossier, Task
from motcua.kernel.questions import Given, Question
from motcua.ledger.models import Now
from motcua.organizations.models import Mandate, Officer, Role
from motcua.organizations.queries import delegations_in_force, in_force

IN_CHARGE = frozenset({Role.HEAD, Role.LEADER})


class Duty(NamedTuple):
    """A role in a unit. `lent_by`: the code of the leader whose power to sign this is; empty for one's own."""

    role: str
    unit: int
    body: int
    lent_by: str = ""


class Duties(NamedTuple):
    officer: int
    held: tuple[Duty, ...]

    @property
    def own(self) -> tuple[Duty, ...]:
        return tuple(duty for duty in self.held if not duty.lent_by)

    @property
    def counters(self) -> tuple[int, ...]:
        """The one-stop units at whose counter he sits."""
        return tuple(duty.unit for duty in self.own if duty.role == Role.ONE_STOP)

    @property
    def signs(self) -> bool:
        return any(duty.role == Role.LEADER for duty in self.held)

    def covers(self, task: Task) -> bool:
        """Whether he may take this step: its role in its unit, or the signature of a body that he may sign for."""
        if task.kind == "sign":
            return any(duty.role == Role.LEADER and duty.body == task.unit.body_id for duty in self.held)
        return any((duty.role, duty.unit) == (task.role, task.unit_id) for duty in self.own)

    def in_charge_of(self, body: int) -> bool:
        return any(duty.role in IN_CHARGE and duty.body == body for duty in self.own)

    def may_assign(self, task: Task) -> bool:
        """Whether he may put this step into a colleague's hands; signatures are lent, not assigned."""
        return task.kind != "sign" and any(
            (duty.role == Role.HEAD and duty.unit == task.unit_id)
            or (duty.role == Role.LEADER and duty.body == task.unit.body_id)
            for duty in self.own
        )

    def reach(self) -> Q:
        """The steps that he may take, as a condition on tasks; matches none if he holds no role."""
        reach = Q(pk__in=[])
        for duty in self.held:
            if duty.lent_by:
                reach |= Q(kind="sign", unit__body=duty.body)
            else:
                reach |= Q(role=duty.role, unit=duty.unit)
        return reach

    def sees(self, dossier: Dossier, tasks: Iterable[Task]) -> bool:
        """Whether he may read the dossier: its counter, a unit that had a step of it, or who answers for its body."""
        units = {duty.unit for duty in self.own}
        return (
            dossier.receiving_unit_id in units
            or self.in_charge_of(dossier.body_id)
            or any(task.unit_id in units or task.officer_id == self.officer for task in tasks)
            or any(self.covers(task) for task in tasks if task.kind == "sign" and task.finished_at is None)
        )


def duties_of(officer: Officer, at: datetime) -> Duties:
    """One query."""
    return _duties(officer, _HELD(officer=officer.pk, at=at, today=localdate(at)))


def duties_now(officer: Officer) -> tuple[Duties, datetime]:
    """The duties of this moment, and the moment by the database's clock: still one query, for pages in a hurry."""
    rows = _HELD_NOW(officer=officer.pk)
    return _duties(officer, [row[:-1] for row in rows]), rows[0][-1] if rows else now()


COLUMNS = ("role", "unit_id", "unit__body_id", "officer_id", "officer__code")


class Colleague(NamedTuple):
    """Somebody who may do a step; `load`: how many open steps he has in hand."""

    code: str
    name: str
    load: int


def colleagues_for(tasks: Iterable[Task], at: datetime) -> dict[int, list[Colleague]]:
    """Who may be given each step, the least loaded first. One query, none without steps."""
    wanted = Q(pk__in=[])
    tasks = list(tasks)
    for task in tasks:
        wanted |= Q(role=task.role, unit=task.unit_id)
    if not tasks:
        return {}
    load = Count("officer__tasks", filter=Q(officer__tasks__finished_at=None))
    rows = (
        Mandate.objects.filter(wanted, in_force(localdate(at)), officer__account__is_active=True)
        .annotate(load=load)
        .order_by("load", "officer__sort_key")
        .values_list("role", "unit_id", "officer__code", "officer__name", "load")
    )
    found: dict[tuple[str, int], list[Colleague]] = {}
    for role, unit, code, name, held in rows:
        found.setdefault((role, unit), []).append(Colleague(code, name, held))
    return {task.pk: found.get((task.role, task.unit_id), []) for task in tasks}


def _mandates(at: Expression, today: Expression) -> QuerySet[Mandate]:
    """Own mandates, and those of leaders who lent their power."""
    officer = Given("officer")
    lenders = delegations_in_force(at).order_by().filter(delegate=officer).values("delegator")
    wanted = Q(officer=officer) | Q(role=Role.LEADER, officer__in=lenders)
    return Mandate.objects.filter(wanted, in_force(today)).order_by("pk")


_HELD = Question(lambda: _mandates(Given("at"), Given("today")).values_list(*COLUMNS))
_HELD_NOW = Question(
    lambda: _mandates(Now(), TruncDate(Now())).annotate(at=Now()).values_list(*COLUMNS, "at")
)


def _duties(officer: Officer, rows: Iterable[tuple[Any, ...]]) -> Duties:
    held = (
        Duty(role, unit, body, "" if holder == officer.pk else code)
        for role, unit, body, holder, code in rows
    )
    return Duties(officer.pk, tuple(held))
