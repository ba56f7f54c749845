from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class WorkingWeek(models.Model):
    """A calendar: the sessions of each weekday. Provinces set their own hours, so they are data.

    `week` maps `mon` … `sun` to lists such as `["07:30-11:30", "13:30-17:30"]`; `full_day` is what a whole
    day works.
    """

    code = models.CharField(max_length=32, unique=True)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    week = models.JSONField()
    full_day = models.JSONField()
    basis = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class WorksOn(models.TextChoices):
    NONE = "none", _("Day off")
    MORNING = "morning", _("Morning only")
    AFTERNOON = "afternoon", _("Afternoon only")
    FULL = "full", _("Working day")
    USUAL = "usual", _("As every week")


class DeclaredDay(models.Model):
    """A day that a decree or notice sets apart. Rows are only added: a later one for the same day supersedes.

    `calendar` empty: the whole country. `known_from`: the day on which it was published, so that one can ask
    what was known on any day. `confidence`: found, known or unsure (computed before a notice was published).
    """

    calendar = models.CharField(max_length=32, blank=True)
    on = models.DateField()
    works = models.CharField(max_length=12, choices=WorksOn.choices)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    decree = models.CharField(max_length=200)
    known_from = models.DateField()
    confidence = models.CharField(max_length=8, default="known")
    swapped_with = models.DateField(null=True, blank=True)
    declared_by = models.CharField(max_length=64)
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "known_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "on", "known_from"], name="day_declared_once_per_calendar_and_publication"
            ),
            models.CheckConstraint(
                name="day_works_in_a_known_way",
                condition=Q(works__in=["none", "morning", "afternoon", "full", "usual"]),
            ),
            models.CheckConstraint(
                name="day_is_swapped_with_another", condition=Q(swapped_with=None) | ~Q(swapped_with=F("on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_works_display()}"
