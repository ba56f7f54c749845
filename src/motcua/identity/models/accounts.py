"""Somebody who signs in, and where he is known."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    CITIZEN = "citizen", _("Citizen")
    ENTERPRISE = "enterprise", _("Enterprise")
    OFFICER = "officer", _("Officer")
    SYSTEM = "system", _("System")


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(sign_in_name=username)


class Account(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. `code` is public and stable, and is what the ledger calls the actor."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=16, choices=AccountKind.choices)
    sign_in_name = models.CharField(max_length=64, unique=True)
    full_name = models.CharField(max_length=200)
    id_number = models.CharField(max_length=12, blank=True)
    tax_code = models.CharField(max_length=14, blank=True)
    born_on = models.DateField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    objects = AccountManager()
    USERNAME_FIELD = "sign_in_name"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id_number"],
                condition=~Q(id_number="") & Q(kind="citizen"),
                name="account_one_per_id_number",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class Login(models.Model):
    """An account at an identity provider: the person is (issuer, subject), never an e-mail address."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="logins")
    issuer = models.URLField()
    subject = models.CharField(max_length=128)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="login_once_per_issuer_and_subject")
        ]

    def __str__(self) -> str:
        return f"{self.subject} at {self.issuer}"
