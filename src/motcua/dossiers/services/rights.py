"""Who may do what to a dossier, and the words in which others are refused."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.dossiers.models import Dossier, Task
from motcua.kernel.questions import Given, Question
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Mandate, Officer, Role, Unit
from motcua.organizations.queries import in_force, power_to_sign

_HOLDS = Question(
    lambda: Mandate.objects.filter(
        in_force(Given("on")), officer=Given("officer"), role=Given("role"), unit=Given("unit")
    ).values_list("pk", flat=True)[:1]
)
IN_CHARGE = (Role.HEAD, Role.LEADER)


def holds(officer: Officer, role: str, unit: Unit, *, at: datetime) -> bool:
    """Whether the officer holds the role in the unit on this day."""
    return bool(_HOLDS(officer=officer.pk, on=localdate(at), role=str(role), unit=unit.pk))


def require_counter(officer: Officer, dossier: Dossier, *, at: datetime) -> None:
    """Only a one-stop officer of the unit that took the dossier in."""
    if not holds(officer, Role.ONE_STOP, dossier.receiving_unit, at=at):
        raise Refusal(
            _(
                "Only a one-stop officer of %(unit)s can do this. Ask your head for the mandate, or pass it to them."
            )
            % {"unit": dossier.receiving_unit.name},
            code="not-your-counter",
        )


def require_step(officer: Officer, task: Task, *, at: datetime) -> None:
    """Only an officer who holds the step's role in the step's unit; signing also by delegation."""
    if task.kind == "sign":
        allowed = power_to_sign(officer, task.unit.body, at) is not None
    else:
        allowed = holds(officer, task.role, task.unit, at=at)
    if not allowed:
        raise Refusal(
            _("This step belongs to %(role)s in %(unit)s. You do not hold that role there.")
            % {"role": Role(task.role).label, "unit": task.unit.name},
            code="not-your-step",
        )


def require_handler(officer: Officer, dossier: Dossier, *, at: datetime) -> None:
    """Only who has the dossier in hand: the counter before hand-over, then the officers of an open step's unit."""
    if dossier.tasks.filter(finished_at=None, officer=officer).exists():
        return
    if not dossier.marking.get("open") and holds(officer, Role.ONE_STOP, dossier.receiving_unit, at=at):
        return
    raise Refusal(
        _("Only the officer who has the dossier in hand can do this. Take its open step first."),
        code="not-in-hand",
    )


def require_in_charge(officer: Officer, dossier: Dossier, *, at: datetime) -> None:
    """Only a head or a leader of the body that decides the dossier."""
    mandates = _mandates(officer, at=at).filter(role__in=IN_CHARGE, unit__body=dossier.body_id)
    if not mandates.exists():
        raise Refusal(
            _("Only a head of division or a leader of %(body)s can do this.") % {"body": dossier.body.name},
            code="not-in-charge",
        )


def require_chief(officer: Officer, task: Task, *, at: datetime) -> None:
    """Only a head of the step's unit, or a leader of its body."""
    mandates = _mandates(officer, at=at)
    heads = mandates.filter(role=Role.HEAD, unit=task.unit)
    leads = mandates.filter(role=Role.LEADER, unit__body=task.unit.body_id)
    if not (heads.exists() or leads.exists()):
        raise Refusal(
            _("Only the head of %(unit)s or a leader of its body can give this step to somebody.")
            % {"unit": task.unit.name},
            code="not-chief",
        )


def _mandates(officer: Officer, *, at: datetime) -> QuerySet[Mandate]:
    return Mandate.objects.filter(in_force(localdate(at)), officer=officer)
