"""Which bodies an officer calls to account, which he writes for, and which part he has in a report."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from motcua.organizations.models import Body, BodyKind, Officer, Role
from motcua.organizations.queries import mandates_of, power_to_sign
from motcua.reviews.models import Call, Report
from motcua.reviews.rules.states import Part


@dataclass(frozen=True)
class Duty:
    """What an officer's mandates make of him on a day; bodies by their keys.

    `keeps`: bodies in whose name he calls for reviews: those that he leads; for the reform office the body above it.
    `writes`: bodies whose reports he writes: as leader, head of division or reform office.
    """

    officer: Officer
    keeps: frozenset[int]
    writes: frozenset[int]

    def is_caller_of(self, call: Call) -> bool:
        return call.keeper_id in self.keeps


def duty_of(officer: Officer, on: date) -> Duty:
    """One query."""
    keeps, writes = set(), set()
    for mandate in mandates_of(officer, on):
        body = mandate.unit.body
        if mandate.role == Role.LEADER:
            keeps.add(body.pk)
            writes.add(body.pk)
        elif mandate.role == Role.HEAD:
            writes.add(body.pk)
        elif mandate.role == Role.REFORM:
            keeps.add(body.parent_id or body.pk)
            writes |= {body.pk, body.parent_id or body.pk}
    return Duty(officer, frozenset(keeps), frozenset(writes))


def parts_in(report: Report, duty: Duty, at: datetime) -> frozenset[Part]:
    """His parts: he may be more than one, as the leader who writes and signs."""
    parts = set()
    if report.body_id in duty.writes:
        parts.add(Part.WRITER)
    if power_to_sign(duty.officer, report.body, at) is not None:
        parts.add(Part.SIGNER)
    if duty.is_caller_of(report.call):
        parts.add(Part.CALLER)
    return frozenset(parts)


def below(keeper: Body) -> list[Body]:
    """The bodies that a body may call to account: all under it that decide procedures. One query."""
    rows = {body.pk: body for body in Body.objects.exclude(kind=BodyKind.AGENCY).order_by("kind", "sort_key")}
    found = set(_below(keeper.pk, {pk: body.parent_id for pk, body in rows.items()}))
    return [body for pk, body in rows.items() if pk in found]


def kept_by(duty: Duty) -> list[Body]:
    return list(Body.objects.filter(pk__in=duty.keeps).order_by("kind", "sort_key"))


def _below(top: int, parents: Mapping[int, int | None]) -> Iterator[int]:
    children = defaultdict(list)
    for pk, parent in parents.items():
        children[parent].append(pk)
    waiting = list(children[top])
    while waiting:
        yield (body := waiting.pop())
        waiting += children[body]
