"""Who reads a notice of conclusions."""

from collections import defaultdict

from django.db.models import Q

from motcua.organizations.models import Body
from motcua.schedule.models import Instruction, Invitation, Meeting, Notice
from motcua.schedule.queries.duties import Duty, parts_in, visible_to


def readable_by(duty: Duty) -> Q:
    """Issued notices, for the officers of every body that was invited or is tasked, of the host and of those above it.

    One query besides the one that it becomes part of.
    """
    body = duty.officer.body_id
    invited = Invitation.objects.filter(body=body, meeting__called_at__isnull=False)
    tasked = Instruction.objects.filter(Q(lead_unit__body=body) | Q(supporting__body=body))
    issued = ~Q(number="")
    return issued & (
        Q(meeting__host__in=_with_those_below(body))
        | Q(meeting__in=invited.values("meeting"))
        | Q(pk__in=tasked.values("notice"))
        | Q(meeting__in=Meeting.objects.filter(visible_to(duty)).values("pk"))
    )


def may_read(notice: Notice, duty: Duty) -> bool:
    """A draft is read by those who write and sign it."""
    if not notice.number:
        return bool(parts_in(notice.meeting, duty))
    return Notice.objects.filter(readable_by(duty), pk=notice.pk).exists()


def _with_those_below(body: int) -> set[int]:
    children = defaultdict(list)
    for pk, parent in Body.objects.values_list("pk", "parent"):
        children[parent].append(pk)
    found, waiting = set(), [body]
    while waiting:
        found.add(one := waiting.pop())
        waiting += children[one]
    return found
