from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.files.models import StoredFile
from motcua.kernel.bilingual import Text
from motcua.organizations.rules.mails import Delivery


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
    email = models.EmailField(blank=True, default="", db_default="", help_text="of its records office")
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
    email = models.EmailField(blank=True, default="", db_default="")
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


DELIVERIES = [
    (Delivery.WAITING.value, _("Waiting to be sent")),
    (Delivery.SENDING.value, _("Being sent")),
    (Delivery.SENT.value, _("Sent")),
    (Delivery.UNCLEAR.value, _("Not known whether it arrived")),
    (Delivery.FAILED.value, _("Refused by the mail server")),
    (Delivery.NO_SERVER.value, _("Not sent: no mail server is set up")),
    (Delivery.NO_ADDRESS.value, _("Not sent: no e-mail address")),
]


class Mail(models.Model):
    """A letter by e-mail to one officer or body, written with the act that it tells of; the worker sends it.

    `key` names the act and the addressee, so that an act repeated writes nothing again. `about`: the code of what it
    tells of. `address`: as it was when it was written. `calendar`: a calendar file that goes with it. Never anything
    of citizens: a letter leaves the house.
    """

    key = models.CharField(max_length=160, unique=True)
    about = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=32)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    paper_name = models.CharField(max_length=120, blank=True)
    calendar = models.TextField(blank=True)
    written_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=DELIVERIES)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mail_state_is_one_that_exists",
                condition=Q(state__in=[code for code, _name in DELIVERIES]),
            ),
            models.CheckConstraint(
                name="mail_goes_to_an_officer_or_a_body",
                condition=Q(officer=None, body__isnull=False) | Q(officer__isnull=False, body=None),
            ),
            models.CheckConstraint(
                name="mail_without_an_address_is_not_sent",
                condition=~Q(address="") | Q(state__in=["no_address", "no_server"]),
            ),
            models.CheckConstraint(
                name="mail_that_waits_knows_until_when",
                condition=Q(state="waiting", next_at__isnull=False) | ~Q(state="waiting") & Q(next_at=None),
            ),
            models.CheckConstraint(
                name="mail_sent_when_it_says_so",
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at=None),
            ),
            models.CheckConstraint(
                name="mail_under_way_was_taken_up",
                condition=~Q(state__in=["sending", "sent", "unclear"]) | Q(claimed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="mail_paper_has_its_name",
                condition=Q(paper=None, paper_name="") | Q(paper__isnull=False) & ~Q(paper_name=""),
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="mail_that_waits"),
            models.Index(fields=["-written_at", "-id"], name="mail_newest_first"),
        ]

    def __str__(self) -> str:
        return self.key
