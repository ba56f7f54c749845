"""The process engine: tokens on flows (so that a join inside a return loop waits for every branch of its own round).

A net has tasks and gateways joined by flows. A marking says which tasks are open and which flows hold a token that
waits at an AND-join. Pure: a marking goes in, a marking comes out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from motcua.clock.rules.limits import Limit
from motcua.kernel.bilingual import Text


@dataclass(frozen=True)
class Step:
    """One row of the ISO sheet. `kind`: process, consult, draft, submit, approve, sign, deliver.

    `unit` is a kind of unit of the body in charge; `body` names another body (a consultation). `outcomes` are the
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
    outcomes: tuple[str, ...] = ("done",)


@dataclass(frozen=True)
class Flow:
    """From node to node; `outcome` names the way out of a step (or of the XOR behind it) that takes this flow."""

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


@dataclass(frozen=True)
class Marking:
    """Open steps and waiting flows, each as a sorted tuple (a multiset)."""

    open: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def ended(self) -> bool:
        return not self.open and not self.waiting


def begin(net: Net) -> Marking:
    """The marking when processing begins (after hand-over)."""
    raise NotImplementedError


def finish(net: Net, marking: Marking, step_id: str, outcome: str) -> tuple[Marking, tuple[str, ...]]:
    """Finish an open step by one of its outcomes: the marking after it, and the steps that this opens, in order.

    Raises `NotOpen` if the step is not open, `NoSuchOutcome` if it has no such way out.
    """
    raise NotImplementedError
