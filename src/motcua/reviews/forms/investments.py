from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.reviews.forms.asking import AMOUNT, AboutForm, MoneyField

CHOOSE = {"required": _("Choose one from the list.")}
NAME = {"required": _("Name the investment.")}
PURPOSE = {"required": _("Say which bottleneck it should remove, and how.")}
KIND = {"required": _("Choose the kind of task.")}
FUNDS = {"required": _("Choose the source of funds.")}
WHICH_NUMBER = _("Write the rate to be reached in percent, for example 95.")


class ProposalForm(AboutForm):
    """Bodies, kinds and recommendations come as codes; the verb says whether they may be named."""

    title = forms.CharField(max_length=200, error_messages=NAME)
    purpose = forms.CharField(max_length=4000, error_messages=PURPOSE)
    body = forms.CharField(max_length=32, required=False)
    task = forms.CharField(max_length=16, error_messages=KIND)
    funds = forms.CharField(max_length=16, error_messages=FUNDS)
    basis = forms.CharField(max_length=32, error_messages=CHOOSE)
    planned = MoneyField(error_messages={"required": AMOUNT})
    target = forms.DecimalField(
        max_digits=6, decimal_places=2, required=False, error_messages={"invalid": WHICH_NUMBER}
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("criterion") and said.get("target") is None and "target" not in self.errors:
            self.add_error("target", WHICH_NUMBER)
        return said
