from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.kernel.bilingual import Text


class BodyKind(models.TextChoices):
    PROVINCE = "province", _("Province")
    DEPARTMENT = "department", _("Department")
    ZONE = "zone", _("Economic-zone authority")
    COMMUNE = "commune", _("Commune")
    AGENCY = "agency", _("Agency of another system")


class Body(models.Model):
    """An administrative body: it receives, decides and answers for dossiers."""

    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=16, choices=BodyKind.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    symbol = models.CharField(max_length=32, blank=True, help_text="the letters in its document numbers")
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    calendar = models.CharField(max_length=32, default="vn-standard")
    sort_key = models.CharField(max_length=400, db_index=True)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Text:
        return Text(self.name_vi, self.name_en)


class UnitKind(models.TextChoices):
    ONE_STOP = "one_stop", _("One-stop unit")
    EXPERT = "expert", _("Expert division")
    LEADERSHIP = "leadership", _("Leadership")
    RECORDS = "records", _("Records office")
    FINANCE = "finance", _("Finance")


class Unit(models.Model):
    """A division inside a body. Steps of a process name a kind of unit, so one sheet serves many bodies."""

    code = models.CharField(max_length=40, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="units")
    kind = models.CharField(max_length=16, choices=UnitKind.choices)
    fields = models.JSONField(
        default=list, help_text="codes of the fields that an expert division handles; empty = all"
    )
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Text:
        return Text(self.name_vi, self.name_en)


class Role(models.TextChoices):
    ONE_STOP = "one_stop", _("One-stop officer")
    SPECIALIST = "specialist", _("Specialist")
    HEAD = "head", _("Head of division")
    LEADER = "leader", _("Leader who signs")
    CLERK = "clerk", _("Records clerk")
    CATALOGUE = "catalogue", _("Catalogue editor")
    REFORM = "reform", _("Reform office")
    OPERATOR = "operator", _("Operator")


class Officer(models.Model):
    """A person who serves in one unit. `code` is what the ledger calls him."""

    code = models.CharField(max_length=40, unique=True)
    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="officer")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="officers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="officers")
    name = models.CharField(max_length=200)
    title_vi = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    sort_key = models.CharField(max_length=400, db_index=True)

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> Text:
        return Text(self.title_vi, self.title_en)


class Mandate(models.Model):
    """A role that an officer holds in a unit, from one day to another, by a decision."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="mandates")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="mandates")
    role = models.CharField(max_length=16, choices=Role.choices)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mandate_ends_after_it_begins",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
            models.UniqueConstraint(
                fields=["officer", "unit", "role"], condition=Q(until_on=None), name="mandate_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}: {self.get_role_display()}"


class Delegation(models.Model):
    """The power to sign, lent to another officer for dated periods. It ends by its date or by revocation."""

    code = models.CharField(max_length=40, unique=True)
    delegator = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="delegations_given")
    delegate = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="delegations_held")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    basis = models.CharField(max_length=120)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="delegation_ends_after_it_begins", condition=Q(until_at__gt=F("from_at"))
            ),
            models.CheckConstraint(name="delegation_is_to_another", condition=~Q(delegator=F("delegate"))),
            models.CheckConstraint(
                name="delegation_revoked_wholly_or_not_at_all",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code
