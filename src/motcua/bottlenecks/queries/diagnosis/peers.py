"""The body that does the same procedures best, with enough cases to be compared with."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from motcua.bottlenecks.queries.diagnosis.place import Scene
from motcua.bottlenecks.rules.diagnosis import Key, Peer
from motcua.bottlenecks.rules.diagnosis.norms import Norms
from motcua.bottlenecks.rules.diagnosis.rounds import Round, median
from motcua.criteria.queries.counting import counts_over
from motcua.criteria.rules.facts import DossierFact


def best_peer(
    scene: Scene, facts: Mapping[str, DossierFact], norms: Norms, pool: Sequence[Round]
) -> Peer | None:
    """Of the bodies beside it, at its own level; None for a node with bodies below it, and where nobody is better."""
    code, tree = scene.node.code, scene.tree
    if tree.children(code) or not scene.node.parent:
        return None
    procedures = tuple(sorted({fact.procedure for fact in facts.values()}))
    beside = [one for one in tree.children(scene.node.parent) if tree[one].level == scene.node.level]
    counts = counts_over({one: (one,) for one in beside}, [scene.seen.over], procedures=procedures)
    cases = {}
    for one, told in counts[scene.seen.over].items():
        criterion = scene.measured.criterion
        assert criterion.numerator is not None
        cases[one] = (criterion.numerator.of(told), criterion.denominators[scene.measured.place].of(told))
    own = cases.pop(code)
    ranked = sorted(
        (Fraction(done, of), one) for one, (done, of) in cases.items() if of >= norms.least_peer_cases
    )
    if not ranked or not own[1] or ranked[-1][0] <= Fraction(*own):
        return None
    best = ranked[-1][1]
    return Peer(
        best, cases[best][1], cases[best][0], own[1], own[0], _steps(scene.node.code, best, procedures, pool)
    )


def _steps(
    own: str, best: str, procedures: Collection[str], pool: Iterable[Round]
) -> dict[Key, tuple[int, int]]:
    """Median time there and here of the rounds open in the period, by step."""
    times: dict[Key, dict[str, list[int]]] = {}
    for one in pool:
        if (
            one.row.body in (best, own)
            and one.row.procedure in procedures
            and one.ran
            and one.all is not None
        ):
            _of(times, one, by_step=len(procedures) == 1).append(one.all)
    both = {}
    for key, bodies in times.items():
        there, here = median(bodies.get(best, [])), median(bodies.get(own, []))
        if there is not None and here is not None:
            both[key] = (there, here)
    return both


def _of(times: dict[Key, dict[str, list[int]]], one: Round, *, by_step: bool) -> list[int]:
    return times.setdefault(one.key(by_step=by_step), {}).setdefault(one.row.body, [])
