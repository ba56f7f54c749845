"""An explanation in words, in the reader's language."""

from collections.abc import Callable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from motcua.clock.rules.counting import Line
from motcua.kernel.bilingual import Text

SENTENCES = {
    "received": gettext_noop("Received at %(time)s."),
    "received_on_day_off": gettext_noop("Received on a day off: counts as received on %(counts_on)s."),
    "received_after_cutoff": gettext_noop(
        "Received at or after %(cutoff)s: counts as received on %(counts_on)s."
    ),
    "first_day_not_counted": gettext_noop("Day of receipt: not counted; counting begins on the next day."),
    "first_day_counted": gettext_noop("Day of receipt: counted as the first day."),
    "counted_from_moment": gettext_noop("Counting begins at %(time)s."),
    "reset": gettext_noop("The supplement was given at %(time)s: the limit begins anew."),
    "working_day": gettext_noop("Working day."),
    "calendar_day": gettext_noop("Calendar day."),
    "month": gettext_noop("One month."),
    "weekend": gettext_noop("Weekly day off."),
    "day_off": gettext_noop("%(name)s (%(decree)s)."),
    "unsure_day_off": gettext_noop("%(name)s, not yet certain (%(decree)s)."),
    "swapped_day_off": gettext_noop("%(name)s, worked on %(swapped_with)s instead (%(decree)s)."),
    "swapped_working_day": gettext_noop("Worked in place of %(swapped_with)s (%(decree)s)."),
    "declared_working_day": gettext_noop("Working day: %(name)s (%(decree)s)."),
    "declared_half_day": gettext_noop("Half a working day: %(name)s (%(decree)s)."),
    "no_notice_for_year": gettext_noop(
        "The days off of %(year)s are not announced: weekly days off, and those that the law itself fixes."
    ),
    "pause": gettext_noop("Not counted: %(cause)s."),
    "pause_without_effect": gettext_noop(
        "Begun and ended on one day, so no whole day is taken out: %(cause)s."
    ),
    "pause_adds_days": gettext_noop("Calendar days added for %(cause)s: %(days)s."),
    "ends_on_day_off": gettext_noop("The term would end on a day off: it moves to the next working day."),
    "rounded": gettext_noop("The limit is used up at %(time)s; the hour is rounded up."),
    "extended": gettext_noop("Extended by %(act)s: due at %(time)s."),
    "extended_to": gettext_noop("Extended: due at %(time)s."),
    "due": gettext_noop("Due at %(time)s."),
}
CAUSES = {
    "supplement": gettext_noop("waiting for the supplement"),
    "payment": gettext_noop("waiting for the payment"),
    "consultation": gettext_noop("waiting for another body's opinion"),
}

REFUSALS = (  # what the rules, which know no languages, may answer instead of a due date
    gettext_noop("The count leaves the years that the calendar answers for: 1990 to 2099."),
    gettext_noop("A limit is more than nothing."),
    gettext_noop("A pause ends after it begins."),
    gettext_noop("The clock stands still: there is no due date until the wait ends."),
    gettext_noop("Calendar days and months are counted whole."),
)


def say(line: Line) -> str:
    """Why a line of an explanation stands there, as one sentence in the language in use."""
    args = dict(line.why.args)
    code = "extended_to" if line.why.code == "extended" and not args["act"] else line.why.code
    if "name_vi" in args:
        args["name"] = str(Text(args.pop("name_vi"), args.pop("name_en")))
    return _(SENTENCES[code]) % {name: _SPOKEN.get(name, str)(value) for name, value in args.items()}


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "SHORT_DATE_FORMAT")


def _cause(code: str) -> str:
    return _(CAUSES[code]) if code in CAUSES else code


_SPOKEN: dict[str, Callable[[str], str]] = {"counts_on": _day, "swapped_with": _day, "cause": _cause}
