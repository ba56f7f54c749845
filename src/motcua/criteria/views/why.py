"""Why the score moved: every criterion's change, exactly, by rate and mix, and the same over the bodies."""

from fractions import Fraction

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.criteria.queries.scores import PREVIOUS
from motcua.criteria.rules.movement import Movement, Movements
from motcua.criteria.views.exports import exported, wanted
from motcua.criteria.views.figures import moved
from motcua.criteria.views.seen import Asked, asked, basis, frame, name_of
from motcua.kernel import charts
from motcua.organizations.access import OfficerRequest, officer_required

THREE = charts.places(3)


@require_safe
@officer_required
def why(request: OfficerRequest) -> HttpResponse:
    found = asked(request, compared=PREVIOUS)
    seen = found.view
    movements, before = seen.movements, seen.before
    bodies = {code: node.name for code, node in seen.tree.nodes.items()}
    drawn = moved(movements.total, bodies, found) if movements else None
    criteria = _by_criterion(found, movements) if movements else None
    tables = {}
    if drawn and criteria:
        tables = {"bodies": (_("By body"), drawn.table), "criteria": (_("By criterion"), criteria.table)}
    if wanted(request):
        return exported(request, seen, tables, basis(seen))
    facts = {
        **frame(found),
        "before": before,
        "compared": name_of(before.over) if before else "",
        "bodies": drawn,
        "criteria": criteria,
        "here": found.address("why"),
        "tables": tables,
    }
    return render(request, "criteria/why.jinja", facts)


def _by_criterion(found: Asked, movements: Movements) -> charts.SplitBar:
    """Criteria that moved, each by rate, mix and what no body did."""
    score = found.view.score
    parts = [
        charts.Part(
            f"{code} {score.criteria[code].criterion.name}",
            _amounts(movement),
            found.address("criterion", code),
        )
        for code, movement in movements.criteria.items()
        if movement.change
    ]
    parts.sort(key=_size, reverse=True)
    return charts.split(parts, names=[_("Rate"), _("Mix"), _("Other")], say=THREE)


def _amounts(movement: Movement) -> tuple[Fraction, ...]:
    nothing = Fraction(0)
    return (
        sum(movement.rate.values(), nothing),
        sum(movement.mix.values(), nothing),
        sum(movement.rest.values(), nothing),
    )


def _size(part: charts.Part) -> float:
    return abs(sum(float(amount) for amount in part.amounts))
