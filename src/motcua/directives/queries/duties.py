"""Whom an officer may task, what he may see, and which part he has in a directive."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from motcua.directives.models import Directive
from motcua.directives.rules.states import Part
from motcua.organizations.models import Body, Officer, Role, Unit
from motcua.organizations.queries import mandates_of


@dataclass(frozen=True)
class Duty:
    """What an officer's mandates make of him on a day; bodies and units by their keys.

    `commands`: the bodies that he may task, his own and those below it; the reform office may task every body of its
    province. `codes`: the same by code, for what is measured.
    """

    officer: Officer
    leads: frozenset[int]
    heads: frozenset[int]
    reforms: frozenset[int]
    commands: frozenset[int]
    codes: frozenset[str]

    @property
    def gives(self) -> bool:
        return bool(self.commands or self.heads)

    def may_task(self, unit: Unit) -> bool:
        return unit.body_id in self.commands or unit.pk in self.heads

    def may_measure(self, body: str) -> bool:
        return body in self.codes or (bool(self.heads) and body == self.officer.body.code)


def duty_of(officer: Officer, on: date) -> Duty:
    """Three queries, however many bodies there are."""
    held = [(mandate.role, mandate.unit) for mandate in mandates_of(officer, on)]
    leads = frozenset(unit.body_id for role, unit in held if role == Role.LEADER)
    reforms = frozenset(unit.body_id for role, unit in held if role == Role.REFORM)
    rows = list(Body.objects.values_list("pk", "parent", "code")) if leads or reforms else []
    parents = {pk: parent for pk, parent, _code in rows}
    tops = leads | {parents[pk] or pk for pk in reforms}
    commands = frozenset(_below(tops, parents))
    return Duty(
        officer=officer,
        leads=leads,
        heads=frozenset(unit.pk for role, unit in held if role == Role.HEAD),
        reforms=reforms,
        commands=commands,
        codes=frozenset(code for pk, _parent, code in rows if pk in commands),
    )


def _below(tops: frozenset[int], parents: Mapping[int, int | None]) -> Iterator[int]:
    children = defaultdict(list)
    for pk, parent in parents.items():
        children[parent].append(pk)
    waiting = list(tops)
    while waiting:
        yield (body := waiting.pop())
        waiting += children[body]


def parts_in(directive: Directive, duty: Duty) -> frozenset[Part]:
    """The part that he has: the giver's or the lead's, never both, so that nobody grants or closes his own.

    The giver's leaders and his fellows of the reform office stand in for him; the leaders of the lead's body and the
    head of the lead's unit for the lead.
    """
    if directive.giver_id == duty.officer.pk:
        return frozenset({Part.GIVER})
    if directive.lead_id == duty.officer.pk or directive.lead_unit_id in duty.heads:
        return frozenset({Part.LEAD})
    if directive.giver.body_id in duty.leads | duty.reforms:
        return frozenset({Part.GIVER})
    return frozenset({Part.LEAD}) if directive.lead_unit.body_id in duty.leads else frozenset()


def led_by(duty: Duty) -> Q:
    return (
        Q(lead=duty.officer)
        | Q(lead_unit__in=duty.heads)
        | Q(lead_unit__body__in=duty.leads) & ~Q(giver__body__in=duty.leads)
    ) & ~Q(giver=duty.officer)


def given_by(duty: Duty) -> Q:
    stands_in = (
        Q(giver__body__in=duty.leads | duty.reforms) & ~Q(lead=duty.officer) & ~Q(lead_unit__in=duty.heads)
    )
    return Q(giver=duty.officer) | stands_in


def visible_to(duty: Duty) -> Q:
    """Directives that he leads, gave, supports, or whose lead he commands."""
    supported = Directive.supporting.through.objects.filter(unit=duty.officer.unit_id)
    supports = Q(pk__in=supported.values("directive"))
    return led_by(duty) | given_by(duty) | supports | Q(lead_unit__body__in=duty.commands)
