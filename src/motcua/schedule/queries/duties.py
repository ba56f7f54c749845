"""What an officer's mandates make of him for meetings: what he may call, sign, answer for and see."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from motcua.organizations.models import Body, Mandate, Officer, Role
from motcua.organizations.queries import delegations_in_force, in_force, mandates_of
from motcua.schedule.models import Invitation, Meeting, Site
from motcua.schedule.rules.states import Part, State

CALLS = (Role.LEADER, Role.CLERK, Role.HEAD, Role.REFORM)
ANSWERS_FOR_BODY = (Role.LEADER, Role.CLERK)


@dataclass(frozen=True)
class Duty:
    """Bodies and units by their keys.

    `hosts`: bodies whose meetings he may draft; `keeps`: those whose meetings he looks after whoever drafted them;
    `signs`: bodies for which he may sign, by his own mandate or lent; `answers`: bodies for which he answers
    invitations; `heads`: units that he heads.
    """

    officer: Officer
    at: datetime
    hosts: frozenset[int]
    keeps: frozenset[int]
    signs: frozenset[int]
    answers: frozenset[int]
    heads: frozenset[int]


def duty_of(officer: Officer, at: datetime) -> Duty:
    """Two queries. The reform office drafts for its own body and for the one above it, whose office it is."""
    held = [(mandate.role, mandate.unit) for mandate in mandates_of(officer, localdate(at))]
    bodies = defaultdict(set)
    for role, unit in held:
        bodies[role].add(unit.body_id)
        if role == Role.REFORM and unit.body.parent_id:
            bodies[role].add(unit.body.parent_id)
    return Duty(
        officer=officer,
        at=at,
        hosts=frozenset().union(*(bodies[role] for role in CALLS)),
        keeps=frozenset(bodies[Role.LEADER] | bodies[Role.CLERK] | bodies[Role.REFORM]),
        signs=frozenset(bodies[Role.LEADER] | _lent(officer, at)),
        answers=frozenset().union(*(bodies[role] for role in ANSWERS_FOR_BODY)),
        heads=frozenset(unit.pk for role, unit in held if role == Role.HEAD),
    )


def _lent(officer: Officer, at: datetime) -> set[int]:
    """The bodies for which a delegation in force lets him sign."""
    givers = delegations_in_force(at).filter(delegate=officer).values("delegator")
    leads = Mandate.objects.filter(in_force(localdate(at)), role=Role.LEADER, officer__in=givers)
    return set(leads.values_list("unit__body", flat=True))


def parts_in(meeting: Meeting, duty: Duty) -> frozenset[Part]:
    """For a chair of another house, whoever may sign for the host acts in his name."""
    found = set()
    me = duty.officer.pk
    keeps = meeting.host_id in duty.keeps | duty.signs or meeting.preparing_id in duty.heads
    if meeting.drafted_by_id == me or keeps:
        found.add(Part.SECRETARY)
    if meeting.host_id in duty.signs:
        found.add(Part.SIGNER)
    if meeting.chair_id == me or (meeting.chair_outside and Part.SIGNER in found):
        found.add(Part.CHAIR)
    return frozenset(found)


def kept_by(duty: Duty) -> Q:
    """Meetings that he calls or looks after."""
    return (
        Q(drafted_by=duty.officer)
        | Q(host__in=duty.keeps | duty.signs)
        | Q(preparing__in=duty.heads)
        | Q(chair=duty.officer)
    )


def asked_to(duty: Duty) -> Q:
    """Meetings, once called, to which he, somebody for whom he comes, or a body that he answers for is invited."""
    mine = Invitation.objects.filter(
        Q(officer=duty.officer) | Q(delegate=duty.officer) | Q(body__in=duty.answers)
    )
    sites = Site.objects.filter(Q(chair=duty.officer) | Q(body__in=duty.answers))
    called = ~Q(state=State.DRAFTED) & Q(called_at__isnull=False)
    return called & (Q(pk__in=mine.values("meeting")) | Q(pk__in=sites.values("meeting")))


def comes_to(duty: Duty) -> Q:
    """Meetings that are his own to go to: as chair, invited, sent, or chair of a site."""
    mine = Invitation.objects.filter(Q(officer=duty.officer) | Q(delegate=duty.officer))
    sites = Site.objects.filter(chair=duty.officer)
    called = Q(called_at__isnull=False)
    return called & (
        Q(chair=duty.officer) | Q(pk__in=mine.values("meeting")) | Q(pk__in=sites.values("meeting"))
    )


def visible_to(duty: Duty) -> Q:
    return kept_by(duty) | asked_to(duty)


def may_answer(invitation: Invitation, duty: Duty) -> bool:
    """The invited officer; for a body its leaders and its clerk; for a guest whoever looks after the meeting."""
    if invitation.officer_id is not None:
        return invitation.officer_id == duty.officer.pk
    if invitation.body_id is not None:
        return invitation.body_id in duty.answers
    return Part.SECRETARY in parts_in(invitation.meeting, duty)


def may_take_attendance(site: Site, duty: Duty) -> bool:
    """The site's chair, those who answer for its body, and whoever looks after the meeting."""
    return (
        site.chair_id == duty.officer.pk
        or (site.body_id is not None and site.body_id in duty.answers)
        or Part.SECRETARY in parts_in(site.meeting, duty)
    )


@dataclass(frozen=True)
class Reach:
    """Whom a host may invite: officers of its own body and of those below; of bodies beside it the body alone."""

    officers_of: frozenset[int]
    bodies: frozenset[int]


def reach_of(host: Body) -> Reach:
    """One query."""
    parents = dict(Body.objects.values_list("pk", "parent"))
    children = defaultdict(list)
    for pk, parent in parents.items():
        children[parent].append(pk)
    below, waiting = set(), [host.pk]
    while waiting:
        below.add(body := waiting.pop())
        waiting += children[body]
    beside = set(children[parents[host.pk]]) if parents[host.pk] else set()
    return Reach(frozenset(below), frozenset(below | beside))
