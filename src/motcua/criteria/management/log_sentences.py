"""What is said to the person about a log: faults of rows, refusals, definitions."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext, gettext_noop

from motcua.criteria.rules.logs.faults import Fault, Found, Refused, Unknown, Unreadable
from motcua.criteria.rules.logs.log import Log
from motcua.criteria.rules.logs.ontime import OnTime
from motcua.criteria.rules.logs.roles import DEADLINE, END, NAMED_ACTIVITY, TIME

_MOST_NAMES = 40

_FAULTS = {
    Fault.AMBIGUOUS_DATE: gettext_noop(
        "“%(value)s” may be either of two days: say --dates day-first or --dates month-first."
    ),
    Fault.BAD_ENCODING: gettext_noop(
        "“%(value)s” holds bytes that are no text in this encoding: say --encoding, or save the file as UTF-8."
    ),
    Fault.BAD_TIME: gettext_noop(
        "“%(value)s” is no moment between 1900 and 2199: write it as 2026-01-31T09:30:00+07:00."
    ),
    Fault.BAD_VALUE: gettext_noop(
        "“%(value)s” is not of the type that the file declares: correct the value or the type."
    ),
    Fault.BROKEN_OFF: gettext_noop(
        "The file cannot be read beyond this row: get it again from where it came."
    ),
    Fault.CASE_DIFFERS: gettext_noop(
        "“%(value)s” contradicts an earlier row of the same case: correct one of them."
    ),
    Fault.CASE_TWICE: gettext_noop(
        "Two traces are named “%(value)s” and count as one case: give one of them another name."
    ),
    Fault.DUPLICATE_ROW: gettext_noop(
        "Every cell is as in an earlier row (case “%(value)s”): see whether the export repeats itself."
    ),
    Fault.EMPTY_ACTIVITY: gettext_noop("The activity is empty: write what was done."),
    Fault.EMPTY_CASE: gettext_noop("The row belongs to no case and is left out: write the case."),
    Fault.EMPTY_TIME: gettext_noop("The moment is empty: write when the event ended."),
    Fault.NO_EVENTS: gettext_noop("The case “%(value)s” has no events: see whether the export is complete."),
    Fault.NO_ZONE: gettext_noop(
        "“%(value)s” has no offset although others of the column have one: write it, or say --zone."
    ),
    Fault.REVERSED: gettext_noop("It starts (“%(value)s”) after it ends: correct one of the two moments."),
    Fault.WRONG_WIDTH: gettext_noop(
        "The row has more or fewer cells than there are headers and is left out: “%(value)s”."
    ),
}
_REFUSALS = {
    Refused.EMPTY: gettext_noop("The file is empty."),
    Refused.LEGACY_ENCODING: gettext_noop(
        "The text seems to be in %(encoding)s, the encoding of a font, and cannot be read safely: convert it to "
        "Unicode (UTF-8) first, for instance with UniKey; if it is not, name its encoding with --encoding."
    ),
    Refused.UNKNOWN_ENCODING: gettext_noop(
        "There is no encoding “%(encoding)s”: say for instance utf-8, utf-16 or windows-1258."
    ),
    Refused.NOT_A_LOG: gettext_noop(
        "This %(format)s file cannot be read as a log: give XES, CSV or Parquet."
    ),
    Refused.DOCTYPE: gettext_noop(
        "The file declares a document type, behind which entities may hide: take the declaration out."
    ),
    Refused.NO_ROWS: gettext_noop("The log has no row that can be used."),
}


def of_fault(found: Found) -> str:
    return gettext(_FAULTS[found.code]) % {"value": found.value}


def of_refusal(unreadable: Unreadable) -> str:
    return gettext(_REFUSALS[unreadable.code]) % unreadable.values


def of_unknown(unknown: Unknown) -> str:
    """Names what was asked for, what probably was meant, and what there is."""
    message = gettext("The log has no column “%(wanted)s” (%(option)s).")
    if unknown.role == NAMED_ACTIVITY:
        message = gettext("The log has no activity “%(wanted)s”.")
    parts = [message % {"wanted": unknown.wanted, "option": f"--{unknown.role}"}]
    if unknown.nearest:
        parts.append(gettext("Is “%(nearest)s” meant?") % {"nearest": unknown.nearest})
    names = ", ".join(unknown.known[:_MOST_NAMES]) + (", …" if len(unknown.known) > _MOST_NAMES else "")
    parts.append(gettext("There are: %(names)s.") % {"names": names})
    return " ".join(parts)


def definitions(log: Log, found: OnTime, end_activities: Sequence[str]) -> dict[str, str]:
    """What every number means, in sentences; to be printed with the numbers."""
    end = log.roles.get(END, log.roles.get(TIME, ""))
    closed = gettext("A case is closed at the latest moment that “%(end)s” tells; without one it is open.")
    if end_activities:
        closed = gettext(
            "A case is closed at the latest moment that “%(end)s” tells for %(activities)s; without one it is open."
        )
    places = {
        "end": end,
        "activities": ", ".join(f"“{name}”" for name in end_activities),
        "deadline": log.roles[DEADLINE],
        "zone": log.zone.key,
        "log_end": told_moment(found.log_end, log) or "–",
    }
    sentences = {
        "closed": closed,
        "timestamp": gettext(
            "On time by timestamp: closed no later than “%(deadline)s” (the earliest that the case tells; a day "
            "without a time lasts until midnight)."
        ),
        "date": gettext("On time by calendar date: closed no later than on that day, in the zone %(zone)s."),
        "with_open": gettext(
            "With the open ones: by timestamp, and a case still open after its deadline at %(log_end)s is not on time."
        ),
    }
    return {name: sentence % places for name, sentence in sentences.items()}


def notes(log: Log, found: OnTime | None = None) -> list[str]:
    """What is no fault but changes how the numbers are to be read."""
    said = []
    if log.told.get("encoding") == "windows-1258":
        said.append(gettext("The file was read as Windows-1258: say --encoding if the letters are wrong."))
    if nested := log.told.get("nested_attributes"):
        said.append(gettext("Passed over: %(number)s attributes within attributes.") % {"number": nested})
    if found is None:
        return said
    counted = {
        gettext_noop(
            "%(number)s closed cases have no deadline and cannot be judged."
        ): found.closed_without_deadline,
        gettext_noop("%(number)s open cases have no deadline."): found.open_without_deadline,
        gettext_noop(
            "%(number)s cases are closed later than anything that the log tells: see whether that is only planned."
        ): found.ending_after_log,
        gettext_noop(
            "%(number)s deadlines are at midnight, the first instant of their day: if only the day was meant, go by "
            "the calendar date."
        ): found.due_at_midnight,
    }
    return said + [gettext(message) % {"number": number} for message, number in counted.items() if number]


def told_moment(moment: datetime | None, log: Log) -> str | None:
    return moment.astimezone(log.zone).isoformat() if moment else None
