"""A criterion that counts no lateness: which bodies and procedures lose its points, and the dossiers behind."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from motcua.bottlenecks.queries.diagnosis.place import Scene
from motcua.bottlenecks.queries.diagnosis.reading import counted_dossiers, first_units
from motcua.bottlenecks.rules.diagnosis import Diagnosis, LateCase, Part
from motcua.bottlenecks.rules.diagnosis.model import NONE, UnitPart
from motcua.bottlenecks.rules.diagnosis.norms import Norms
from motcua.criteria.queries.counting import Counts, counts_by_procedure, counts_over
from motcua.criteria.queries.drilling import MEANWHILE
from motcua.criteria.queries.evidence import points_of
from motcua.criteria.queries.scores import year_before
from motcua.criteria.rules.facts import DossierFact
from motcua.criteria.rules.measuring import Figures
from motcua.criteria.rules.periods import Period

Counted = Sequence[tuple[DossierFact, Fraction]]


def of_what_is_missing(scene: Scene, norms: Norms, *, tables: bool = True) -> Diagnosis:
    """Parts: bodies where there are some below, else procedures. Without `tables` no dossiers are read."""
    parts = _parts(scene)
    counted = _counted(scene) if tables else []
    rest = _rest(scene, parts)
    cases = int(scene.measured.denominator) if not scene.asked.procedure else sum(one.cases for one in parts)
    return Diagnosis(
        asked=scene.asked,
        horizon=scene.horizon,
        points=scene.points,
        most=scene.measured.max,
        by_steps=False,
        cases=cases,
        late=sum(one.missing for one in parts),
        enough=cases >= norms.least_cases,
        least=norms.least_cases,
        parts=parts,
        units=_units(counted),
        rest=rest,
        dossiers=_costly(counted),
    )


def _parts(scene: Scene) -> tuple[Part, ...]:
    criterion = scene.measured.criterion
    if criterion.numerator is None:
        return ()
    over, year = scene.seen.over, year_before(scene.seen.over)
    counts = _counts(scene, over)
    before = _counts(scene, year) if scene.loss.last_year else {}
    nothing: Counts = dict.fromkeys(scene.loss.last_year, 0)
    rows = []
    for code, told in counts.items():
        of = criterion.denominators[scene.measured.place].of(told)
        points = scene.loss.part(Figures(told, before.get(code, nothing), over.count))
        if points or of:
            rows.append(Part(code, points, of, max(0, of - criterion.numerator.of(told))))
    return tuple(sorted(rows, key=lambda row: (-row.points, row.code)))


def _counts(scene: Scene, over: Period) -> Mapping[str, Counts]:
    seen, procedure = scene.seen, scene.asked.procedure
    procedures = (procedure,) if procedure else ()
    if seen.tree.children(scene.node.code):
        return counts_over(seen.tree.parts(scene.node.code), [over], procedures=procedures)[over]
    return counts_by_procedure(seen.bodies, [over], procedures=procedures)[over]


def _rest(scene: Scene, parts: tuple[Part, ...]) -> dict[str, Fraction]:
    known = dict(scene.rest)
    known.pop(MEANWHILE, None)
    missing = scene.points - sum((one.points for one in parts), NONE) - sum(known.values(), NONE)
    return {**known, MEANWHILE: missing} if missing else known


def _counted(scene: Scene) -> list[tuple[DossierFact, Fraction]]:
    """Every dossier that the criterion counts, and what it lost; below 0 it offsets what others lost."""
    place, loss = scene.place, scene.loss
    assert place is not None
    facts = counted_dossiers([name for name, weight in loss.weights.items() if weight], place)
    return [(fact, points_of(loss, fact, place)) for fact in facts.values()]


def _units(counted: Counted) -> tuple[UnitPart, ...]:
    """Whoever is the first to work on a dossier sees what it brought and how it was filed."""
    unit_of = first_units([fact.code for fact, _points in counted]) if counted else {}
    lost: dict[str, list[Fraction]] = defaultdict(list)
    for fact, points in counted:
        lost[unit_of.get(fact.code, "")].append(points)
    rows = [
        UnitPart(unit, sum(several, NONE), len(several), sum(points > 0 for points in several))
        for unit, several in lost.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.points, row.unit)))


def _costly(counted: Counted) -> tuple[LateCase, ...]:
    rows = [
        LateCase(fact.code, fact.body, fact.procedure, fact.due_at, fact.ended_at, points, 0, None)
        for fact, points in counted
        if points > 0
    ]
    return tuple(sorted(rows, key=lambda row: (-row.points, row.code)))
