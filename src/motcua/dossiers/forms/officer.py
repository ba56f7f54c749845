"""What officers type on the pages that prepare an act."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.clock.rules.calendar import Calendar

DAYS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y", "%Y-%m-%d"]
WHICH_DAY = _("Write the day as day/month/year, for example 31/12/2026.")
DAY_ERRORS = {"required": WHICH_DAY, "invalid": WHICH_DAY}


class ExtendForm(forms.Form):
    """A new day, a cause from the list, an apology in words."""

    to = forms.DateField(input_formats=DAYS, error_messages=DAY_ERRORS)
    cause = forms.CharField(max_length=40, error_messages={"required": _("Choose the cause from the list.")})
    reason = forms.CharField(max_length=2000, error_messages={"required": _("Explain it to the applicant.")})


class StopForm(forms.Form):
    cause = forms.CharField(max_length=40, error_messages={"required": _("Choose the reason from the list.")})
    reason = forms.CharField(max_length=2000, error_messages={"required": _("Explain it to the applicant.")})


class SupplementForm(forms.Form):
    respond_by = forms.DateField(input_formats=DAYS, error_messages=DAY_ERRORS)
    reason = forms.CharField(max_length=2000, error_messages={"required": _("Explain it to the applicant.")})


class PeriodForm(forms.Form):
    """Both days included."""

    tu = forms.DateField(input_formats=DAYS, error_messages=DAY_ERRORS)
    den = forms.DateField(input_formats=DAYS, error_messages=DAY_ERRORS)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("tu") and said.get("den") and said["tu"] > said["den"]:
            self.add_error("den", _("The last day is before the first."))
        return said


def errors_in(form: forms.Form) -> list[tuple[str, str]]:
    return [(name, str(said[0])) for name, said in form.errors.items()]


def end_of(on: date, calendar: Calendar) -> datetime:
    """The end of work on a day; of the next working day if nobody works then."""
    index = calendar.working_index(calendar.index_of(on))
    return calendar.moment(index, calendar.closing(index))
