"""Who or which place is asked for twice at the time of a meeting: told to those who prepare it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from motcua.organizations.models import Officer
from motcua.schedule.models import Invitation, Meeting, Site
from motcua.schedule.rules.answers import Answer
from motcua.schedule.rules.clashing import Claim, clashes
from motcua.schedule.rules.states import State

BINDING = (State.DRAFTED, State.CALLED, State.HELD)


@dataclass(frozen=True)
class Told:
    """`people` who are asked for by both; `place`: both are to be held there."""

    meeting: Meeting
    people: tuple[Officer, ...]
    place: bool


def clashes_of(meeting: Meeting) -> list[Told]:
    """The first that begins at the head. Five queries, however many meetings there are at the time."""
    rows = Meeting.objects.filter(
        begins_at__lt=meeting.ends_at, ends_at__gt=meeting.begins_at, state__in=BINDING
    ).exclude(pk=meeting.pk)
    others = {one.code: one for one in rows.select_related("host").order_by("begins_at", "pk")}
    if not others:
        return []
    asked = _people([meeting, *others.values()])
    claims = [_claim(one, asked) for one in others.values()]
    found = clashes(_claim(meeting, asked), claims)
    codes = {code for clash in found for code in clash.people}
    people = {one.code: one for one in Officer.objects.filter(code__in=codes)}
    return [
        Told(
            others[clash.meeting],
            tuple(people[code] for code in sorted(clash.people, key=lambda code: people[code].sort_key)),
            clash.place,
        )
        for clash in found
    ]


def _claim(meeting: Meeting, asked: dict[int, set[str]]) -> Claim:
    """The place is that of the host: two bodies may each have a room of the same name."""
    place = f"{meeting.host_id} {meeting.place}"
    return Claim(meeting.code, meeting.begins_at, meeting.ends_at, frozenset(asked[meeting.pk]), place)


def _people(meetings: Iterable[Meeting]) -> dict[int, set[str]]:
    """Chairs, those who come, and chairs of sites; who has a stand-in or leave is free."""
    keys = [one.pk for one in meetings]
    found: dict[int, set[str]] = defaultdict(set)
    chairs = Meeting.objects.filter(pk__in=keys, chair__isnull=False).values_list("pk", "chair__code")
    sites = Site.objects.filter(meeting__in=keys, chair__isnull=False).values_list("meeting", "chair__code")
    for key, code in [*chairs, *sites]:
        found[key].add(code)
    rows = Invitation.objects.filter(meeting__in=keys).exclude(answer=Answer.LEAVE_GRANTED)
    for key, officer, delegate in rows.values_list("meeting", "officer__code", "delegate__code"):
        if comes := delegate or officer:
            found[key].add(comes)
    return found
