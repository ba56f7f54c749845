from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.catalog.models import Version
from motcua.files.models import StoredFile
from motcua.organizations.models import Body, Officer, Unit


class Channel(models.TextChoices):
    ONLINE = "online", _("Online")
    COUNTER = "counter", _("At the counter")
    POST = "post", _("Public post")


class State(models.TextChoices):
    """The states a person sees. The numbers in `NATIONAL_STATUS` are the national ones (domain.md 3.1)."""

    FILED = "filed", _("Filed")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    RECEIVED = "received", _("Received")
    IN_PROGRESS = "in_progress", _("In progress")
    AWAITING_SUPPLEMENT = "awaiting_supplement", _("Waiting for your supplement")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    STOPPED = "stopped", _("Stopped")
    REFUSED = "refused", _("Refused")
    COMPLETED = "completed", _("Finished")
    DELIVERED = "delivered", _("Result returned")


NATIONAL_STATUS = {
    State.FILED: 1,
    State.RECEIVED: 2,
    State.NOT_ACCEPTED: 3,
    State.IN_PROGRESS: 4,
    State.AWAITING_SUPPLEMENT: 5,
    State.WITHDRAWN: 7,
    State.STOPPED: 8,
    State.REFUSED: 8,
    State.COMPLETED: 9,
    State.DELIVERED: 10,
}
OPEN_STATES = (State.FILED, State.RECEIVED, State.IN_PROGRESS, State.AWAITING_SUPPLEMENT)


class Draft(models.Model):
    """A dossier being prepared, by the applicant or by an officer for somebody who came to the counter.

    `applicant`: kind, name, id_number, address, phone, email. Kept for the days that the norms say.
    """

    code = models.CharField(max_length=20, unique=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    applicant = models.JSONField(default=dict)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    sections_done = models.JSONField(default=list)
    result_by = models.CharField(max_length=16, choices=Channel.choices, default=Channel.ONLINE)
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    dossier = models.OneToOneField(
        "Dossier", on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="draft_is_the_applicants_or_an_officers",
                condition=Q(account__isnull=False, officer=None) | Q(account=None, officer__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.code


class Dossier(models.Model):
    """One request, in the hands of one body, under one version of a procedure.

    `due_at` is the fold of the dossier's clock entries and has one writer; `marking` is where the process stands.
    Four places are kept apart: `receiving_unit` takes it in, `body` decides it.
    """

    code = models.CharField(max_length=50, unique=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="dossiers")
    receiving_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=16, choices=Channel.choices)
    state = models.CharField(max_length=24, choices=State.choices, default=State.FILED)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="dossiers"
    )
    applicant_kind = models.CharField(max_length=16)
    applicant_name = models.CharField(max_length=200)
    applicant_id_number = models.CharField(max_length=14)
    applicant_address = models.CharField(max_length=300, blank=True)
    applicant_phone = models.CharField(max_length=20, blank=True)
    applicant_email = models.EmailField(blank=True)
    answers = models.JSONField(default=dict)
    result_by = models.CharField(max_length=16, choices=Channel.choices, default=Channel.ONLINE)
    filed_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(help_text="the moment of its last act")
    marking = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(
        default=0, help_text="grows by one with every act: two acts cannot both follow the same"
    )
    search_key = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="dossier_received_wholly_or_not_at_all",
                condition=Q(received_at=None, received_by=None, due_at=None)
                | Q(received_at__isnull=False, received_by__isnull=False, due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_waits_exactly_while_its_clock_is_stopped",
                condition=Q(state="awaiting_supplement", paused_at__isnull=False)
                | ~Q(state="awaiting_supplement") & Q(paused_at=None),
            ),
            models.CheckConstraint(
                name="dossier_has_an_end_exactly_when_it_ended",
                condition=Q(
                    state__in=["filed", "received", "in_progress", "awaiting_supplement"], ended_at=None
                )
                | Q(
                    state__in=["not_accepted", "withdrawn", "stopped", "refused", "completed", "delivered"],
                    ended_at__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["body", "state", "due_at"], name="dossier_of_body_by_due"),
            models.Index(fields=["receiving_unit", "state", "filed_at"], name="dossier_of_counter"),
            models.Index(fields=["account", "-filed_at"], name="dossier_of_account"),
            GinIndex(OpClass(F("search_key"), name="gin_trgm_ops"), name="dossier_search_trigrams"),
        ]

    def __str__(self) -> str:
        return self.code


class CodeBook(models.Model):
    """The last dossier number given per receiving body and day; taken inside the filing, so there are no gaps."""

    body = models.CharField(max_length=32)
    on = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "on"], name="code_book_once_per_body_and_day"),
            models.CheckConstraint(name="code_book_has_four_digits", condition=Q(last__lte=9999)),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.on}"


