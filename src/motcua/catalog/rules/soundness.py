"""Whether a process can always end. Walked with the engine itself over every marking that can be reached.

Sound: from every reachable marking the end can be reached; when a token reaches the end nothing else is left
open or
waiting; every step can happen; no step is open twice at once. A published version is always sound.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from motcua.catalog.rules.problems import Problem, gettext_noop
from motcua.catalog.rules.process import END, Marking, Net, Step, Stuck, begin, finish
from motcua.kernel.bilingual import Text

MOST_MARKINGS = 20_000
_ENDED = Marking(open=(END,))
_Arcs = dict[Marking, tuple[Marking, ...]]


def problems(net: Net) -> list[Problem]:
    """What keeps the net from being sound, with what to do; empty if it is sound."""
    if loose := _loose_ends(net):
        return loose
    arcs, wrong = _explore(_watched(net))
    if wrong:
        return [wrong]
    return [*_never_ending(arcs), *_never_opened(net, arcs)]


def size(net: Net) -> int:
    """How many markings a sound net can be in, the end among them."""
    return len(_explore(_watched(net))[0])


def _watched(net: Net) -> Net:
    """The same net, with a token at the end made visible as if the end were a step."""
    end = Step(END, Text(END), "process", "", outcomes=())
    return replace(net, steps={**net.steps, END: end})


def _loose_ends(net: Net) -> list[Problem]:
    known = {*net.steps, *net.gateways, END}
    return [
        Problem(
            gettext_noop("“%(source)s” leads to “%(target)s”, which does not exist: name a step, or “end”."),
            {"source": _said(net, flow.source), "target": flow.target},
        )
        for flow in net.flows
        if flow.target not in known
    ]


def _said(net: Net, node: str) -> str:
    """A gateway is called by the row that made it."""
    return node.rsplit(".", 1)[0] if node in net.gateways else node


def _explore(net: Net) -> tuple[_Arcs, Problem | None]:
    """Every reachable marking with those that follow it, and the first thing that goes wrong on the way."""
    arcs: _Arcs = {}
    try:
        todo = deque([begin(net)])
        while todo:
            marking = todo.popleft()
            if marking in arcs:
                continue
            if wrong := _wrong_with(marking, len(arcs)):
                return arcs, wrong
            arcs[marking] = tuple(dict.fromkeys(_following(net, marking)))
            todo.extend(arcs[marking])
    except Stuck as stuck:
        return arcs, Problem(
            gettext_noop(
                "The process gets stuck at “%(place)s”: every way out must lead to a step or to “end”."
            ),
            {"place": _said(net, str(stuck))},
        )
    return arcs, None


def _following(net: Net, marking: Marking) -> Iterator[Marking]:
    for step_id in dict.fromkeys(marking.open):
        for outcome in net.steps[step_id].outcomes:
            yield finish(net, marking, step_id, outcome)[0]


def _wrong_with(marking: Marking, seen: int) -> Problem | None:
    if END in marking.open and marking != _ENDED:
        left = (
            next((step for step in marking.open if step != END), "") or marking.waiting[0].rsplit(".", 1)[0]
        )
        return Problem(
            gettext_noop(
                "The process can end while “%(step)s” is still open: no way out of a consultation may "
                "skip the others."
            ),
            {"step": left},
        )
    for step_id in marking.open:
        if marking.open.count(step_id) > 1:
            return Problem(
                gettext_noop("“%(step)s” can be open twice at the same time: join the branches before it."),
                {"step": step_id},
            )
    if seen > MOST_MARKINGS:
        return Problem(gettext_noop("This process can be in too many states: consult fewer units at once."))
    return None


def _never_ending(arcs: _Arcs) -> list[Problem]:
    """One problem if some marking cannot reach the end:

    Walk backwards from the end and see who was not met.
    """
    before: dict[Marking, set[Marking]] = {}
    for marking, following in arcs.items():
        for after in following:
            before.setdefault(after, set()).add(marking)
    met, todo = {_ENDED}, [_ENDED]
    while todo:
        for marking in before.get(todo.pop(), set()) - met:
            met.add(marking)
            todo.append(marking)
    lost = next((marking for marking in arcs if marking not in met), None)
    if lost is None:
        return []
    places = [*lost.open, *(flow.rsplit(".", 1)[0] for flow in lost.waiting)]
    return [
        Problem(
            gettext_noop(
                "From “%(steps)s” the process can never end: a join waits for a branch that does not come, "
                "or a loop has no way out."
            ),
            {"steps": ", ".join(places)},
        )
    ]


def _never_opened(net: Net, arcs: _Arcs) -> list[Problem]:
    met = {step_id for marking in arcs for step_id in marking.open}
    return [
        Problem(
            gettext_noop("No way leads to “%(step)s”: name it as a next step, or remove it."),
            {"step": step_id},
        )
        for step_id in net.steps
        if step_id not in met
    ]
