"""One conclusion from the figures: where most points were lost, by whom, and what the step's limit would give back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

from motcua.bottlenecks.rules.diagnosis.bearing import Carried
from motcua.bottlenecks.rules.diagnosis.model import NONE, Conclusion, Key
from motcua.bottlenecks.rules.diagnosis.rounds import Round, median
from motcua.criteria.rules.bearing import Holder


def concluded(
    found: Carried,
    rounds: Iterable[Round],
    late: Sequence[str],
    *,
    by_step: bool,
    one_holder: int,
    most: Fraction,
    sample: int,
) -> Conclusion | None:
    """None where no step bears anything. `one_holder`: from this percentage of a step's points on, one position of
    one unit is named; `most`: what may be regained at most.
    """
    if not found.by:
        return None
    key = _heaviest(found)
    holder = _bearer(found, key, one_holder)
    by_holder = [one for one in rounds if _is_of(one, holder) and one.key(by_step=by_step) == key]
    blamed = [one for one in by_holder if one.row.code in found.made_late[key]]
    limits = [one.limit for one in blamed if one.limit is not None]
    through = {one.row.code for one in by_holder}.intersection(late)
    saved = found.saved.get(key, {})
    return Conclusion(
        key=key,
        holder=holder,
        share=found.of(key) / found.total if found.total else NONE,
        points=found.of(key),
        late=len(found.made_late[key]),
        of=len(late),
        through=len(through),
        waiting=median([one.waiting for one in blamed]),
        processing=median([one.processing for one in blamed if one.processing is not None]),
        limit=median(limits),
        saved=len(saved),
        regained=min(most, sum(saved.values(), NONE)),
        sample=sample,
    )


def _heaviest(found: Carried) -> Key:
    points: dict[Key, Fraction] = defaultdict(lambda: NONE)
    for (key, _holder), lost in found.by.items():
        points[key] += lost
    return max(points, key=lambda key: (points[key], key))


def _bearer(found: Carried, key: Key, one_holder: int) -> Holder:
    """The unit that bears most of a step, and one officer of it, if he alone bears that much of it."""
    units: dict[tuple[str, str], Fraction] = defaultdict(lambda: NONE)
    officers: dict[Holder, Fraction] = defaultdict(lambda: NONE)
    for (step, holder), points in found.by.items():
        if step == key:
            units[holder.unit, holder.body] += points
            officers[holder] += points
    unit, body = max(units, key=lambda one: (units[one], one))
    within = {one: points for one, points in officers.items() if (one.unit, one.body) == (unit, body)}
    first = max(within, key=lambda one: (within[one], one))
    if 100 * within[first] >= one_holder * found.of(key):
        return first
    return Holder("", unit, body)


def _is_of(one: Round, holder: Holder) -> bool:
    row = one.row
    same_unit = row.unit == holder.unit and row.body == holder.body
    return same_unit and (not holder.officer or row.officer == holder.officer)
