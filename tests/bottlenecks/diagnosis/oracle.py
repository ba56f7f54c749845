"""The figures of steps and hand-overs, round by round: slow and plain, to hold the fast ones against."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from motcua.bottlenecks.rules.diagnosis.model import FlowFigures, Key, StepFigures
from motcua.bottlenecks.rules.diagnosis.rounds import RETURN, Round, median, spread


def step_figures(
    rounds: Sequence[Round], order: Mapping[str, int], *, by_step: bool
) -> tuple[StepFigures, ...]:
    """In the order of the ISO sheet (`order`: of step codes); what it does not tell, by when it usually comes."""
    by_key: dict[Key, list[Round]] = defaultdict(list)
    ran = [one for one in rounds if one.ran]
    for one in ran:
        by_key[one.key(by_step=by_step)].append(one)
    places = _places(ran, by_step=by_step)

    def place(key: Key) -> tuple[float, float, Key]:
        return (order.get(key.step, len(order)) if by_step else 0, places[key], key)

    return tuple(_figures(key, by_key[key]) for key in sorted(by_key, key=place))


def _figures(key: Key, rounds: Sequence[Round]) -> StepFigures:
    ended = [one for one in rounds if one.done is not None]
    limits = [one.limit for one in rounds if one.limit is not None]
    return StepFigures(
        key=key,
        dossiers=len({one.row.code for one in rounds}),
        rounds=len(rounds),
        open=len(rounds) - len(ended),
        returns=sum(one.row.round > 1 for one in rounds),
        waiting=spread([one.waiting for one in rounds if one.took is not None]),
        processing=spread([one.processing for one in rounds if one.processing is not None]),
        all=spread([one.all for one in ended if one.all is not None]),
        limit=median(limits),
        over=sum(one.over is not None and one.over > 0 for one in rounds),
    )


def _places(rounds: Iterable[Round], *, by_step: bool) -> dict[Key, float]:
    """When a step usually comes: the mean of its places within dossiers, from 0 to 1."""
    sums: dict[Key, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for several in by_dossier(rounds).values():
        for number, one in enumerate(several):
            found = sums[one.key(by_step=by_step)]
            found[0] += number / max(1, len(several) - 1)
            found[1] += 1
    return {key: total / count for key, (total, count) in sums.items()}


def flow_figures(rounds: Iterable[Round], *, by_step: bool) -> tuple[FlowFigures, ...]:
    """From the step that ended last before a round opened to that round, the most frequent first."""
    waits: dict[tuple[Key, Key, bool], list[int]] = defaultdict(list)
    for several in by_dossier(one for one in rounds if one.ran).values():
        ended = sorted(
            (one for one in several if one.done is not None),
            key=lambda one: (one.row.closed or 0, one.row.step),
        )
        for one in several:
            before = [
                other for other in ended if (other.row.closed or 0) <= one.row.opened and other is not one
            ]
            if before:
                source = before[-1]
                way = (
                    source.key(by_step=by_step),
                    one.key(by_step=by_step),
                    source.row.outcome == RETURN,
                )
                waits[way].append(one.waiting)
    flows = [
        FlowFigures(source, target, len(found), spread(found), back)
        for (source, target, back), found in waits.items()
    ]
    return tuple(sorted(flows, key=lambda flow: (-flow.count, flow.source, flow.target)))


def by_dossier(rounds: Iterable[Round]) -> dict[str, list[Round]]:
    """The rounds of each dossier as they opened."""
    found: dict[str, list[Round]] = defaultdict(list)
    for one in rounds:
        found[one.row.code].append(one)
    for several in found.values():
        several.sort(key=lambda one: (one.row.opened, one.row.step, one.row.round))
    return found
