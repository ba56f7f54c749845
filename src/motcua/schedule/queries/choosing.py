"""Whom and what a form offers to choose from."""

from django.db.models import Q, QuerySet

from motcua.organizations.models import Body, Officer, Role, Unit, UnitKind
from motcua.schedule.models import Invitation, Meeting
from motcua.schedule.queries.duties import Duty, Reach, reach_of

MOST_OFFERED = 1500


def hosts(duty: Duty) -> list[Body]:
    return list(Body.objects.filter(pk__in=duty.hosts | duty.signs).order_by("kind", "sort_key"))


def chairs(host: Body) -> list[Officer]:
    """Leaders and heads of the host and of the bodies above it."""
    above = [host.pk]
    body: Body | None = host.parent
    while body is not None:
        above.append(body.pk)
        body = body.parent
    rows = _serving().filter(mandates__role__in=[Role.LEADER, Role.HEAD], body__in=above)
    return list(rows.distinct().order_by("body__kind", "sort_key", "pk"))


def invitable_officers(meeting: Meeting, reach: Reach) -> list[Officer]:
    """Everybody of the host, and after them those who lead the bodies below it; others are invited as a body."""
    taken = meeting.invitations.filter(officer__isnull=False).values("officer")
    sent = meeting.invitations.filter(delegate__isnull=False).values("delegate")
    rows = _serving().filter(body__in=reach.officers_of).exclude(pk__in=taken).exclude(pk__in=sent)
    rows = rows.exclude(pk=meeting.chair_id or 0)
    own = Q(body=meeting.host) | Q(mandates__role__in=[Role.LEADER, Role.HEAD])
    found = rows.filter(own).distinct().order_by("body__kind", "body__sort_key", "sort_key", "pk")
    return sorted(found[:MOST_OFFERED], key=lambda one: one.body_id != meeting.host_id)


def invitable_bodies(meeting: Meeting, reach: Reach) -> list[Body]:
    taken = meeting.invitations.filter(officer=None, body__isnull=False).values("body")
    rows = Body.objects.filter(pk__in=reach.bodies).exclude(pk__in=taken).exclude(pk=meeting.host_id)
    return list(rows.order_by("kind", "sort_key"))


def bodies_of(reach: Reach) -> list[Body]:
    return list(Body.objects.filter(pk__in=reach.bodies).order_by("kind", "sort_key"))


def delegates(invitation: Invitation) -> list[Officer]:
    """Of the invited one's body: those who have no part in this meeting yet."""
    others = Invitation.objects.filter(meeting=invitation.meeting_id)
    rows = _serving().filter(body=invitation.body_id)
    rows = rows.exclude(pk__in=others.filter(officer__isnull=False).values("officer"))
    rows = rows.exclude(
        pk__in=others.exclude(pk=invitation.pk).filter(delegate__isnull=False).values("delegate")
    )
    return list(rows.exclude(pk=invitation.meeting.chair_id or 0).order_by("sort_key", "pk"))


def tasked_units(host: Body) -> list[Unit]:
    """Who may be named to lead an instruction: the bodies below the host and beside it, and the host's own units."""
    reach = reach_of(host)
    rows = Unit.objects.filter(Q(body__in=reach.bodies, kind=UnitKind.LEADERSHIP) | Q(body=host))
    return list(rows.select_related("body").order_by("body__kind", "body__sort_key", "pk"))


def units_of(body: Body) -> list[Unit]:
    return list(Unit.objects.filter(body=body).select_related("body").order_by("pk"))


def preparers(host: Body) -> list[Unit]:
    """The host's own units and those of the departments right below it: a province's office prepares its meetings."""
    rows = Unit.objects.filter(Q(body=host) | Q(body__parent=host, body__kind="department"))
    return list(rows.select_related("body").order_by("body__kind", "body__sort_key", "pk"))


def officer_by(code: str) -> Officer | None:
    return _serving().filter(code=code).first() if code else None


def _serving() -> QuerySet[Officer]:
    return Officer.objects.filter(account__is_active=True).select_related("body", "unit")
