"""How each act is asked for on the page."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.directives.rules.states import Act, Part


class Form(NamedTuple):
    """`label`: the button. `text`: the label of the text that is asked for, or "". `slug`: in the address."""

    slug: str
    label: str | Promise
    text: str | Promise = ""
    day: bool = False
    file: bool = False
    tone: str = "primary"
    lead: bool = False


# In the order in which a page offers them: what moves the task on comes first.
FORMS: dict[Act, Form] = {
    Act.ACCEPT: Form("nhan", gettext_lazy("Accept the task")),
    Act.START: Form("bat-dau", gettext_lazy("Begin the work")),
    Act.REPORT: Form(
        "bao-cao",
        gettext_lazy("Report it done"),
        gettext_lazy("What was done, and how it can be seen"),
        file=True,
    ),
    Act.MEASURE: Form("do-lai", gettext_lazy("Take the report and measure again")),
    Act.CONFIRM: Form("xac-nhan", gettext_lazy("Close it as done"), gettext_lazy("What you base this on")),
    Act.GRANT_EXTENSION: Form("cho-gia-han", gettext_lazy("Grant more time")),
    Act.REFUSE_EXTENSION: Form(
        "khong-gia-han", gettext_lazy("Refuse more time"), gettext_lazy("Why it has to stay"), tone="plain"
    ),
    Act.ASK_EXTENSION: Form(
        "xin-gia-han",
        gettext_lazy("Ask for more time"),
        gettext_lazy("Why more time is needed"),
        day=True,
        tone="plain",
    ),
    Act.CONTEST: Form(
        "khong-nhan",
        gettext_lazy("Contest the task"),
        gettext_lazy("Why it is not yours, or cannot be done"),
        tone="plain",
    ),
    Act.UPHOLD: Form("giu-nguyen", gettext_lazy("Uphold the task"), gettext_lazy("What you answer the lead")),
    Act.REASSIGN: Form(
        "giao-lai",
        gettext_lazy("Give it to another lead"),
        gettext_lazy("Why another unit leads now"),
        tone="plain",
        lead=True,
    ),
    Act.SEND_BACK: Form(
        "tra-lai", gettext_lazy("Send the report back"), gettext_lazy("What is still missing"), tone="plain"
    ),
    Act.WITHDRAW: Form(
        "thu-hoi", gettext_lazy("Withdraw the directive"), gettext_lazy("Why it is withdrawn"), tone="plain"
    ),
}
ACTS = {form.slug: act for act, form in FORMS.items()}
MEASURE_NOW = "do-ngay"


def part_in_words(part: Part) -> str:
    return {Part.LEAD: _("The lead"), Part.GIVER: _("The giver"), Part.HOUSE: _("The system")}[part]


def what_next(acts: Sequence[Act]) -> str:
    """The ways open to somebody, in one line: withdrawing is always open and says nothing about what is next."""
    named = [str(form.label) for act, form in FORMS.items() if act in acts and act is not Act.WITHDRAW]
    return " · ".join(named)
