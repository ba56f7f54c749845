"""Who may see the names of officers in the index.

A figure by officer shows names to: the officer himself, of his own figure; the head of a unit, of those in it; a
leader of a body, of those in it; a leader of the province and the reform office, of all. Everybody else sees the same
figures with positions only (“Officer 1” …). Public pages and wall screens never show names. Basis: whoever answers for
the work may know who does it; a figure that names a person to others is personal data without need (Luật
91/2025/QH15).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from motcua.criteria.rules.bearing import Holder
from motcua.kernel.bilingual import Text
from motcua.organizations.models import BodyKind, Officer, Role, Unit
from motcua.organizations.queries import mandates_of


@dataclass(frozen=True)
class Sight:
    """Whose names a reader may see."""

    own: str
    everybody: bool = False
    bodies: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()

    def sees(self, holder: Holder) -> bool:
        return (
            self.everybody
            or holder.officer == self.own
            or holder.body in self.bodies
            or holder.unit in self.units
        )


def sight_of(reader: Officer, on: date) -> Sight:
    """By the mandates that the reader holds on the day. One query."""
    everybody, bodies, units = False, set(), set()
    for mandate in mandates_of(reader, on):
        body = mandate.unit.body
        if mandate.role == Role.REFORM or (mandate.role == Role.LEADER and body.kind == BodyKind.PROVINCE):
            everybody = True
        elif mandate.role == Role.LEADER:
            bodies.add(body.code)
        elif mandate.role == Role.HEAD:
            units.add(mandate.unit.code)
    return Sight(reader.code, everybody, frozenset(bodies), frozenset(units))


class Person(NamedTuple):
    """An officer as a reader may see him: `name` is empty where he may not, or where nobody took the step."""

    name: str
    unit: Text


def people(holders: Iterable[Holder], sight: Sight) -> dict[Holder, Person]:
    """The officers and units of these holders. Names that the reader may not see are not even read. Two queries.

    A leader answers for whose unit is of his body: an agency that was asked for its opinion is not his, whatever
    body the dossier belongs to.
    """
    kept = list(holders)
    rows = Unit.objects.filter(code__in={one.unit for one in kept})
    units, bodies = {}, {}
    for code, vi, en, body in rows.values_list("code", "name_vi", "name_en", "body__code"):
        units[code], bodies[code] = Text(vi, en), body
    seen = {one for one in kept if one.officer and sight.sees(one._replace(body=bodies.get(one.unit, "")))}
    codes = {one.officer for one in seen}
    names = dict(Officer.objects.filter(code__in=codes).values_list("code", "name"))
    return {
        one: Person(names.get(one.officer, "") if one in seen else "", units.get(one.unit, Text(one.unit)))
        for one in kept
    }
