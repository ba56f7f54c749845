from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MOST_DAYS_AFTER = 28


class State(models.TextChoices):
    WAITING = "waiting", _("Being made")
    READY = "ready", _("Ready")
    REFUSED = "refused", _("Could not be made")


class SavedReport(models.Model):
    """A report that somebody put together, to be made for period after period.

    `blocks`: their codes in order. What is written by hand belongs to a version, not here: it would be untrue of the
    next period. `days_after`: made by itself so many days after each period; None: only when asked. `owner` is an
    officer's code.
    """

    title = models.CharField(max_length=160)
    definition = models.CharField(max_length=40)
    body = models.CharField(max_length=32)
    grid = models.CharField(max_length=16)
    span = models.CharField(max_length=8)
    blocks = models.JSONField(default=list)
    days_after = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = models.CharField(max_length=40)
    kept_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reports_saved_made_within_days",
                condition=Q(days_after=None) | Q(days_after__lte=MOST_DAYS_AFTER),
            ),
            models.CheckConstraint(
                name="reports_saved_span_is_one_that_exists",
                condition=Q(span__in=["month", "quarter", "half", "year"]),
            ),
            models.CheckConstraint(name="reports_saved_has_a_title", condition=~Q(title="")),
        ]
        indexes = [models.Index(fields=["body"], name="reports_saved_body")]

    def __str__(self) -> str:
        return self.title


class ReportRun(models.Model):
    """A version of a report. Ready: frozen with the moment up to which it was counted, its definition and its digest.

    `asked`: blocks and texts that were asked for. `content`: rules.frozen. `words`: why it could not be made. Versions
    of one report (definition, body, grid, period, saved or not) are numbered without gaps; the database refuses to
    change a frozen one.
    """

    saved = models.ForeignKey(
        SavedReport, on_delete=models.PROTECT, null=True, blank=True, related_name="runs"
    )
    definition = models.CharField(max_length=40)
    body = models.CharField(max_length=32)
    grid = models.CharField(max_length=16)
    period = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    asked = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    version = models.PositiveIntegerField(null=True, blank=True)
    definition_digest = models.CharField(max_length=64, blank=True)
    content = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    horizon = models.DateTimeField(null=True, blank=True)
    provisional = models.BooleanField(default=False)
    made_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["saved", "definition", "body", "grid", "period", "version"],
                nulls_distinct=False,
                condition=Q(state="ready"),
                name="reports_run_version_once",
            ),
            models.CheckConstraint(
                name="reports_run_is_frozen_wholly_or_not_at_all",
                condition=Q(
                    state="ready",
                    version__isnull=False,
                    version__gte=1,
                    content__isnull=False,
                    horizon__isnull=False,
                    made_at__isnull=False,
                )
                & ~Q(digest="")
                & ~Q(definition_digest="")
                | ~Q(state="ready")
                & Q(version=None, content=None, horizon=None, digest="", definition_digest="", made_at=None),
            ),
            models.CheckConstraint(
                name="reports_run_refused_says_why",
                condition=Q(state="refused") & ~Q(words="") | ~Q(state="refused") & Q(words=""),
            ),
            models.CheckConstraint(
                name="reports_run_made_after_it_was_asked_for",
                condition=Q(made_at=None) | Q(made_at__gte=F("asked_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["body", "-id"], name="reports_run_newest"),
            models.Index(fields=["definition", "body", "grid", "period"], name="reports_run_of"),
        ]

    def __str__(self) -> str:
        return f"{self.definition} {self.body} {self.period}"
