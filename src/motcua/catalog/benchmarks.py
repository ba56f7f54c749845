"""How fast the engine moves, without the database, beside a walk that looks every node up anew."""

from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

from motcua.catalog.rules.folder import SHIPPED, read_folder
from motcua.catalog.rules.process import AND, END, Marking, Net, begin, finish
from motcua.kernel.benchmarks import benchmark

_Finish = Callable[[Net, Marking, str, str], tuple[Marking, tuple[str, ...]]]


@benchmark("engine")
def engine(*, rounds: int = 200, path: Path = SHIPPED) -> Mapping[str, Any]:
    """Run every shipped process from start to end, each return taken once; microseconds a transition."""
    nets = [written.document.net for written in read_folder(path).written]
    transitions, seconds = _timed(nets, finish, rounds)
    slow_transitions, slow_seconds = _timed(nets, plain_finish, max(1, rounds // 20))
    ours, slow = seconds / transitions * 1e6, slow_seconds / slow_transitions * 1e6
    return {
        "processes": len(nets),
        "transitions": transitions,
        "microseconds_a_transition": round(ours, 2),
        "transitions_a_second": round(transitions / seconds),
        "microseconds_of_the_plain_walk": round(slow, 2),
        "ratio_to_the_plain_walk": round(slow / ours, 2),
    }


def _timed(nets: list[Net], by: _Finish, rounds: int) -> tuple[int, float]:
    start, transitions = perf_counter(), 0
    for _round in range(rounds):
        transitions += sum(_run(net, by) for net in nets)
    return transitions, perf_counter() - start


def _run(net: Net, by: _Finish) -> int:
    marking, left, transitions = (
        begin(net),
        {(s.id, o) for s in net.steps.values() for o in s.outcomes[1:]},
        0,
    )
    while marking.open:
        step = marking.open[0]
        outcomes = net.steps[step].outcomes
        outcome = next(
            (o for o in outcomes[1:] if (step, o) in left and not net.refuses(step, o)), outcomes[0]
        )
        left.discard((step, outcome))
        marking, _opened = by(net, marking, step, outcome)
        transitions += 1
    return transitions


def plain_finish(net: Net, marking: Marking, step: str, outcome: str) -> tuple[Marking, tuple[str, ...]]:
    """The same move written as plainly as it can be: every flow is looked at for every token."""
    opened: list[str] = []
    still, waiting = list(marking.open), list(marking.waiting)
    still.remove(step)
    moving = [(step, False)]
    while moving:
        node, fork = moving.pop(0)
        ways = [flow for flow in net.flows if flow.source == node]
        taken = (
            ways if fork else [f for f in ways if f.outcome == outcome] or [f for f in ways if not f.outcome]
        )
        for flow in taken if fork else taken[:1]:
            entering = [other.id for other in net.flows if other.target == flow.target]
            if flow.target in net.steps:
                opened.append(flow.target)
            elif net.gateways.get(flow.target) == AND and len(entering) > 1:
                waiting.append(flow.id)
                if all(other in waiting for other in entering):
                    waiting = [w for w in waiting if w not in entering]
                    moving.append((flow.target, True))
            elif flow.target != END:
                moving.append((flow.target, net.gateways.get(flow.target) == AND))
    return Marking(tuple(sorted(still + opened)), tuple(sorted(waiting))), tuple(opened)
