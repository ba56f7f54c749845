"""The rules' refusals in words: what was refused, and what to do instead."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.dossiers.models import State
from motcua.dossiers.rules.breaches import Breach
from motcua.kernel.refusals import Refusal

SENTENCES = {
    "backdated": gettext_lazy(
        "An act cannot be earlier than the one before it (%(last)s). Reload the page and try again."
    ),
    "wrong-state": gettext_lazy(
        "This cannot be done while the dossier is “%(state)s”. Reload the page to see where it stands."
    ),
    "not-received": gettext_lazy("The dossier has not been received yet. Receive it first."),
    "reason-needed": gettext_lazy("Give at least one reason from the list."),
    "step-not-open": gettext_lazy(
        "This step is not open any more: somebody else was faster, or the dossier has moved on. Reload the page."
    ),
    "already-yours": gettext_lazy("You have already taken this step."),
    "taken-by-another": gettext_lazy(
        "A colleague has taken this step. Take it over first if it must be you."
    ),
    "not-taken": gettext_lazy("Take the step before you finish it."),
    "opinion-needed": gettext_lazy("Say whether your body agrees, disagrees or has remarks."),
    "no-such-outcome": gettext_lazy("The approved process has no such way out of this step: %(outcome)s."),
    "supplement-used": gettext_lazy(
        "The applicant has already been asked once, and may be asked only once (%(most)s). "
        "Decide on the papers at hand."
    ),
    "supplement-empty": gettext_lazy("Tick at least one paper or answer that is missing or wrong."),
    "respond-by-passed": gettext_lazy("The time for the answer must lie ahead."),
    "extension-used": gettext_lazy(
        "The date has already been moved once, and may be moved only once (%(most)s)."
    ),
    "extension-too-late": gettext_lazy(
        "The apology had to be sent before %(latest)s. The dossier can no longer be extended; "
        "finish it as soon as you can."
    ),
    "extension-not-later": gettext_lazy("The new date must be later than the present one (%(due)s)."),
}


def say(breach: Breach) -> str:
    facts = {name: _plain(name, value) for name, value in breach.facts.items()}
    return str(SENTENCES[breach.code]) % facts


@contextmanager
def spoken() -> Iterator[None]:
    """Turn a rule's breach into a refusal that the person can read."""
    try:
        yield
    except Breach as breach:
        raise Refusal(say(breach), code=breach.code) from breach


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if name == "state":
        return State(value).label
    return value


def refuse_unless(condition: bool, message: str, code: str) -> None:  # noqa: FBT001 -- it reads as an assertion
    if not condition:
        raise Refusal(message, code=code)


def need_words(text: str, *, least: int) -> str:
    """A reason that a person can understand: not empty, not two letters."""
    text = " ".join(text.split())
    if len(text) < least:
        raise Refusal(
            _("Explain in at least %(least)s letters, in words that the applicant understands.")
            % {"least": least},
            code="reason-too-short",
            fields={"reason": _("Too short")},
        )
    return text
