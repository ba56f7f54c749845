from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.reviews.forms.asking import AboutForm


class WishForm(AboutForm):
    """Bodies and receivers come as codes; the verb says whether they may be named."""

    title = forms.CharField(max_length=200, error_messages={"required": _("Write a short title.")})
    text = forms.CharField(max_length=4000, error_messages={"required": _("Say what is recommended.")})
    receiver = forms.CharField(
        max_length=16, error_messages={"required": _("Choose whom it is addressed to.")}
    )
    body = forms.CharField(max_length=32, required=False)
    legal_root = forms.CharField(max_length=300, required=False)
    cause = forms.CharField(max_length=4000, required=False)
