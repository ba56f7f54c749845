"""Whose eyes a meeting is for. Pages ask here; verbs ask `queries.duties`."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from motcua.schedule.models import Meeting, Notice
from motcua.schedule.queries.duties import Duty, visible_to
from motcua.schedule.queries.lists import with_people
from motcua.schedule.queries.reading import may_read


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
    """As `queries.reading` says; others are told whom to ask."""
    rows = Notice.objects.select_related("meeting__host", "meeting__chair", "corrects", "instrument__file")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    if not may_read(found, duty):
        raise PermissionDenied(
            _("This notice is for the bodies that took part and those that it tasks. Ask %(body)s.")
            % {"body": found.meeting.host.name}
        )
    return found
