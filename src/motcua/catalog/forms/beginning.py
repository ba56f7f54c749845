"""A procedure that is not listed yet."""

from django import forms
from django.utils.translation import gettext_lazy as _

EMPTY = {"required": _("This may not be empty: write something here.")}


class NewProcedure(forms.Form):
    """Enough to begin a draft with; all of it can be changed in the draft, except the code."""

    code = forms.RegexField(
        r"^[0-9A-Za-z][0-9A-Za-z.-]{0,31}$",
        error_messages={
            **EMPTY,
            "invalid": _("Write the code with figures, letters, dots and hyphens only, such as 1.009978."),
        },
    )
    name = forms.CharField(max_length=400, error_messages=EMPTY)
    field = forms.SlugField(error_messages={**EMPTY, "invalid": _("Choose a field.")})
    level = forms.ChoiceField(
        choices=[(code, code) for code in ("province", "zone", "commune")],
        error_messages={**EMPTY, "invalid_choice": _("Choose a level.")},
    )
