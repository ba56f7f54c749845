"""What is typed when a directive is given, and with each act on it."""

from django import forms
from django.utils.translation import gettext_lazy as _

DAYS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y", "%Y-%m-%d"]
WHICH_DAY = _("Write the day as day/month/year, for example 31/12/2026.")
DAY_ERRORS = {"required": WHICH_DAY, "invalid": WHICH_DAY}
WHAT = {"required": _("Say what has to be done.")}
WHICH_NUMBER = _("Write the rate to be reached in percent, for example 95.")


class OrderForm(forms.Form):
    """Units and officers come as codes; the verb says whether they may be tasked."""

    title = forms.CharField(max_length=200, error_messages=WHAT)
    task = forms.CharField(max_length=4000, error_messages=WHAT)
    lead_unit = forms.CharField(max_length=40, error_messages={"required": _("Choose the unit that leads.")})
    lead = forms.CharField(max_length=40, required=False)
    due_on = forms.DateField(input_formats=DAYS, error_messages=DAY_ERRORS)
    cause = forms.CharField(max_length=4000, required=False)
    source = forms.CharField(max_length=160, required=False)
    criterion = forms.CharField(max_length=16, required=False)
    procedure = forms.CharField(max_length=64, required=False)
    period = forms.CharField(max_length=10, required=False)
    target = forms.DecimalField(
        max_digits=6, decimal_places=2, required=False, error_messages={"invalid": WHICH_NUMBER}
    )

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if said.get("criterion"):
            if not said.get("period"):
                self.add_error(
                    "period", _("Say in which period the criterion was found low, for example 2026-10.")
                )
            if said.get("target") is None and "target" not in self.errors:
                self.add_error("target", WHICH_NUMBER)
        return said


class ActForm(forms.Form):
    """What each act may ask for; the verb refuses what is missing."""

    text = forms.CharField(max_length=4000, required=False)
    lead_unit = forms.CharField(max_length=40, required=False)
    lead = forms.CharField(max_length=40, required=False)
    due_on = forms.DateField(input_formats=DAYS, required=False, error_messages=DAY_ERRORS)


def errors_in(form: forms.Form) -> list[tuple[str, str]]:
    return [(name, str(said[0])) for name, said in form.errors.items()]
