"""What a leader types to lend his power to sign."""

from django import forms
from django.utils.translation import gettext_lazy as _

DAYS = ["%d/%m/%Y", "%Y-%m-%d"]
WHICH_DAY = _("Write the day as day/month/year, for example 31/12/2026.")
DAY_ERRORS = {"required": WHICH_DAY, "invalid": WHICH_DAY}


class DelegationForm(forms.Form):
    """Whole days, both included: the verb gets moments."""

    to = forms.CharField(max_length=40, error_messages={"required": _("Choose an officer of your body.")})
    from_on = forms.DateField(input_formats=DAYS, error_messages=DAY_ERRORS)
    until_on = forms.DateField(input_formats=DAYS, error_messages=DAY_ERRORS)
    basis = forms.CharField(
        max_length=120,
        error_messages={"required": _("Give the number of the decision that delegates the power.")},
    )