class Verdict(models.TextChoices):
    UNCHECKED = "unchecked", _("Not checked")
    VALID = "valid", _("Valid")
    LACKING = "lacking", _("Lacking")
    NOT_NEEDED = "not_needed", _("Not needed")


class Attachment(models.Model):
    """A file given for a paper, to a draft or to a dossier. `round` 1 came with the supplement."""

    draft = models.ForeignKey(
        Draft, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    paper = models.CharField(max_length=64)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    is_reused = models.BooleanField(default=False)
    is_paper_only = models.BooleanField(default=False, help_text="handed in on paper, not scanned")
    round = models.PositiveSmallIntegerField(default=0)
    attached_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="attachment_belongs_to_a_draft_or_a_dossier",
                condition=Q(draft__isnull=False, dossier=None) | Q(draft=None, dossier__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper}: {self.file_name}"


class PaperCheck(models.Model):
    """What the officer found about one paper."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="checks")
    paper = models.CharField(max_length=64)
    verdict = models.CharField(max_length=16, choices=Verdict.choices, default=Verdict.UNCHECKED)
    reason = models.CharField(max_length=500, blank=True)
    checked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "paper"], name="paper_check_once_per_paper")
        ]

    def __str__(self) -> str:
        return f"{self.paper}: {self.verdict}"


class Task(models.Model):
    """One opening of one step: with whom it lies, since when, until when, and how it ended."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="tasks")
    step = models.CharField(max_length=64)
    round = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=16)
    role = models.CharField(max_length=16)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks")
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    opened_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=32, blank=True)
    note = models.TextField(blank=True)
    checklist = models.JSONField(default=list)
    opinion = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "step", "round"], name="task_once_per_step_and_round"),
            models.UniqueConstraint(
                fields=["dossier", "step"], condition=Q(finished_at=None), name="task_open_once_per_step"
            ),
            models.CheckConstraint(
                name="task_taken_wholly_or_not_at_all",
                condition=Q(taken_at=None, officer=None) | Q(taken_at__isnull=False, officer__isnull=False),
            ),
            models.CheckConstraint(
                name="task_finished_wholly_or_not_at_all",
                condition=Q(finished_at=None, outcome="") | Q(finished_at__isnull=False) & ~Q(outcome=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "role", "due_at"], condition=Q(finished_at=None), name="task_queue_of_a_unit"
            ),
            models.Index(
                fields=["officer", "due_at"], condition=Q(finished_at=None), name="task_queue_of_an_officer"
            ),
            models.Index(
                fields=["dossier"],
                condition=Q(finished_at=None, kind="consult"),
                name="task_awaiting_an_opinion",
            ),
            models.Index(fields=["finished_by", "finished_at"], name="task_done_by_an_officer"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.step} #{self.round}"


class Supplement(models.Model):
    """The one request to complete the dossier, and its answer. `items`: [{code, what, guidance}]."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="supplement")
    items = models.JSONField()
    reason = models.TextField()
    respond_by = models.DateTimeField()
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.dossier)


class Extension(models.Model):
    """The one apology with a new appointment (form 04)."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="extension")
    old_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reason = models.TextField()
    extended_at = models.DateTimeField()
    extended_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="extension_gives_more_time", condition=Q(due_at__gt=F("old_due_at"))),
        ]

    def __str__(self) -> str:
        return str(self.dossier)


class Ending(models.Model):
    """Why a dossier ended otherwise than by its result: not accepted (03), refused, stopped (05), withdrawn."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="ending")
    reasons = models.JSONField(default=list)
    text = models.TextField()
    ended_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.dossier)
