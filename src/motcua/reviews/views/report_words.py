"""How each act on a report is asked for on its page."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from motcua.reviews.rules.states import Act


class Form(NamedTuple):
    """`label`: the button. `text`: the label of the text that is asked for, or "". `slug`: in the address."""

    slug: str
    label: str | Promise
    text: str | Promise = ""
    tone: str = "primary"


class EditForm(NamedTuple):
    """The texts are open to be written in."""

    rows: int = 3


# In the order in which the page offers them: what moves the report on comes first.
FORMS: dict[Act, Form] = {
    Act.SIGN: Form("ky", gettext_lazy("Sign the report")),
    Act.SEND: Form("gui", gettext_lazy("Send the report")),
    Act.SUBMIT: Form("trinh-ky", gettext_lazy("Submit for signature")),
    Act.EDIT: Form("luu", gettext_lazy("Save the texts")),
    Act.DRAFT: Form("lay-so-lieu", gettext_lazy("Draft with the figures of now"), tone="plain"),
    Act.TAKE_BACK: Form("rut-lai", gettext_lazy("Take back to write on"), tone="plain"),
    Act.REMIND: Form("nhac", gettext_lazy("Remind this body"), tone="plain"),
    Act.RETURN: Form(
        "tra-lai",
        gettext_lazy("Return the report"),
        gettext_lazy("What is missing, so that it can be mended"),
        tone="plain",
    ),
}
ACTS = {form.slug: act for act, form in FORMS.items()}
