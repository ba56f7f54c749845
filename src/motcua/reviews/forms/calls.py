"""What is typed when a review is called for, and when a report is edited."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.reviews.rules.drafting import BY, Texts

DAYS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y", "%Y-%m-%d"]
WHICH_DAY = _("Write the day as day/month/year, for example 31/12/2026.")
DAY_ERRORS = {"required": WHICH_DAY, "invalid": WHICH_DAY}


class CallForm(forms.Form):
    """Bodies and questions come as codes; the verb says whether they may be asked."""

    title = forms.CharField(max_length=200, error_messages={"required": _("Say what has to be reviewed.")})
    source = forms.CharField(
        max_length=160,
        error_messages={"required": _("Name the document that this rests on, by its number.")},
    )
    source_on = forms.DateField(input_formats=DAYS, required=False, error_messages=DAY_ERRORS)
    outside = forms.CharField(max_length=200, required=False)
    before_on = forms.DateField(input_formats=DAYS, error_messages=DAY_ERRORS)
    period = forms.CharField(
        max_length=10,
        error_messages={"required": _("Say which period is reviewed, for example 2026-10, 2026-Q4 or 2026.")},
    )
    feeds = forms.CharField(max_length=20, required=False)
    own = forms.CharField(max_length=2000, required=False)


class ExtensionForm(forms.Form):
    before_on = forms.DateField(input_formats=DAYS, error_messages=DAY_ERRORS)
    reason = forms.CharField(max_length=500, required=False)


def texts_in(posted: Any, drafted: Texts) -> dict[str, str]:
    """The texts of a report that were posted, by the names that its draft has; days as ISO days where they are days."""
    found = {}
    for name in drafted:
        if name in posted:
            said = str(posted[name]).replace("\r\n", "\n")
            found[name] = _iso(said) if name.startswith(f"{BY}-") else said
    return found


def _iso(said: str) -> str:
    """A day as people write it becomes an ISO day; anything else stays, for the verb to refuse."""
    field = forms.DateField(input_formats=DAYS, required=False)
    try:
        day = field.clean(said.strip())
    except forms.ValidationError:
        return said
    return day.isoformat() if day else ""


def errors_in(form: forms.Form) -> list[tuple[str, str]]:
    return [(name, str(said[0])) for name, said in form.errors.items()]
