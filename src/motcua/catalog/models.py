from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from motcua.kernel.bilingual import Text
from motcua.organizations.models import Body


class OnlineLevel(models.TextChoices):
    NONE = "none", _("Not online")
    PARTIAL = "partial", _("Partly online")
    FULL = "full", _("Fully online")


class CodeStatus(models.TextChoices):
    VERIFIED = "verified", _("National code")
    UNVERIFIED = "unverified", _("National code from memory, to be checked")
    DEMO = "demo", _("Demonstration code")


class ProcedureField(models.Model):
    """A field (lĩnh vực) under which procedures stand."""

    code = models.CharField(max_length=40, unique=True)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    sort_key = models.CharField(max_length=400, db_index=True)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Text:
        return Text(self.name_vi, self.name_en)


class Procedure(models.Model):
    """An administrative procedure as listed.

    What it says is in its versions; a listed one may have none yet.
    """

    code = models.CharField(max_length=32, unique=True)
    code_status = models.CharField(max_length=16, choices=CodeStatus.choices)
    field = models.ForeignKey(ProcedureField, on_delete=models.PROTECT, related_name="procedures")
    level = models.CharField(max_length=16)
    name_vi = models.CharField(max_length=400)
    name_en = models.CharField(max_length=400, blank=True)
    subjects = models.JSONField(default=list)
    life_events = models.JSONField(default=list)
    online_level = models.CharField(max_length=16, choices=OnlineLevel.choices)
    is_eligible = models.BooleanField(help_text="fit for full online service")
    withdrawn_on = models.DateField(null=True, blank=True)
    search_key = models.TextField()

    class Meta:
        indexes = [GinIndex(OpClass(F("search_key"), name="gin_trgm_ops"), name="procedure_search_trigrams")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Text:
        return Text(self.name_vi, self.name_en)


class DateRange(Func):
    """The days from one to another, both of them in it."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Version(models.Model):
    """What a procedure says from one day to another. Published once, then never edited: running dossiers keep
    theirs.

    `document` is the YAML as JSON; read it through `catalog.queries.document_of(version)`, never directly.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    effective_from = models.DateField()
    effective_until = models.DateField(null=True, blank=True)
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="version_number_once_per_procedure"),
            models.CheckConstraint(
                name="version_ends_after_it_begins",
                condition=Q(effective_until=None) | Q(effective_until__gte=F("effective_from")),
            ),
            ExclusionConstraint(
                name="versions_of_a_procedure_never_overlap",
                expressions=[
                    (
                        DateRange(
                            "effective_from",
                            "effective_until",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("procedure", RangeOperators.EQUAL),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure.code} v{self.number}"


class Competence(models.Model):
    """A body that decides a procedure."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="competences")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "body"], name="competence_once")]

    def __str__(self) -> str:
        return f"{self.body} → {self.procedure}"


class EditDraft(models.Model):
    """The next version of a procedure while editors work on it. It binds nobody until it is published.

    `content` is the document as JSON, right or not yet right; `revision` counts the savings, so that nobody writes
    over what he has not seen. A draft may be of a procedure that is not listed yet.
    """

    code = models.CharField(max_length=32, unique=True)
    content = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=40)
    edited_at = models.DateTimeField()
    edited_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="draft_edited_after_it_was_opened", condition=Q(edited_at__gte=F("opened_at"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} r{self.revision}"
