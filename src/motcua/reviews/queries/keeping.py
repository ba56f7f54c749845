"""For which body an officer may ask and run things: what recommendations and investments have in common."""

from django.db.models import Q

from motcua.directives.queries.duties import Duty
from motcua.directives.queries.measuring import Asked
from motcua.organizations.models import Body


def keeps(duty: Duty, body: Body) -> bool:
    """Leaders and the reform office for every body in their line, heads of division for their own."""
    return body.pk in duty.commands or (bool(duty.heads) and body.pk == duty.officer.body_id)


def bodies_offered(duty: Duty) -> list[Body]:
    """On whose behalf a page offers to ask: his own body, and the one above it where he serves that too."""
    own = duty.officer.body
    above = [own.parent] if own.parent is not None and own.parent_id in duty.commands else []
    return [body for body in (own, *above) if keeps(duty, body)]


def may_measure(duty: Duty, body: Body, asked: Asked) -> bool:
    """The figure is one of that body, or of somebody in the officer's line."""
    return asked.body == body.code or duty.may_measure(asked.body)


def of_line(duty: Duty) -> Q:
    """What is still within a body is seen by its officers and by those who command it."""
    return Q(body=duty.officer.body_id) | Q(body__in=duty.commands)
