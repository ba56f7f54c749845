"""Which column of a log is what."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches

from motcua.criteria.rules.logs.faults import Unknown
from motcua.criteria.rules.logs.spool import tidy

CASE, ACTIVITY, TIME, START, RESOURCE = "case", "activity", "timestamp", "start", "resource"
DEADLINE, END, BY = "deadline", "end", "by"
NAMED_ACTIVITY = "end-activity"  # no column: an activity by its name
OF_CASE = "case:"  # begins the name of what belongs to a case, not to an event
USUAL: Mapping[str, str] = {  # as OpenXES and its followers call them; so does a normalised log
    CASE: "case:concept:name",
    ACTIVITY: "concept:name",
    TIME: "time:timestamp",
    START: "start_timestamp",
    RESOURCE: "org:resource",
    DEADLINE: "case:deadline",
    END: "case:enddate",
}


@dataclass(frozen=True)
class Roles:
    """Names of columns as somebody named them; None: the usual name, if the log has it.

    `end` is when the case ends, or, if it is no attribute of the case and no `timestamp` is named, the event.
    """

    case: str | None = None
    activity: str | None = None
    timestamp: str | None = None
    start: str | None = None
    resource: str | None = None
    deadline: str | None = None
    end: str | None = None
    by: str | None = None


def settled(roles: Roles, columns: Collection[str], *, needed: Collection[str]) -> dict[str, str]:
    """The column of every role that the log fills.

    Raises Unknown for a column that was named, or whose role is needed, and that is not there.
    """
    named = {role: tidy(name) for role, name in asdict(roles).items() if name is not None}
    if TIME not in named and END in named and _ends_events(named[END], columns):
        named[TIME] = named[END]
    found = {role: usual for role, usual in USUAL.items() if usual in columns} | named
    for role in (*named, *needed):
        name = found.get(role, USUAL.get(role, ""))
        if name not in columns:
            meant = nearest(name, columns) or (None if role in named else nearest(role, columns))
            raise Unknown(role, name, sorted(columns), meant)
    return found


def possible(roles: Roles) -> set[str]:
    """The names that `settled` may choose from."""
    return {tidy(name) for name in asdict(roles).values() if name is not None} | set(USUAL.values())


def nearest(name: str, known: Collection[str]) -> str | None:
    """What was probably meant, if anything resembles it."""
    plain = {each.lower(): each for each in sorted(known)}
    close = get_close_matches(name.lower(), plain, n=1, cutoff=0.5)
    tails = [each for low, each in plain.items() if low.endswith(name.lower())]
    return plain[close[0]] if close else tails[0] if tails else None


def _ends_events(end: str, columns: Collection[str]) -> bool:
    return not end.startswith(OF_CASE) and USUAL[TIME] not in columns
