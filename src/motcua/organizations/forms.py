"""What a leader types to lend his power to sign."""

from django import forms

DAYS = ["%d/%m/%Y", "%Y-%m-%d"]


class DelegationForm(forms.Form):
    """Whole days, both included: the verb gets moments."""

    to = forms.CharField(max_length=40)
    from_on = forms.DateField(input_formats=DAYS)
    until_on = forms.DateField(input_formats=DAYS)
    basis = forms.CharField(max_length=120)
