"""Who may try what would happen: whoever answers for the body."""

from datetime import datetime

from django.utils.timezone import localdate

from motcua.criteria.access import sight_of
from motcua.criteria.queries.nodes import NATION, tree
from motcua.organizations.models import Officer, Unit


def bodies_to_try(officer: Officer, at: datetime) -> frozenset[str]:
    """Leaders: their bodies and those below; heads of division: the body of their unit; leaders of the province and
    the reform office: all. Three queries.
    """
    sight, nodes = sight_of(officer, localdate(at)), tree()
    if sight.everybody:
        return frozenset(nodes.nodes) - {NATION}
    led = {code for body in sight.bodies if body in nodes.nodes for code in nodes.below(body)}
    headed = Unit.objects.filter(code__in=sight.units).values_list("body__code", flat=True)
    return frozenset(led) | frozenset(headed)
