"""Somebody is no longer invited, a site is no longer part of a meeting. Once it is called, they are told why."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Officer
from motcua.schedule import events
from motcua.schedule.models import Flag, Invitation, Meeting, Site, TakenOut, What
from motcua.schedule.queries.letters import addressee
from motcua.schedule.rules.mails import News
from motcua.schedule.rules.states import Act, State
from motcua.schedule.services.acting import check_reason, opened, tell
from motcua.schedule.services.telling import tell_invited, tell_site


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, reason: str = "", by: Officer, at: datetime) -> Meeting:
    """The letter names him until it is signed anew. Refuses `no-reason` once called, `last-invited`, `gone`."""
    held = opened(invitation.meeting, Act.TAKE_OUT, by=by, at=at)
    rows = Invitation.objects.select_related("officer__body", "body", "delegate__body")
    mine = rows.filter(pk=invitation.pk).first()
    if mine is None:
        raise _gone("invitation")
    _check_reason(held, reason)
    if held.state != State.DRAFTED and held.invitations.count() == 1:
        raise Refusal(
            _("Nobody else is invited. Call the meeting off, or invite others first."),
            code="last-invited",
            fields={"invitation": "last"},
        )
    told = events.MeetingTakenFrom(
        What.INVITATION.value,
        mine.number,
        mine.body.code if mine.body else None,
        mine.officer.code if mine.officer else None,
    )
    _note(held, What.INVITATION, mine.number, addressee(mine), reason, by=by, at=at)
    Invitation.objects.filter(pk=mine.pk).delete()
    _taken(held, told, by=by, at=at)
    tell_invited(held, News.UNINVITED, [mine], reason=reason.strip(), at=at)
    return held


@transaction.atomic
def remove_site(site: Site, *, reason: str = "", by: Officer, at: datetime) -> Meeting:
    """Those who were to sit there stay invited, to no particular site. Refuses as `withdraw_invitation`."""
    held = opened(site.meeting, Act.TAKE_OUT, by=by, at=at)
    mine = Site.objects.select_related("chair__body", "body").filter(pk=site.pk).first()
    if mine is None:
        raise _gone("site")
    _check_reason(held, reason)
    there = list(
        Invitation.objects.filter(site=mine).select_related("officer__body", "body", "delegate__body")
    )
    told = events.MeetingTakenFrom(What.SITE.value, mine.number, mine.body.code if mine.body else None)
    _note(held, What.SITE, mine.number, mine.name, reason, by=by, at=at)
    Invitation.objects.filter(site=mine).update(site=None)
    Site.objects.filter(pk=mine.pk).delete()
    _taken(held, told, by=by, at=at)
    tell_site(held, mine, there, reason=reason.strip(), at=at)
    return held


def _check_reason(held: Meeting, reason: str) -> None:
    if held.state != State.DRAFTED:
        check_reason(reason)


def _note(
    held: Meeting, what: What, number: int, name: str, reason: str, *, by: Officer, at: datetime
) -> None:
    TakenOut.objects.create(
        meeting=held, what=what, number=number, name=name[:300], reason=reason.strip()[:500], by=by, at=at
    )


def _taken(held: Meeting, event: events.MeetingTakenFrom, *, by: Officer, at: datetime) -> None:
    if held.state != State.DRAFTED:
        tell(held, Flag.CHANGED, at)
    held.save()
    append(event, subject=held.code, body=held.host.code, actor=by.code, at=at)


def _gone(field: str) -> Refusal:
    return Refusal(
        _("This was taken out of the meeting already. Load the page again."),
        code="gone",
        fields={field: "gone"},
    )
