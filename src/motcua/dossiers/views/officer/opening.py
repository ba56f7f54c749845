"""A dossier on the officer's desk: who may open it, and what a refused act shows."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.catalog.queries import document_of
from motcua.catalog.rules.document import Document
from motcua.clock.queries import calendar, now
from motcua.clock.rules.calendar import Calendar
from motcua.dossiers.models import Dossier, State, Supplement, Task
from motcua.dossiers.queries.duties import Duties, duties_of
from motcua.dossiers.queries.timeleft import TimeLeft, time_left
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest
from motcua.organizations.models import Officer

SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422
STALE = frozenset(
    {
        "wrong-state", "step-not-open", "taken-by-another", "not-taken", "already-yours", "backdated",
        "supplement-used", "extension-used", "draft-changed", "already-paid", "already-filed", "changed-elsewhere",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """A dossier that this officer may read, with all its steps, and the moment at which the page was asked for."""

    officer: Officer
    duties: Duties
    dossier: Dossier
    tasks: list[Task]
    document: Document
    at: datetime

    @property
    def open_tasks(self) -> list[Task]:
        return [task for task in self.tasks if task.finished_at is None]

    @property
    def at_counter(self) -> bool:
        """Whether he sits at the counter that took the dossier in."""
        return self.dossier.receiving_unit_id in self.duties.counters

    @property
    def in_charge(self) -> bool:
        return self.duties.in_charge_of(self.dossier.body_id)

    @property
    def in_hand(self) -> bool:
        """Whether papers may be checked and a supplement asked for."""
        mine = any(task.officer_id == self.officer.pk for task in self.open_tasks)
        return mine or (self.at_counter and not self.dossier.marking.get("open"))

    @property
    def supplement(self) -> Supplement | None:
        return getattr(self.dossier, "supplement", None)

    def calendar(self) -> Calendar:
        """The deciding body's calendar as known when the dossier was received."""
        received = self.dossier.received_at
        return calendar(self.dossier.body.calendar, as_known_on=localdate(received or self.at))

    def left(self, known: Calendar) -> TimeLeft:
        """Legal time left; at the end it stands still."""
        return time_left(
            self.dossier.due_at,
            at=self.dossier.ended_at or self.at,
            calendar=known,
            paused_at=self.dossier.paused_at,
        )

    def task(self, step: str) -> Task:
        """The open round of a step; refuses as the rules do when somebody was faster."""
        for task in self.open_tasks:
            if task.step == step:
                return task
        raise Refusal(
            _("This step is not open any more: somebody else was faster, or the dossier has moved on."),
            code="step-not-open",
        )


def opened(request: OfficerRequest, code: str) -> Opened:
    """Refuses officers of units that never had the dossier, with the right that is missing."""
    at = now()
    dossier = get_object_or_404(
        Dossier.objects.select_related(
            "version__procedure__field",
            "body__parent",
            "receiving_unit__body",
            "received_by",
            "supplement__requested_by",
            "extension__extended_by",
            "ending",
        ),
        code=code,
    )
    tasks = list(dossier.tasks.select_related("unit__body", "officer", "finished_by").order_by("pk"))
    duties = duties_of(request.officer, at)
    if not duties.sees(dossier, tasks):
        raise PermissionDenied(
            _(
                "This dossier is handled by %(body)s. Only officers of a unit that handles it may open it: "
                "ask its one-stop unit (%(unit)s), or your head for a mandate there."
            )
            % {"body": dossier.body.name, "unit": dossier.receiving_unit.name}
        )
    return Opened(request.officer, duties, dossier, tasks, document_of(dossier.version), at)


def status_of(refusal: Refusal) -> int:
    """409 when the page was out of date, 422 when what was sent has to be mended."""
    return CONFLICT if refusal.code in STALE else UNPROCESSABLE


def errors_of(refusal: Refusal) -> list[tuple[str, str]]:
    """The refusal first, at the field it speaks of if there is exactly one."""
    if len(refusal.fields) == 1:
        return [(next(iter(refusal.fields)), str(refusal))]
    return [("", str(refusal)), *((name, words) for name, words in refusal.fields.items())]


def is_open(dossier: Dossier) -> bool:
    return dossier.state in (State.FILED, State.RECEIVED, State.IN_PROGRESS, State.AWAITING_SUPPLEMENT)
