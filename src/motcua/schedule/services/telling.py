"""Those who have a part in a meeting are told by e-mail, in the transaction of the act that they are told of."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation

from motcua.organizations.models import Body, Officer
from motcua.organizations.services import Letter, write_mails
from motcua.schedule.models import Instruction, Invitation, Meeting, Notice, Site
from motcua.schedule.queries.calendars import file_of
from motcua.schedule.rules.mails import CANCELS, Facts, News, notice_subject, notice_text, subject, text
from motcua.schedule.rules.states import State

LANGUAGE = "vi"


def tell_everybody(
    held: Meeting, news: News, *, changed: Sequence[str] = (), reason: str = "", at: datetime
) -> None:
    """All invited, those who come for them, the chair, and chairs and bodies of the sites. Guests of other houses have
    no address here. Nobody where the meeting was never called.
    """
    if held.called_at is None:
        return
    invitations = list(held.invitations.select_related("officer__body", "body", "delegate__body"))
    sites = list(held.sites.select_related("chair__body", "body"))
    to = of_invitations(invitations)
    to += [site.chair for site in sites if site.chair]
    to += [held.chair] if held.chair else []
    to += [site.body for site in sites if site.body and site.body_id != held.host_id]
    write(held, news, to, changed=changed, reason=reason, at=at)


def tell_invited(
    held: Meeting, news: News, invitations: Sequence[Invitation], *, reason: str = "", at: datetime
) -> None:
    """Only these, of a called meeting."""
    if held.state == State.CALLED:
        occasion = "-".join(str(one.number) for one in invitations)
        write(held, news, of_invitations(invitations), reason=reason, occasion=occasion, at=at)


def tell_site(
    held: Meeting, site: Site, invitations: Sequence[Invitation], *, reason: str, at: datetime
) -> None:
    """Those who were to sit there, its chair and the body that looks after it."""
    if held.state == State.CALLED:
        to = of_invitations(invitations)
        to += [site.chair] if site.chair else []
        to += [site.body] if site.body and site.body_id != held.host_id else []
        write(
            held,
            News.SITE_REMOVED,
            to,
            reason=reason,
            site=site.name,
            occasion=str(site.number),
            at=at,
        )


def tell_tasked(notice: Notice, points: Sequence[Instruction], *, at: datetime) -> None:
    """The bodies that a signed notice of conclusions tasks or names in support get the notice itself."""
    units = [unit for one in points for unit in (one.lead_unit, *one.supporting.all())]
    held, paper = notice.meeting, notice.instrument
    letter = Letter(
        kind="notice.issued",
        about=notice.code,
        occasion="1",
        subject=notice_subject(notice.number, held.title),
        text=notice_text(
            notice.number,
            held.host.name_vi,
            held.title,
            f"{settings.PUBLIC_ADDRESS}/cuoc-hop/ket-luan/{notice.code}/",
        ),
        paper=paper.file if paper else None,
        paper_name=f"thong-bao-{notice.code}.pdf",
    )
    write_mails(letter, bodies=[unit.body for unit in units], at=at)


def tell_delegate(held: Meeting, invitation: Invitation, *, at: datetime) -> None:
    if invitation.delegate is not None:
        write(held, News.SENT, [invitation.delegate], occasion=str(invitation.number), at=at)


def of_invitations(invitations: Collection[Invitation]) -> list[Officer | Body]:
    """Officers, those who come for them, and bodies that are asked to send somebody."""
    found: list[Officer | Body] = []
    for one in invitations:
        found += [person for person in (one.officer, one.delegate) if person]
        found += [one.body] if one.officer_id is None and one.body else []
    return found


def write(
    held: Meeting,
    news: News,
    to: Sequence[Officer | Body],
    *,
    changed: Sequence[str] = (),
    reason: str = "",
    site: str = "",
    occasion: str = "",
    at: datetime,
) -> None:
    facts = Facts(
        code=held.code,
        host=held.host.name_vi,
        title=held.title,
        chair=held.chair_name,
        begins_at=held.begins_at,
        ends_at=held.ends_at,
        place=held.place,
        address=f"{settings.PUBLIC_ADDRESS}/cuoc-hop/{held.code}/",
        reason=reason,
        site=site,
        changed=changed,
    )
    paper = held.letter.file if held.letter and held.letter.standing == "in_force" else None
    with translation.override(LANGUAGE):
        calendar = file_of(held, link=False, cancels=news in CANCELS).decode()
    letter = Letter(
        kind=f"meeting.{news}",
        about=held.code,
        occasion=f"{held.sequence}.{occasion}",
        subject=subject(news, facts),
        text=text(news, facts),
        paper=None if news in CANCELS else paper,
        paper_name=f"giay-moi-{held.code}.pdf",
        calendar=calendar,
    )
    officers = [one for one in to if isinstance(one, Officer)]
    bodies = [one for one in to if isinstance(one, Body)]
    write_mails(letter, officers=officers, bodies=bodies, at=at)
