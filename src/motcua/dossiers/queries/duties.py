"""For whom an officer works today: roles that he holds in units, and the power to sign that others lent him."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q
from django.utils.timezone import localdate

from motcua.dossiers.models import Dossier, Task
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
    lent = Q(
        role=Role.LEADER,
        officer__in=delegations_in_force(at).order_by().filter(delegate=officer).values("delegator"),
    )
    rows = (
        Mandate.objects.filter(Q(officer=officer) | lent, in_force(localdate(at)))
        .order_by("pk")
        .values_list("role", "unit_id", "unit__body_id", "officer_id", "officer__code")
    )
    return Duties(
        officer.pk,
        tuple(
            Duty(role, unit, body, "" if holder == officer.pk else code)
            for role, unit, body, holder, code in rows
        ),
    )
