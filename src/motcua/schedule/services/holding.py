"""The meeting itself: connections of the sites, who came, that it was held, and its minutes."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Officer
from motcua.schedule import events
from motcua.schedule.models import Connection, Invitation, Meeting, Minutes, Site
from motcua.schedule.queries.duties import duty_of, may_take_attendance
from motcua.schedule.rules.states import Act, State
from motcua.schedule.services.acting import opened

MOST_AT_A_SITE = 2000


@transaction.atomic
def check_site(site: Site, connection: str, *, by: Officer, at: datetime) -> Site:
    """Somebody at the site, or who looks after the meeting, says how its line is."""
    held = _opened_site(site, by=by, at=at)
    if held.meeting.state != State.CALLED:
        raise _not_now(held.meeting)
    if connection not in {c.value for c in Connection} - {Connection.UNCHECKED.value}:
        raise Refusal(
            _("Say how the line of this site is."), code="no-connection", fields={"connection": "empty"}
        )
    held.connection, held.checked_by, held.checked_at = connection, by, at
    held.save()
    told = events.SiteChecked(held.number, connection)
    append(told, subject=held.meeting.code, body=held.meeting.host.code, actor=by.code, at=at)
    return held


@transaction.atomic
def take_attendance(
    site: Site, *, came: int, present: Collection[Invitation] = (), by: Officer, at: datetime
) -> Site:
    """How many sit at the site, and which of its invitations were kept; the others of that site were not.

    Refuses `not-begun`, `not-now`, `too-few` (fewer than the named ones), `other-site`.
    """
    held = _opened_site(site, by=by, at=at)
    _check_time(held.meeting, at)
    keys = {one.pk for one in present}
    here = list(Invitation.objects.filter(meeting=held.meeting_id, site=held).order_by("number"))
    if not keys <= {one.pk for one in here}:
        raise Refusal(
            _("Somebody named here is not invited to this site."),
            code="other-site",
            fields={"present": "other"},
        )
    if not len(keys) <= came <= MOST_AT_A_SITE:
        raise Refusal(
            _("Count everybody at the site: %(named)s are named as present.") % {"named": len(keys)},
            code="too-few",
            fields={"came": "wrong"},
        )
    _note(here, keys, by=by, at=at)
    held.came, held.counted_by, held.counted_at = came, by, at
    held.save()
    told = events.AttendanceTaken(held.number, came, tuple(one.number for one in here if one.pk in keys))
    append(told, subject=held.meeting.code, body=held.meeting.host.code, actor=by.code, at=at)
    return held


@transaction.atomic
def note_presence(meeting: Meeting, present: Collection[Invitation], *, by: Officer, at: datetime) -> Meeting:
    """Of those who are invited to no particular site: who came. Site 0 in the ledger."""
    held = _locked(meeting)
    _check_time(held, at)
    if not may_take_attendance(Site(meeting=held), duty_of(by, at)):
        raise _not_yours()
    keys = {one.pk for one in present}
    here = list(Invitation.objects.filter(meeting=held, site=None).order_by("number"))
    _note(here, keys, by=by, at=at)
    numbers = tuple(one.number for one in here if one.pk in keys)
    told = events.AttendanceTaken(0, len(numbers), numbers)
    append(told, subject=held.code, body=held.host.code, actor=by.code, at=at)
    return held


@transaction.atomic
def hold_meeting(meeting: Meeting, *, by: Officer, at: datetime) -> Meeting:
    """It took place. Refuses before its time."""
    held = opened(meeting, Act.HOLD, by=by, at=at)
    held.held_at = at
    held.save()
    append(events.MeetingHeld(), subject=held.code, body=held.host.code, actor=by.code, at=at)
    return held


@transaction.atomic
def write_minutes(meeting: Meeting, text: str, *, by: Officer, at: datetime) -> Minutes:
    """The minutes, or the minutes anew, until the chair approves them."""
    held = opened(meeting, Act.WRITE, by=by, at=at)
    if not text.strip():
        raise Refusal(_("Write the minutes first."), code="no-minutes", fields={"text": "empty"})
    made, _is_new = Minutes.objects.update_or_create(
        meeting=held, defaults={"text": text.strip(), "written_by": by, "written_at": at}
    )
    append(events.MinutesWritten(), subject=held.code, body=held.host.code, actor=by.code, at=at)
    return made


@transaction.atomic
def approve_minutes(meeting: Meeting, *, shown: str = "", by: Officer, at: datetime) -> Minutes:
    """The chair takes them as they are. `shown`: `fingerprint` of what he read; written anew since then: refused."""
    held = opened(meeting, Act.APPROVE, by=by, at=at)
    minutes = held.minutes
    if shown and shown != fingerprint(minutes):
        raise Refusal(
            _("The minutes were written anew after you opened them. Read them again, then approve."),
            code="minutes-changed",
        )
    minutes.approved_by, minutes.approved_at = by, at
    minutes.save()
    told = events.MinutesApproved(fingerprint(minutes))
    append(told, subject=held.code, body=held.host.code, actor=by.code, at=at)
    return minutes


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: Officer, at: datetime) -> Meeting:
    """Concluded by its approved minutes alone; a notice may still follow."""
    held = opened(meeting, Act.CLOSE, by=by, at=at)
    held.save()
    append(events.MeetingConcluded(), subject=held.code, body=held.host.code, actor=by.code, at=at)
    return held


def fingerprint(minutes: Minutes) -> str:
    """SHA-256 of the text."""
    return hashlib.sha256(minutes.text.encode()).hexdigest()


def _opened_site(site: Site, *, by: Officer, at: datetime) -> Site:
    _locked(site.meeting)
    held = Site.objects.select_related("meeting__host").get(pk=site.pk)
    if not may_take_attendance(held, duty_of(by, at)):
        raise _not_yours()
    return held


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).select_related("host").get(pk=meeting.pk)


def _check_time(meeting: Meeting, at: datetime) -> None:
    if meeting.state not in (State.CALLED, State.HELD):
        raise _not_now(meeting)
    if at < meeting.begins_at:
        raise Refusal(
            _("%(code)s has not begun yet: attendance is taken when it has.") % {"code": meeting.code},
            code="not-begun",
        )


def _note(here: Collection[Invitation], keys: Collection[int], *, by: Officer, at: datetime) -> None:
    for one in here:
        one.came, one.noted_by, one.noted_at = one.pk in keys, by, at
    Invitation.objects.bulk_update(here, ["came", "noted_by", "noted_at"])


def _not_now(meeting: Meeting) -> Refusal:
    return Refusal(
        _("%(code)s is “%(state)s” now, so this cannot be done. Load the page again.")
        % {"code": meeting.code, "state": meeting.get_state_display()},
        code="not-now",
    )


def _not_yours() -> Refusal:
    return Refusal(
        _(
            "Attendance is taken by the site's chair, by those who answer for its body, or by who prepares the meeting."
        ),
        code="not-yours",
    )
