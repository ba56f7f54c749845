"""The public receipt log (CoSeLoG, 4TU.ResearchData) as courses, so that no case is told more than it was by then.

The log tells of each case only the deadline that counted at its end. Usually that is eight weeks after the start; what
lies later was extended at a moment that is not told. So a case is taken to have eight weeks, and its extension to be
known only when these are over: later than in truth, never sooner. Moments are read by the office's own clock.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from motcua.clock.rules.calendar import ZONE, Calendar, sessions_of
from motcua.criteria.rules.folding import INSTANT
from motcua.criteria.rules.forecast import Course, Mark, Stay
from motcua.criteria.rules.logs.log import Form, Log, opened
from motcua.criteria.rules.logs.moments import from_microseconds
from motcua.criteria.rules.logs.roles import ACTIVITY, CASE, DEADLINE, END, TIME, Roles

OFFICE = ZoneInfo("Europe/Amsterdam")
USUAL = timedelta(weeks=8)
SLACK = timedelta(hours=2)  # the clocks change
WORKED = ("08:00-12:00", "13:00-17:00")


class Event(NamedTuple):
    case: str
    activity: str
    group: str
    channel: str
    department: str
    at: datetime
    starts_at: datetime
    due_at: datetime
    ends_at: datetime | None


def calendar() -> Calendar:
    """Monday to Friday; the days off of that country are not told."""
    day = sessions_of(*WORKED)
    return Calendar("office", (day,) * 5 + ((),) * 2, day)


def receipt(path: Path) -> list[Course]:
    """The cases of the log, by their first event. Raises OSError, Unreadable or Unknown for another file."""
    form = Form(zone=OFFICE, moments=("case:startdate",))
    with opened(path, Roles(), form, needed=(CASE, ACTIVITY, TIME, DEADLINE, END)) as log:
        events = _events(log)
    cases: dict[str, list[Event]] = {}
    for event in events:
        cases.setdefault(event.case, []).append(event)
    return [_course(one) for one in cases.values()]


def _events(log: Log) -> list[Event]:
    texts = [log.cell(CASE), log.cell(ACTIVITY)]
    texts += [log.columns[name] for name in ("org:group", "case:channel", "case:department")]
    moments = [
        log.instant(TIME),
        f"instant_{log.columns['case:startdate']}",
        log.instant(DEADLINE),
        log.instant(END),
    ]
    told = [*texts, *(f"epoch_us({one})" for one in moments)]
    rows = log.rows.order(f"{moments[0]}, row").project(", ".join(told)).fetchall()
    return [
        Event(*(text or "" for text in row[:5]), *(_here(moment) for moment in row[5:]))  # type: ignore[arg-type]
        for row in rows
    ]


def _here(microseconds: int | None) -> datetime | None:
    """What the clock on the office's wall said, in the one zone of the house."""
    told = from_microseconds(microseconds)
    return told and told.astimezone(OFFICE).replace(tzinfo=ZONE)


def _course(events: Sequence[Event]) -> Course:
    first = events[0]
    marks = _marks(first)
    ended = max(first.ends_at, first.at) if first.ends_at else None
    late = first.due_at + INSTANT if ended is None or (first.ends_at or ended) > first.due_at else None
    return Course(
        code=first.case,
        body=first.department,
        procedure="receipt",
        channel=first.channel,
        received_at=first.at,
        marks=tuple(marks),
        stays=tuple(_stays(events, ended)),
        ended_at=ended,
        late_at=max(late, first.at) if late else None,
    )


def _marks(first: Event) -> Iterator[Mark]:
    usual = first.starts_at + USUAL
    if first.due_at <= usual + SLACK or usual <= first.at:
        yield Mark(first.at, first.due_at)
        return
    yield Mark(first.at, usual)
    yield Mark(usual, first.due_at, extended=True)


def _stays(events: Sequence[Event], ended: datetime | None) -> Iterator[Stay]:
    """After each event the case waits for the next: the log tells when something was done, not when it was begun."""
    rounds: dict[str, int] = {}
    for event, following in pairwise([*events, None]):
        assert event is not None
        rounds[event.activity] = rounds.get(event.activity, 0) + 1
        yield Stay(
            step=event.activity,
            kind=event.activity,
            unit=event.group,
            opened_at=event.at,
            taken_at=event.at,
            closed_at=following.at if following else ended and max(ended, event.at),
            round=rounds[event.activity],
        )
