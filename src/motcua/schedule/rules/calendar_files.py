"""Calendar files (RFC 5545): one UID for a meeting for ever, and a SEQUENCE that grows with each change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from motcua.schedule.rules.states import State

STATUS = {
    State.DRAFTED: "TENTATIVE",
    State.CALLED: "CONFIRMED",
    State.POSTPONED: "TENTATIVE",
    State.CANCELLED: "CANCELLED",
    State.HELD: "CONFIRMED",
    State.CONCLUDED: "CONFIRMED",
}
MEDIA_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """A meeting as a calendar knows it. `link` is left out where others might read along."""

    code: str
    state: State
    sequence: int
    begins_at: datetime
    ends_at: datetime
    title: str
    place: str
    address: str
    told_at: datetime
    text: str = ""
    link: str = ""


def calendar_file(entries: Iterable[Entry], *, host: str, name: str, cancels: bool = False) -> bytes:
    """The file. `host`: the right half of the UIDs; `cancels`: a file about one meeting that was called off, so that
    a calendar that knows it takes it out (iTIP, RFC 5546).
    """
    file = Calendar()
    file.add("prodid", "-//Mot Cua//schedule//VI")
    file.add("version", "2.0")
    file.add("method", "CANCEL" if cancels else "PUBLISH")
    file.add("x-wr-calname", name)
    file.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for entry in entries:
        file.add_component(_event(entry, host))
    return bytes(file.to_ical())


def uid(code: str, host: str) -> str:
    return f"{code}@{host}"


def _event(entry: Entry, host: str) -> Event:
    event = Event()
    event.add("uid", uid(entry.code, host))
    event.add("dtstamp", entry.told_at)
    event.add("last-modified", entry.told_at)
    event.add("sequence", entry.sequence)
    event.add("status", STATUS[entry.state])
    event.add("dtstart", entry.begins_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event.add("url", entry.address)
    if entry.text:
        event.add("description", entry.text)
    if entry.link:
        event.add("conference", entry.link, parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
    return event
