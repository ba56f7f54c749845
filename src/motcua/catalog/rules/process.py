"""The process engine: tokens on flows (so that a join inside a return loop waits for every branch of its own
round).

A net has tasks and gateways joined by flows. A marking says which tasks are open and which flows hold a token
that
waits at an AND-join. Pure: a marking goes in, a marking comes out.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from motcua.clock.rules.limits import Limit
from motcua.kernel.bilingual import Text

START, END = "start", "end"
XOR, AND = "xor", "and"
DONE, REFUSE = "done", "refuse"


class ProcessError(Exception):
    """The engine cannot make the move that it was asked for; the marking stays as it was."""


class NotOpen(ProcessError):  # noqa: N818 -- a fact about a step, not a failure of the engine
    """The step is not open in this marking: somebody finished it before, or its turn has not come."""


class NoSuchOutcome(ProcessError):  # noqa: N818
    """The step has no way out of that name."""


class Stuck(ProcessError):  # noqa: N818
    """A token stands where no flow leads on, or runs round between gateways for ever.

    A published net has no such place.
    """


@dataclass(frozen=True)
class Step:
    """One row of the ISO sheet. `kind`: process, consult, draft, submit, approve, sign, deliver.

    `unit` is a kind of unit of the body in charge; `body` names another body (a consultation). `outcomes` are
    the
    names of the ways out; a step with one way out has the outcome `done`.
    """

    id: str
    name: Text
    kind: str
    role: str
    unit: str = "expert"
    body: str = ""
    limit: Limit | None = None
    checklist: tuple[Text, ...] = ()
    form_number: str = ""
    output: Text = Text("")
    outcomes: tuple[str, ...] = (DONE,)


@dataclass(frozen=True)
class Flow:
    """From node to node; `outcome` names the way out of a step (or of the XOR behind it) that takes this
    flow.
    """

    id: str
    source: str
    target: str
    outcome: str = ""


@dataclass(frozen=True)
class Net:
    """`gateways` maps node id → `xor` or `and`; the nodes `start` and `end` always exist."""

    steps: Mapping[str, Step]
    gateways: Mapping[str, str]
    flows: tuple[Flow, ...]

    @cached_property
    def out_of(self) -> Mapping[str, tuple[Flow, ...]]:
        """The flows that leave each node, in the order of the sheet."""
        return _grouped((flow.source, flow) for flow in self.flows)

    @cached_property
    def into(self) -> Mapping[str, tuple[Flow, ...]]:
        """The flows that enter each node."""
        return _grouped((flow.target, flow) for flow in self.flows)

    def refuses(self, step_id: str, outcome: str) -> bool:
        """Whether finishing the step so ends the dossier as refused, without a result document.

        A refusal that leads to another step is only proposed there; the outcome `refuse` into the end decides
        it.
        """
        return outcome == REFUSE and any(
            flow.target == END and flow.outcome == REFUSE
            for way in self.out_of.get(step_id, ())
            for flow in (way, *self.out_of.get(way.target, ()))
        )

    @cached_property
    def refusing_steps(self) -> tuple[str, ...]:
        """The steps at which a refusal is decided, in the order of the sheet."""
        return tuple(step_id for step_id in self.steps if self.refuses(step_id, REFUSE))

    @cached_property
    def steps_to_a_result(self) -> frozenset[str]:
        """The steps that a dossier can come to while nobody refuses it."""
        reached, ahead = {START}, [START]
        while ahead:
            node = ahead.pop()
            ways = {f.target for f in self.flows if f.source == node and f.outcome != REFUSE} - reached
            reached |= ways
            ahead += ways
        return frozenset(reached & set(self.steps))


@dataclass(frozen=True)
class Marking:
    """Open steps and waiting flows, each as a sorted tuple (a multiset)."""

    open: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def ended(self) -> bool:
        return not self.open and not self.waiting


def begin(net: Net) -> Marking:
    """The marking when processing begins (after hand-over).

    Raises `Stuck` on a net that was never checked.
    """
    return _move(net, Marking(), net.out_of.get(START, ()), "")[0]


def finish(net: Net, marking: Marking, step_id: str, outcome: str) -> tuple[Marking, tuple[str, ...]]:
    """Finish an open step by one of its outcomes: the marking after it, and the steps that this opens, in
    order.

    The order is that of the sheet, so the same act always opens the same steps in the same order.
    Raises `NotOpen` if the step is not open, `NoSuchOutcome` if it has no such way out, and `Stuck` on a net
    that
    `soundness.problems` would not have let pass.
    """
    if step_id not in marking.open:
        raise NotOpen(step_id)
    if outcome not in net.steps[step_id].outcomes:
        raise NoSuchOutcome(outcome)
    place = marking.open.index(step_id)
    rest = Marking(marking.open[:place] + marking.open[place + 1 :], marking.waiting)
    return _move(net, rest, _ways(net, step_id, outcome), outcome)


def _move(net: Net, marking: Marking, flows: Iterable[Flow], outcome: str) -> tuple[Marking, tuple[str, ...]]:
    """Let tokens run along the flows until each rests in a step, waits at a join, or has left by the end."""
    opened: list[str] = []
    waiting = list(marking.waiting)
    moving = deque(flows)
    left = 16 + 4 * len(net.flows)  # a token passes a flow a few times at most, unless gateways form a ring
    while moving:
        flow = moving.popleft()
        left -= 1
        if left < 0:
            raise Stuck(flow.target)
        if flow.target in net.steps:
            opened.append(flow.target)
        elif flow.target != END:
            moving.extend(_through(net, flow, waiting, outcome))
    return Marking(tuple(sorted((*marking.open, *opened))), tuple(sorted(waiting))), tuple(opened)


def _through(net: Net, flow: Flow, waiting: list[str], outcome: str) -> tuple[Flow, ...]:
    """The flows that a token takes from a gateway; none while an AND-join still waits for a branch."""
    gateway = flow.target
    if net.gateways.get(gateway) != AND:
        return _ways(net, gateway, outcome)
    entering = net.into[gateway]
    if len(entering) > 1:
        waiting.append(flow.id)
        if any(other.id not in waiting for other in entering):
            return ()
        for other in entering:
            waiting.remove(other.id)
    return net.out_of.get(gateway, ())


def _ways(net: Net, node: str, outcome: str) -> tuple[Flow, ...]:
    """The one flow that bears the outcome's name, else the one without a name."""
    ways = net.out_of.get(node, ())
    for name in (outcome, ""):
        for way in ways:
            if way.outcome == name:
                return (way,)
    raise Stuck(node)


def _grouped(pairs: Iterable[tuple[str, Flow]]) -> dict[str, tuple[Flow, ...]]:
    groups: dict[str, tuple[Flow, ...]] = {}
    for node, flow in pairs:
        groups[node] = (*groups.get(node, ()), flow)
    return groups
