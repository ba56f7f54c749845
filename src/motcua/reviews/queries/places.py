"""Why points of a criterion were lost: what the diagnosis concludes, and where most were lost, as far as it goes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from motcua.bottlenecks.queries.diagnosis import Diagnoses
from motcua.bottlenecks.queries.saying import Words, conclusion_of, reason_of, words_for
from motcua.bottlenecks.rules.diagnosis import Conclusion
from motcua.criteria.queries.drilling import Drill, Level, Share, Way, drill
from motcua.criteria.queries.fields import names_of, steps_of
from motcua.criteria.queries.scores import View
from motcua.organizations.models import Mandate, Role, Unit
from motcua.organizations.queries import in_force
from motcua.reviews.queries.norms import norms
from motcua.reviews.rules.figures import Place, exact

DEEPEST, MOST_REASONS = 6, 3


@dataclass(frozen=True)
class Diagnosed:
    """`said`: the conclusion's two sentences; `reasons`: the causes found, in words. Both empty with too few cases."""

    place: Place = Place()
    said: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def diagnosed(read: Diagnoses, criterion: str, on: date) -> Diagnosed:
    """In the language that is active."""
    seen = read.seen
    least = Fraction(norms(on).concentrated_percent, 100)
    found = read.concluded(criterion)
    sure = found.conclusion is not None and found.conclusion.share >= least
    place = place_of(seen, criterion, least=least, down_to=Level.PROCEDURES if sure else None)
    if not found.enough or not found.late:
        return Diagnosed(with_people(place, on))
    if found.conclusion is None and not place.points:
        return Diagnosed()
    words = words_for(found)
    if found.conclusion is not None and sure:
        place = _concluded(place, found.conclusion, words)
    reasons = dict.fromkeys(reason_of(cause.reason) for cause in found.causes)
    return Diagnosed(with_people(place, on), conclusion_of(found, words), tuple(reasons)[:MOST_REASONS])


def place_of(seen: View, criterion: str, *, least: Fraction, down_to: Level | None = None) -> Place:
    """Follows the largest part down, as the drill pages do, while it is at least that share of all points lost.

    `down_to`: the last level that is asked for: what lies below it is known already.
    """
    place = Place()
    for drilled, share in _largest(seen, criterion, least):
        place = _further(place, seen, drilled, share)
        if drilled.level is down_to:
            break
    return place


def with_people(place: Place, on: date) -> Place:
    """The unit's name and the position that answers for it: its head's, else its leader's; never a person's name."""
    unit = Unit.objects.filter(code=place.unit).first()
    if unit is None:
        return place
    held = Mandate.objects.filter(in_force(on), unit=unit, role__in=[Role.HEAD, Role.LEADER])
    title = held.order_by("role", "pk").values_list("officer__title_vi", flat=True).first()
    return replace(place, unit_name=unit.name_vi, position=title or "")


def _concluded(place: Place, one: Conclusion, words: Words) -> Place:
    """Where the conclusion points to: a step of one procedure, or of several where none stands out."""
    procedure = {} if one.key.step else {"procedure": "", "procedure_name": ""}
    return replace(
        place,
        step=one.key.step or one.key.kind,
        step_name=words.step(one.key),
        unit=one.holder.unit,
        points=exact(one.points),
        cases=one.late,
        **procedure,
    )


def _largest(seen: View, criterion: str, least: Fraction) -> Iterator[tuple[Drill, Share]]:
    way, least_points = Way(seen.node.code), seen.losses.criteria[criterion].total * least
    for _depth in range(DEEPEST):
        drilled = drill(seen, criterion, way)
        share = max(drilled.shares, key=lambda one: one.points, default=None)
        if share is None or share.points < least_points or not share.key:
            return
        yield drilled, share
        further = _down(seen, drilled, share)
        if further is None or further == way:
            return
        way = further


def _down(seen: View, drilled: Drill, share: Share) -> Way | None:
    way = drilled.way
    if drilled.level is Level.BODIES:
        own = share.key == way.body and bool(seen.tree.children(share.key))
        return way._replace(body=share.key, own=own)
    if drilled.level is Level.PROCEDURES:
        return way._replace(procedure=share.key)
    return way._replace(step=share.key) if drilled.level is Level.STEPS else None


def _further(place: Place, seen: View, drilled: Drill, share: Share) -> Place:
    place = replace(place, points=exact(Fraction(share.points)), cases=share.cases or place.cases)
    if drilled.level is Level.BODIES:
        return replace(place, body=share.key, body_name=seen.tree[share.key].name.vi)
    if drilled.level is Level.PROCEDURES:
        name = names_of([share.key]).get(share.key)
        return replace(place, procedure=share.key, procedure_name=name.vi if name else share.key)
    if drilled.level is Level.STEPS:
        step = steps_of(drilled.way.procedure).get(share.key)
        return replace(place, step=share.key, step_name=step.vi if step else share.key)
    return replace(place, unit=share.holder.unit) if share.holder else place
