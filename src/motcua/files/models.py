from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Scan(models.TextChoices):
    PENDING = "pending", _("Waiting for the virus check")
    CLEAN = "clean", _("Clean")
    INFECTED = "infected", _("Infected")


class StoredFile(models.Model):
    """Bytes kept by their own SHA-256, once however often they are sent. Only clean ones can be opened.

    `scanned_by` names who found it so: the scanner and its signatures, the marker check of a house without a
    scanner, or the house itself for papers that it made. `blank` counts the pages of a file of which not one bears
    ink (`rules.ink`); 0 for all others, and for those that were stored before it was measured.
    """

    digest = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField(null=True, blank=True)
    blank = models.PositiveIntegerField(default=0, db_default=0)
    scan = models.CharField(max_length=16, choices=Scan.choices, default=Scan.PENDING)
    scanned_by = models.CharField(max_length=100, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stored_file_scanned_wholly_or_not_at_all",
                condition=Q(scan="pending", scanned_by="", scanned_at=None)
                | (~Q(scan="pending") & ~Q(scanned_by="") & Q(scanned_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["stored_at"], condition=Q(scan="pending"), name="stored_file_waiting")
        ]

    def __str__(self) -> str:
        return self.digest


class Upload(models.Model):
    """A file on its way in, piece by piece (tus 1.0). `offset` bytes of `length` have arrived and are on
    disk.

    `owner` is the account's code; nobody else can see, continue or finish it. Finished once: `file` is then
    set.
    """

    token = models.CharField(max_length=43, unique=True)
    owner = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=120)
    accepts = models.JSONField(default=list)
    length = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="upload_holds_no_more_than_announced", condition=Q(offset__lte=F("length"))
            ),
            models.CheckConstraint(
                name="upload_finished_only_when_whole", condition=Q(file=None) | Q(offset=F("length"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.offset}/{self.length}"
