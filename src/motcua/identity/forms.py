"""What one types to make a token."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.identity.rules.scopes import open_to

SCOPE_NAMES = {
    "catalog:read": _("Read procedures"),
    "dossiers:read": _("Read dossiers"),
    "dossiers:write": _("File and change dossiers"),
    "decisions:read": _("Read decisions and results"),
    "tasks:read": _("Read tasks"),
    "tasks:write": _("Do tasks"),
}
WHICH_DAY = _("Write the last day as day/month/year, for example 31/12/2026.")


class TokenForm(forms.Form):
    name = forms.CharField(
        max_length=80, error_messages={"required": _("Give the token a name by which you know it again.")}
    )
    scopes = forms.MultipleChoiceField(
        choices=[],
        error_messages={
            "required": _("Choose what the token may do."),
            "invalid_choice": _("Choose what the token may do."),
        },
    )
    expires_on = forms.DateField(
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        error_messages={"required": WHICH_DAY, "invalid": WHICH_DAY},
    )

    def __init__(self, *args: Any, account_kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = self.fields["scopes"]
        assert isinstance(scopes, forms.MultipleChoiceField)
        scopes.choices = [(scope, SCOPE_NAMES[scope]) for scope in open_to(account_kind)]
