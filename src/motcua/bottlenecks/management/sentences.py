"""What is said to the person about waits, the map and rework."""

from django.utils.translation import gettext, gettext_noop

from motcua.bottlenecks.rules.given import Unusable, Wrong

_WRONG = {
    Wrong.NOT_THERE: gettext_noop(
        "There is no calendar “%(name)s”: name a file, or one of the house: %(known)s."
    ),
    Wrong.NOT_YAML: gettext_noop("The calendar “%(name)s” is not YAML: see line %(place)s."),
    Wrong.NOT_A_CALENDAR: gettext_noop(
        '“%(name)s” tells no working hours: write, for instance, everyone: {mon: ["07:30-11:30"]}.'
    ),
    Wrong.KEY: gettext_noop(
        "The calendar “%(name)s” says “%(key)s”: only everyone, resources and days_off are understood."
    ),
    Wrong.WEEKDAY: gettext_noop(
        "The calendar “%(name)s” says “%(key)s”: the weekdays are mon, tue, wed, thu, fri, sat and sun."
    ),
    Wrong.SESSION: gettext_noop(
        "The calendar “%(name)s” says “%(key)s”: write sessions in order, as 07:30-11:30."
    ),
    Wrong.DATE: gettext_noop("The calendar “%(name)s” says “%(key)s”: write days off as 2026-04-30."),
}
CAUSES = {
    "batching": gettext_noop("gathering of a batch"),
    "prioritization": gettext_noop("others taken first"),
    "contention": gettext_noop("busy with earlier work"),
    "unavailability": gettext_noop("off duty"),
    "extraneous": gettext_noop("no cause in the log"),
}


def of_calendar(unusable: Unusable) -> str:
    return gettext(_WRONG[unusable.code]) % unusable.values


def duration(seconds: float) -> str:
    """In the two largest units: 3 d 4 h, 2 h 15 min, 40 s."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = (
        (days, gettext("%(number)s d")),
        (hours, gettext("%(number)s h")),
        (minutes, gettext("%(number)s min")),
        (rest, gettext("%(number)s s")),
    )
    first = next((place for place, (number, _said) in enumerate(units) if number), len(units) - 1)
    return " ".join(
        said % {"number": number}
        for number, said in units[first : first + 2]
        if number or first == len(units) - 1
    )
