"""What is asked of ministries and the Government, and what they say to it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.organizations.models import Body, Officer
from motcua.reviews.models.findings import (
    COUNTED,
    FILE_AND_NAME,
    NAMED,
    NUMBERED_AND_DATED,
    UNCOUNTED,
    UNNAMED,
    ActNote,
    OfFinding,
)
from motcua.reviews.rules.recommendations import Answered, Standing, State

RECOMMENDATION_STATES = [
    (State.DRAFTED.value, _("Draft")),
    (State.SENT.value, _("Sent")),
    (State.ACKNOWLEDGED.value, _("Acknowledged")),
    (State.ANSWERED.value, _("Answered")),
    (State.IN_PROGRESS.value, _("In progress at the receiver")),
    (State.DONE.value, _("Carried out")),
    (State.WITHDRAWN.value, _("Taken back")),
]
ANSWERS = [
    (Answered.ACCEPTED.value, _("Accepted as a whole")),
    (Answered.PARTLY.value, _("Accepted in part")),
    (Answered.REJECTED.value, _("Not accepted")),
    (Answered.NO_COMPETENCE.value, _("Outside their competence")),
]
_SENT = Q(state__in=["sent", "acknowledged", "answered", "in_progress", "done"])


class Recommendation(OfFinding):
    """Asked of a body outside (`receiver`, a code of data/receivers.yaml) on behalf of `body`.

    `legal_root`: the text and article to be changed. `cause`: the bottleneck, in words. `main`: another one of the same
    content, which stands for this one. `answered`: the last answer. `told_due_on`: the day of answer whose passing
    has been told.
    """

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    legal_root = models.CharField(max_length=300, blank=True)
    cause = models.TextField(blank=True)
    receiver = models.CharField(max_length=16)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=RECOMMENDATION_STATES, default=State.DRAFTED.value)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    sent_number = models.CharField(max_length=80, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer_due_on = models.DateField(null=True, blank=True)
    told_due_on = models.DateField(null=True, blank=True)
    answered = models.CharField(max_length=16, choices=ANSWERS, blank=True)
    main = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="recommendation_state_is_one_that_exists",
                condition=Q(state__in=[code for code, _name in RECOMMENDATION_STATES]),
            ),
            models.CheckConstraint(
                name="recommendation_finding_told_wholly_or_not_at_all",
                condition=UNNAMED & UNCOUNTED | NAMED & COUNTED,
            ),
            models.CheckConstraint(
                name="recommendation_sent_wholly_or_not_at_all",
                condition=Q(sent_number="", sent_on=None, sent_at=None, sent_by=None, answer_due_on=None)
                & ~_SENT
                | ~Q(sent_number="")
                & ~Q(state="drafted")
                & Q(
                    sent_on__isnull=False,
                    sent_at__isnull=False,
                    sent_by__isnull=False,
                    answer_due_on__gte=F("sent_on"),
                ),
            ),
            models.CheckConstraint(
                name="recommendation_signed_by_another_than_its_drafter",
                condition=~Q(sent_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="recommendation_answered_when_it_says_so",
                condition=Q(answered__in=[code for code, _name in ANSWERS])
                & Q(state__in=["answered", "in_progress", "done", "withdrawn"])
                | Q(answered="", state__in=["drafted", "sent", "acknowledged", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="recommendation_carried_out_only_if_agreed",
                condition=~Q(state__in=["in_progress", "done"]) | Q(answered__in=["accepted", "partly"]),
            ),
            models.CheckConstraint(
                name="recommendation_does_not_stand_for_itself",
                condition=Q(main=None) | ~Q(main=F("id")),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "answer_due_on"], name="recommendation_due"),
            models.Index(fields=["receiver"], name="recommendation_receiver"),
        ]

    def __str__(self) -> str:
        return self.code

    def standing(self, *, carries: bool) -> Standing:
        """`carries`: others rest on it."""
        return Standing(
            State(self.state),
            answered=Answered(self.answered) if self.answered else None,
            merged=self.main_id is not None,
            carries=carries,
        )


class RecommendationNote(ActNote):
    """A document or a text about a recommendation. `verdict`: of an answer."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="notes")
    verdict = models.CharField(max_length=16, choices=ANSWERS, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "entry"], name="recommendation_note_one_an_act"
            ),
            models.CheckConstraint(
                name="recommendation_note_numbered_and_dated", condition=NUMBERED_AND_DATED
            ),
            models.CheckConstraint(name="recommendation_file_has_its_name", condition=FILE_AND_NAME),
            models.CheckConstraint(
                name="recommendation_answer_has_its_verdict",
                condition=Q(act="answer") & ~Q(verdict="") | ~Q(act="answer") & Q(verdict=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} {self.entry}"
