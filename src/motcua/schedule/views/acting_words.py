"""How each act is asked for on the page of a meeting."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from motcua.schedule.rules.states import Act


class Form(NamedTuple):
    """`label`: the button. `text`: the label of the reason that is asked for, or "". `slug`: in the address."""

    slug: str
    label: str | Promise
    text: str | Promise = ""
    tone: str = "primary"


FORMS: dict[Act, Form] = {
    Act.CALL: Form("moi-hop", gettext_lazy("Sign the letter and call the meeting")),
    Act.REISSUE: Form("ky-lai", gettext_lazy("Sign the letter anew"), tone="plain"),
    Act.HOLD: Form("da-hop", gettext_lazy("Record it as held")),
    Act.CLOSE: Form("ket-thuc", gettext_lazy("Conclude without a notice"), tone="plain"),
    Act.POSTPONE: Form("hoan", gettext_lazy("Postpone"), gettext_lazy("Why it is postponed"), tone="plain"),
    Act.CANCEL: Form("huy", gettext_lazy("Call it off"), gettext_lazy("Why it is called off"), tone="plain"),
}
ACTS = {form.slug: act for act, form in FORMS.items()}
