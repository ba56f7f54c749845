from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.files.models import StoredFile
from motcua.organizations.models import Body, Officer


class Standing(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    REPLACED = "replaced", _("Replaced")
    REVOKED = "revoked", _("Revoked")


class Instrument(models.Model):
    """A result document for a `reference`: drafted, signed once, then only replaced or revoked.

    `token` is what the QR on it says (128 bits, from the CSPRNG). `digest` is the SHA-256 of the whole signed
    file. `valid_months` is fixed with the draft, `valid_until` follows from it on the day of signing.
    """

    reference = models.CharField(max_length=64, db_index=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    holder = models.CharField(max_length=200)
    data = models.JSONField()
    standing = models.CharField(max_length=16, choices=Standing.choices, default=Standing.DRAFT)
    number = models.CharField(max_length=64, blank=True)
    token = models.CharField(max_length=32, unique=True)
    drafted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    signed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="instrument_signed_wholly_or_not_at_all",
                condition=Q(standing="draft", signed_at=None, signed_by=None, file=None, digest="", number="")
                | ~Q(standing="draft")
                & Q(signed_at__isnull=False, signed_by__isnull=False, file__isnull=False)
                & ~Q(digest="")
                & ~Q(number=""),
            ),
            models.CheckConstraint(
                name="instrument_revoked_wholly_or_not_at_all",
                condition=~Q(standing="revoked") & Q(revoked_at=None, revoked_by=None)
                | Q(standing="revoked", revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["reference"],
                condition=Q(standing__in=["draft", "in_force"]),
                name="instrument_one_live_per_reference",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.reference


class NumberBook(models.Model):
    """The last document number given per body, symbol and year."""

    body = models.CharField(max_length=32)
    symbol = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "symbol", "year"], name="number_book_once_per_body_symbol_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.body}/{self.symbol}/{self.year}"
