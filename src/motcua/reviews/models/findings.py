"""What recommendations and investments share: a figure of the index, a series of numbers, notes to their acts."""

from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.db.models import Q

from motcua.directives.queries.measuring import Asked, Finding
from motcua.files.models import StoredFile

NAMED = ~Q(criterion="") & ~Q(criteria_set="") & ~Q(measured_body="") & ~Q(period="")
UNNAMED = Q(criterion="", criteria_set="", measured_body="", procedure="", period="")
COUNTED = Q(found_numerator__isnull=False, found_denominator__gt=0, found_horizon__isnull=False)
UNCOUNTED = Q(found_numerator=None, found_denominator=None, found_points=None, found_horizon=None)


class Series(models.Model):
    """Recommendations and investments are numbered without gaps, each within a year."""

    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="review_series_once")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"


class OfFinding(models.Model):
    """It comes from a criterion at a body in a period, of one procedure or of all (empty), by a set.

    `found_*`: numerator, denominator and points as counted up to `found_horizon`; never changed afterwards.
    """

    criteria_set = models.CharField(max_length=40, blank=True)
    criterion = models.CharField(max_length=16, blank=True)
    measured_body = models.CharField(max_length=32, blank=True)
    procedure = models.CharField(max_length=64, blank=True)
    period = models.CharField(max_length=10, blank=True)
    found_numerator = models.BigIntegerField(null=True, blank=True)
    found_denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    found_points = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    found_horizon = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def asked(self) -> Asked | None:
        """What is measured; None where no criterion is named."""
        if not self.criterion:
            return None
        return Asked(self.criteria_set, self.criterion, self.measured_body, self.period, self.procedure)

    @property
    def found_ratio(self) -> Fraction | None:
        if self.found_numerator is None or not self.found_denominator:
            return None
        return Fraction(self.found_numerator) / Fraction(self.found_denominator)

    def aim_at(self, asked: Asked | None) -> None:
        """Says what is measured, or (None) that nothing is. Figures that were frozen before are dropped."""
        told = asked or Asked("", "", "", "")
        self.criteria_set, self.criterion, self.procedure = told.criteria_set, told.criterion, told.procedure
        self.measured_body, self.period = told.body, told.period
        self.found_numerator = self.found_denominator = self.found_points = self.found_horizon = None

    def freeze(self, found: Finding) -> None:
        points = found.figures.points
        self.found_numerator = found.figures.numerator
        self.found_denominator = Decimal(float(found.figures.denominator)).quantize(Decimal("0.0001"))
        self.found_points = None if points is None else Decimal(float(points)).quantize(Decimal("0.0001"))
        self.found_horizon = found.horizon


class ActNote(models.Model):
    """What came with an act: a document by its number and date, a text, a file. `entry`: its number in the ledger."""

    entry = models.PositiveIntegerField()
    act = models.CharField(max_length=16)
    number = models.CharField(max_length=80, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    text = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


NUMBERED_AND_DATED = Q(number="", dated_on=None) | ~Q(number="") & Q(dated_on__isnull=False)
FILE_AND_NAME = Q(file=None, file_name="") | Q(file__isnull=False) & ~Q(file_name="")
