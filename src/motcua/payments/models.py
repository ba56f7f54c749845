from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Method(models.TextChoices):
    CASH = "cash", _("Cash")
    CARD = "card", _("Card")
    TRANSFER = "transfer", _("Transfer")
    ONLINE = "online", _("Online")


class Invoice(models.Model):
    """What is owed for a `reference` (this room has never heard of dossiers). Amounts are whole đồng."""

    reference = models.CharField(max_length=64, unique=True)
    body = models.CharField(max_length=32)
    payer_name = models.CharField(max_length=200)
    lines = models.JSONField(help_text="code, kind, name and amount of each fee")
    total = models.PositiveBigIntegerField()
    charged_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reference


class Receipt(models.Model):
    """Money taken. Numbered 1, 2, 3 … without gaps per body and year."""

    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="receipt")
    body = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    amount = models.PositiveBigIntegerField()
    method = models.CharField(max_length=16, choices=Method.choices)
    collected_at = models.DateTimeField()
    collected_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year", "number"], name="receipt_number_once_per_body_and_year"
            ),
            models.CheckConstraint(name="receipt_is_of_something", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.body}/{self.year}/{self.number:06}"


class ReceiptBook(models.Model):
    """The last number given per body and year; taken inside the transaction that uses it, so none is lost."""

    body = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "year"], name="receipt_book_once_per_body_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.body}/{self.year}"
