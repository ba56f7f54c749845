"""Who and what comes to a meeting: people, sites, documents. Before the call and, as an addition, after it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from motcua.files.models import StoredFile
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Body, Officer
from motcua.schedule import events
from motcua.schedule.models import Document, Flag, Invitation, Meeting, Site, What
from motcua.schedule.queries.duties import reach_of
from motcua.schedule.rules.mails import News
from motcua.schedule.rules.states import Act, State
from motcua.schedule.services.acting import opened, tell
from motcua.schedule.services.telling import tell_invited


@dataclass(frozen=True)
class Place:
    """A site to be: `expected` people, under a chair who is an officer or somebody in words."""

    name: str
    place: str
    body: Body | None = None
    chair: Officer | None = None
    chair_outside: str = ""
    expected: int = 0
    is_main: bool = False


@transaction.atomic
def invite_officer(
    meeting: Meeting,
    officer: Officer,
    *,
    has_vote: bool = False,
    site: Site | None = None,
    by: Officer,
    at: datetime,
) -> Invitation:
    """By name: only officers of the host and of the bodies below it. Refuses `not-your-line` and `invited-before`."""
    held = opened(meeting, Act.ADD, by=by, at=at)
    if officer.body_id not in reach_of(held.host).officers_of:
        raise Refusal(
            _("%(body)s is not below %(host)s: invite the body, and it will say who comes.")
            % {"body": officer.body.name, "host": held.host.name},
            code="not-your-line",
            fields={"officer": "other-line"},
        )
    comes = held.invitations.filter(delegate=officer).exists()
    if comes or officer.pk == held.chair_id or held.invitations.filter(officer=officer).exists():
        raise _invited_before(officer.name, "officer")
    made = _made(held, body=officer.body, officer=officer, has_vote=has_vote, site=_site_of(held, site))
    return _told(held, made, by=by, at=at)


@transaction.atomic
def invite_body(
    meeting: Meeting,
    body: Body,
    *,
    has_vote: bool = False,
    site: Site | None = None,
    by: Officer,
    at: datetime,
) -> Invitation:
    """The body says whom it sends: those below the host and those beside it. Refuses as `invite_officer`."""
    held = opened(meeting, Act.ADD, by=by, at=at)
    if body.pk not in reach_of(held.host).bodies:
        raise Refusal(
            _(
                "%(host)s can invite bodies below it and beside it. For %(body)s write a guest, or ask the body above."
            )
            % {"body": body.name, "host": held.host.name},
            code="not-your-line",
            fields={"body": "other-line"},
        )
    if held.invitations.filter(body=body, officer=None).exists():
        raise _invited_before(str(body.name), "body")
    made = _made(held, body=body, has_vote=has_vote, site=_site_of(held, site))
    return _told(held, made, by=by, at=at)


@transaction.atomic
def invite_guest(
    meeting: Meeting, guest: str, *, site: Site | None = None, by: Officer, at: datetime
) -> Invitation:
    """Somebody of another house, in words. A guest has no vote."""
    held = opened(meeting, Act.ADD, by=by, at=at)
    name = " ".join(guest.split())[:200]
    if not name:
        raise Refusal(_("Write who is invited."), code="no-guest", fields={"guest": "empty"})
    if held.invitations.filter(guest__iexact=name).exists():
        raise _invited_before(name, "guest")
    return _told(held, _made(held, guest=name, site=_site_of(held, site)), by=by, at=at)


@transaction.atomic
def add_site(meeting: Meeting, place: Place, *, by: Officer, at: datetime) -> Site:
    """A site (điểm cầu). Refuses `no-site`, `two-chairs`, `main-before`."""
    held = opened(meeting, Act.ADD, by=by, at=at)
    _check_site(held, place)
    number = _next_number(held, What.SITE)
    made = Site.objects.create(
        meeting=held,
        number=number,
        is_main=place.is_main,
        body=place.body,
        name=place.name.strip()[:120],
        place=place.place.strip()[:200],
        chair=place.chair,
        chair_outside=place.chair_outside.strip()[:200],
        expected=place.expected,
    )
    body = place.body.code if place.body else None
    _added(held, events.MeetingAddedTo("site", number, body), by=by, at=at)
    return made


@transaction.atomic
def attach_document(
    meeting: Meeting, *, title: str, file: StoredFile, name: str, by: Officer, at: datetime
) -> Document:
    held = opened(meeting, Act.ADD, by=by, at=at)
    number = (held.documents.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Document.objects.create(
        meeting=held,
        number=number,
        title=title.strip()[:200] or name,
        file=file,
        file_name=name,
        added_by=by,
        added_at=at,
    )
    _added(held, events.MeetingAddedTo("document", number, file=file.digest), by=by, at=at)
    return made


def _check_site(held: Meeting, place: Place) -> None:
    if not (place.name.strip() and place.place.strip()):
        raise Refusal(_("Name the site and say where it is."), code="no-site", fields={"name": "empty"})
    if place.chair is not None and place.chair_outside.strip():
        raise Refusal(
            _("A site has one chair: choose an officer, or write who chairs it, not both."),
            code="two-chairs",
            fields={"site_chair_outside": "wrong"},
        )
    if place.is_main and held.sites.filter(is_main=True).exists():
        raise Refusal(
            _("%(code)s has a main site already.") % {"code": held.code},
            code="main-before",
            fields={"is_main": "wrong"},
        )


def _site_of(held: Meeting, site: Site | None) -> Site | None:
    if site is not None and site.meeting_id != held.pk:
        raise Refusal(_("This site belongs to another meeting."), code="other-site", fields={"site": "other"})
    return site


def _invited_before(name: str, field: str) -> Refusal:
    return Refusal(
        _("%(name)s has a part in this meeting already.") % {"name": name},
        code="invited-before",
        fields={field: "twice"},
    )


def _made(held: Meeting, **facts: Any) -> Invitation:
    number = _next_number(held, What.INVITATION)
    return Invitation.objects.create(meeting=held, number=number, **facts)


def _next_number(held: Meeting, what: What) -> int:
    """Never one that was given before, even if its row was taken out."""
    rows = held.sites if what is What.SITE else held.invitations
    there = rows.aggregate(last=Max("number"))["last"] or 0
    gone = held.taken_out.filter(what=what).aggregate(last=Max("number"))["last"] or 0
    return max(there, gone) + 1


def _told(held: Meeting, made: Invitation, *, by: Officer, at: datetime) -> Invitation:
    body = made.body.code if made.body else None
    officer = made.officer.code if made.officer else None
    _added(held, events.MeetingAddedTo("invitation", made.number, body, officer), by=by, at=at)
    tell_invited(held, News.INVITED, [made], at=at)
    return made


def _added(held: Meeting, event: events.MeetingAddedTo, *, by: Officer, at: datetime) -> None:
    if held.state != State.DRAFTED:
        tell(held, Flag.ADDED, at)
    held.save()
    append(event, subject=held.code, body=held.host.code, actor=by.code, at=at)
