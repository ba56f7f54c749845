"""Whose eyes a meeting is for. Pages ask here; verbs ask `queries.duties`."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from motcua.organizations.models import Body
from motcua.schedule.models import Meeting, Notice
from motcua.schedule.queries.duties import Duty, parts_in, visible_to
from motcua.schedule.queries.lists import with_people


def visible(duty: Duty, code: str) -> Meeting:
    """404: there is none. PermissionDenied, with whom to ask, for those who have no part in it."""
    if found := with_people().filter(visible_to(duty)).filter(code=code).first():
        return found
    meeting = Meeting.objects.select_related("host").filter(code=code).first()
    if meeting is None:
        raise Http404
    raise PermissionDenied(
        _("This meeting is open to those who are invited and to those who prepare it. Ask %(body)s.")
        % {"body": meeting.host.name}
    )


def readable_notice(duty: Duty, code: str) -> Notice:
    """An issued notice is read by the officers of every body that has a part in it, and by those above the host."""
    rows = Notice.objects.select_related("meeting__host__parent", "meeting__chair", "corrects", "instrument")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    if not may_read(found, duty):
        raise PermissionDenied(
            _("This notice is for the bodies that took part and those that it tasks. Ask %(body)s.")
            % {"body": found.meeting.host.name}
        )
    return found


def may_read(notice: Notice, duty: Duty) -> bool:
    if Meeting.objects.filter(visible_to(duty), pk=notice.meeting_id).exists():
        return bool(notice.number) or bool(parts_in(notice.meeting, duty))
    return bool(notice.number) and duty.officer.body_id in _bodies_of(notice)


def _bodies_of(notice: Notice) -> set[int]:
    meeting = notice.meeting
    invited = meeting.invitations.filter(body__isnull=False).values_list("body", flat=True)
    rows = notice.instructions.values_list("lead_unit__body", "supporting__body")
    tasked = {key for row in rows for key in row if key}
    above = set()
    body: Body | None = meeting.host
    while body is not None:
        above.add(body.pk)
        body = body.parent
    return set(invited) | tasked | above
