"""The applicant's words for parts, states, limits and papers."""

from collections.abc import Sequence
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from motcua.clock.rules.limits import Limit, Unit
from motcua.dossiers.models import Channel, Draft, State
from motcua.dossiers.queries.progress import APPLICANT, DELIVERY, PAPERS, Part, Status
from motcua.files.rules.kinds import MIB, accepted

PARTS = {
    APPLICANT: gettext_lazy("Applicant"),
    PAPERS: gettext_lazy("Papers"),
    DELIVERY: gettext_lazy("How you get the result"),
}
STATUSES = {
    Status.OPEN: (gettext_lazy("Not begun"), "grey"),
    Status.BEGUN: (gettext_lazy("Begun"), "blue"),
    Status.DONE: (gettext_lazy("Done"), "green"),
}
DELIVERIES = {
    Channel.ONLINE: gettext_lazy("Online: a signed electronic document, here on this site"),
    Channel.COUNTER: gettext_lazy("At the counter of the one-stop unit"),
    Channel.POST: gettext_lazy("By public post, to your address (the post charges its own fee)"),
}
PAPER_KINDS = {
    "original": gettext_lazy("Scan or photo of the original"),
    "copy": gettext_lazy("Scan or photo of a plain copy"),
    "certified_copy": gettext_lazy("Scan or photo of a certified copy"),
    "electronic": gettext_lazy("Electronic file"),
}
TONES = {
    State.FILED: "blue",
    State.RECEIVED: "blue",
    State.IN_PROGRESS: "blue",
    State.AWAITING_SUPPLEMENT: "amber",
    State.COMPLETED: "green",
    State.DELIVERED: "green",
    State.NOT_ACCEPTED: "red",
    State.REFUSED: "red",
    State.STOPPED: "red",
    State.WITHDRAWN: "grey",
}


def part_title(part: Part) -> str:
    return part.title or str(PARTS[part.code])


def part_address(draft: Draft, code: str) -> str:
    if code in PARTS:
        return reverse(f"dossiers:{code}", args=[draft.code])
    return reverse("dossiers:section", args=[draft.code, code])


def after(draft: Draft, parts: Sequence[Part], code: str) -> str:
    """Where `Continue` leads: the next part that is not done, from here on and then from the beginning."""
    codes = [part.code for part in parts]
    here = codes.index(code) + 1
    for part in (*parts[here:], *parts[:here]):
        if part.status != Status.DONE and part.code != code:
            return part_address(draft, part.code)
    return reverse("dossiers:check", args=[draft.code])


def limit_words(limit: Limit | None) -> str:
    """`5 working days`; empty where no limit is set."""
    if limit is None:
        return ""
    several = 1 if limit.quantity == 1 else 2
    return {
        Unit.WORKING_DAYS: ngettext("%(count)s working day", "%(count)s working days", several),
        Unit.HALF_DAYS: ngettext("%(count)s half day", "%(count)s half days", several),
        Unit.WORKING_HOURS: ngettext("%(count)s working hour", "%(count)s working hours", several),
        Unit.CALENDAR_DAYS: ngettext("%(count)s day", "%(count)s days", several),
        Unit.MONTHS: ngettext("%(count)s month", "%(count)s months", several),
    }[limit.unit] % {"count": _quantity(limit.quantity)}


def file_limits(accepts: Sequence[str], most: int) -> str:
    """What may be sent for a paper, said before anything is chosen."""
    kinds = ", ".join(
        f"{kind.extensions[0].upper()} ({kind.max_bytes // MIB}\u00a0MB)" for kind in accepted(accepts)
    )
    return _("Accepted: %(kinds)s at most each; %(most)s files at most.") % {"kinds": kinds, "most": most}


def file_endings(accepts: Sequence[str]) -> str:
    """The `accept` of a file field."""
    return ",".join(f".{ending}" for kind in accepted(accepts) for ending in kind.extensions)


def takes_photos(accepts: Sequence[str]) -> bool:
    return any(kind.parser == "image" for kind in accepted(accepts))


def _quantity(number: Fraction) -> str:
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.3f}".rstrip("0").rstrip(".").replace(".", ",")
