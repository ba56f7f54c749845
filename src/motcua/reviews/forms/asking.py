"""What is typed with an act on a recommendation or an investment, and what both ask for when they begin."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DAYS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y", "%Y-%m-%d"]
WHICH_DAY = _("Write the day as day/month/year, for example 31/12/2026.")
DAY_ERRORS = {"required": WHICH_DAY, "invalid": WHICH_DAY}
AMOUNT = _("Write the amount in đồng, for example 1.250.000.000.")
_WRITTEN = re.compile(r"\d{1,15}|\d{1,3}(?:[. ]\d{3}){1,4}")


class MoneyField(forms.CharField):
    """Whole đồng as people write them: 1250000, 1.250.000, 1 250 000 ₫."""

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        text = (super().to_python(value) or "").replace("\u00a0", " ").rstrip("₫đ ").strip()
        if not text:
            return None
        if not _WRITTEN.fullmatch(text):
            raise forms.ValidationError(AMOUNT, code="invalid")
        return int(re.sub(r"[. ]", "", text))


class AboutForm(forms.Form):
    """The figure of the index that it is about: all of it or none."""

    criterion = forms.CharField(max_length=16, required=False)
    measured = forms.CharField(max_length=32, required=False)
    procedure = forms.CharField(max_length=64, required=False)
    period = forms.CharField(max_length=10, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("criterion") and not said.get("period"):
            self.add_error(
                "period", _("Say in which period the criterion was found low, for example 2026-10.")
            )
        return said


class ActForm(forms.Form):
    """What each act may ask for; the verb refuses what is missing, but for a day and an amount."""

    number = forms.CharField(max_length=80, required=False)
    dated_on = forms.DateField(input_formats=DAYS, required=False, error_messages=DAY_ERRORS)
    due_on = forms.DateField(input_formats=DAYS, required=False, error_messages=DAY_ERRORS)
    title = forms.CharField(max_length=200, required=False)
    text = forms.CharField(max_length=4000, required=False)
    verdict = forms.CharField(max_length=16, required=False)
    into = forms.CharField(max_length=20, required=False)
    amount = MoneyField(required=False)


def errors_in(form: forms.Form) -> list[tuple[str, str]]:
    return [(name, str(said[0])) for name, said in form.errors.items()]
