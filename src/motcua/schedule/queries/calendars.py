"""Meetings as calendar files."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from motcua.organizations.models import Officer
from motcua.schedule.models import Feed, Meeting
from motcua.schedule.queries.duties import comes_to, duty_of
from motcua.schedule.queries.lists import with_people
from motcua.schedule.rules.calendar_files import Entry, calendar_file
from motcua.schedule.rules.states import State

LOOKS_BACK = timedelta(days=90)


def file_of(meeting: Meeting, *, link: bool, cancels: bool = False) -> bytes:
    """One meeting. `link`: with its video link, for those invited alone. `cancels`: it is over for its reader."""
    cancels = cancels or meeting.state == State.CANCELLED
    entry = _entry(meeting, link=link)
    if cancels:
        entry = replace(entry, state=State.CANCELLED)
    return calendar_file([entry], host=_host(), name=meeting.title, cancels=cancels)


def file_for(officer: Officer, *, at: datetime, link: bool) -> bytes:
    """Everything that the officer goes to, from ninety days back on; what was called off says so."""
    rows = with_people().filter(comes_to(duty_of(officer, at)), ends_at__gte=at - LOOKS_BACK)
    entries = [_entry(one, link=link) for one in rows.order_by("begins_at", "pk")]
    return calendar_file(entries, host=_host(), name=_("Meetings of %(name)s") % {"name": officer.name})


def officer_of_feed(secret: str) -> Officer | None:
    """Whose calendar has this secret address, if he still serves here."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    rows = Feed.objects.select_related("officer__body", "officer__unit")
    feed = rows.filter(digest=digest, officer__account__is_active=True).first()
    return feed.officer if feed else None


def _entry(meeting: Meeting, *, link: bool) -> Entry:
    text = [_("Chair: %(name)s") % {"name": meeting.chair_name}, meeting.agenda, meeting.reason]
    title = f"[{meeting.get_flag_display()}] {meeting.title}" if meeting.flag else meeting.title
    return Entry(
        code=meeting.code,
        state=State(meeting.state),
        sequence=meeting.sequence,
        begins_at=meeting.begins_at,
        ends_at=meeting.ends_at,
        title=title,
        place=meeting.place,
        address=f"{settings.PUBLIC_ADDRESS}/cuoc-hop/{meeting.code}/",
        told_at=meeting.told_at,
        text="\n".join(line for line in text if line),
        link=meeting.video_link if link else "",
    )


def _host() -> str:
    return urlsplit(settings.PUBLIC_ADDRESS).hostname or "motcua"
