"""Who may see whose figures, and who answers an officer that contests his own."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from motcua.criteria.access import Sight, sight_of
from motcua.organizations.models import Body, BodyKind, Officer, Role
from motcua.organizations.queries import mandates_of


@dataclass(frozen=True)
class Reach:
    """What a reader may open: figures of these units and bodies, or of all of them."""

    sight: Sight

    @property
    def is_nothing(self) -> bool:
        return not (self.sight.everybody or self.sight.bodies or self.sight.units)

    def figures(self) -> Q:
        """Of what models.FairFigure keeps."""
        if self.sight.everybody:
            return Q()
        return Q(body__in=self.sight.bodies) | Q(unit__in=self.sight.units)


def reach_of(reader: Officer, on: date) -> Reach:
    """Heads: their unit; leaders: their body; the reform office and leaders of the province: all. One query."""
    return Reach(sight_of(reader, on))


def bodies_in(reach: Reach) -> list[Body]:
    sight = reach.sight
    rows = Body.objects.order_by("kind", "sort_key")
    if not sight.everybody:
        rows = rows.filter(Q(code__in=sight.bodies) | Q(units__code__in=sight.units)).distinct()
    return list(rows)


def may_answer(reader: Officer, contester: Officer, on: date) -> bool:
    """The head of his unit, a leader of his body, or a leader of the body above; never himself."""
    if reader.pk == contester.pk:
        return False
    body = contester.unit.body
    held = [(mandate.role, mandate.unit) for mandate in mandates_of(reader, on)]
    return any(
        (role == Role.HEAD and unit.pk == contester.unit_id)
        or (role == Role.LEADER and unit.body_id in (body.pk, body.parent_id))
        or (role == Role.REFORM and body.kind == BodyKind.PROVINCE)
        for role, unit in held
    )


def answered_by(duty: Officer, on: date) -> Q:
    """The contests that somebody may answer, as `may_answer` says of each."""
    held = [(mandate.role, mandate.unit) for mandate in mandates_of(duty, on)]
    heads = [unit.pk for role, unit in held if role == Role.HEAD]
    leads = [unit.body_id for role, unit in held if role == Role.LEADER]
    which = (
        Q(officer__unit__in=heads)
        | Q(officer__unit__body__in=leads)
        | Q(officer__unit__body__parent__in=leads)
    )
    if any(role == Role.REFORM for role, _unit in held):
        which |= Q(officer__unit__body__kind=BodyKind.PROVINCE)
    return which & ~Q(officer=duty)
