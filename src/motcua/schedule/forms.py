"""What is typed when a meeting is prepared, answered to, held and concluded."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.clock.rules.calendar import ZONE

DAYS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y", "%Y-%m-%d"]
TIMES = ["%H:%M", "%Hh%M", "%H.%M", "%Hh"]
WHICH_DAY = _("Write the day as day/month/year, for example 31/12/2026.")
WHICH_TIME = _("Write the time as hours and minutes, for example 8:00 or 13:30.")
HOW_MANY = _("Write how many people in figures.")
DAY_ERRORS = {"required": WHICH_DAY, "invalid": WHICH_DAY}
TIME_ERRORS = {"required": WHICH_TIME, "invalid": WHICH_TIME}
MANY_ERRORS = {"required": HOW_MANY, "invalid": HOW_MANY, "min_value": HOW_MANY, "max_value": HOW_MANY}
Errors = list[tuple[str, str]]


class PlanForm(forms.Form):
    """Officers and units come as codes; the verb says whether they may be named."""

    title = forms.CharField(max_length=200, error_messages={"required": _("Say what the meeting is about.")})
    kind = forms.CharField(max_length=16)
    day = forms.DateField(input_formats=DAYS, error_messages=DAY_ERRORS)
    from_time = forms.TimeField(input_formats=TIMES, error_messages=TIME_ERRORS)
    until = forms.TimeField(input_formats=TIMES, error_messages=TIME_ERRORS)
    last_day = forms.DateField(input_formats=DAYS, error_messages=DAY_ERRORS, required=False)
    place = forms.CharField(max_length=200, error_messages={"required": _("Say where the meeting is held.")})
    chair = forms.CharField(max_length=40, required=False)
    chair_outside = forms.CharField(max_length=200, required=False)
    agenda = forms.CharField(max_length=4000, required=False)
    video_link = forms.CharField(max_length=400, required=False)
    preparing = forms.CharField(max_length=40, required=False)
    contact = forms.CharField(max_length=200, required=False)
    is_open = forms.BooleanField(required=False)

    @property
    def begins_at(self) -> datetime:
        return _moment(self.cleaned_data["day"], self.cleaned_data["from_time"])

    @property
    def ends_at(self) -> datetime:
        said = self.cleaned_data
        return _moment(said["last_day"] or said["day"], said["until"])


class SiteForm(forms.Form):
    name = forms.CharField(
        max_length=120, error_messages={"required": _("Name the site and say where it is.")}
    )
    site_place = forms.CharField(
        max_length=200, error_messages={"required": _("Name the site and say where it is.")}
    )
    site_body = forms.CharField(max_length=32, required=False)
    site_chair = forms.CharField(max_length=40, required=False)
    site_chair_outside = forms.CharField(max_length=200, required=False)
    expected = forms.IntegerField(min_value=0, max_value=2000, required=False, error_messages=MANY_ERRORS)
    is_main = forms.BooleanField(required=False)


class AttendanceForm(forms.Form):
    came = forms.IntegerField(min_value=0, max_value=2000, error_messages=MANY_ERRORS)


class DayForm(forms.Form):
    """One day of an instruction."""

    due_on = forms.DateField(input_formats=DAYS, required=False, error_messages=DAY_ERRORS)


def errors_in(form: forms.Form) -> Errors:
    return [(name, str(said[0])) for name, said in form.errors.items()]


def typed_in(form: forms.Form, sent: Any) -> dict[str, str]:
    return {name: sent.get(name, "") for name in form.fields}


def _moment(on: date, at: time) -> datetime:
    return datetime.combine(on, at, ZONE)
