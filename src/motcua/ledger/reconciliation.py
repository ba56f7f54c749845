"""Does the state of the rooms still follow from the ledger? Each room that keeps state registers an answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Finding = tuple[str, str]
Reconcile = Callable[[], Iterable[Finding]]
_registered: dict[str, Reconcile] = {}


@dataclass
class Reconciliation:
    """How many subjects were recomputed, and a sentence for each that came out otherwise than it stands."""

    subjects: int = 0
    differences: list[str] = field(default_factory=list)


def register(name: str, function: Reconcile) -> None:
    """Let `motcua ledger reconcile` ask `function`, which recomputes every subject of its room.

    It yields (subject, sentence) for each difference found, and (subject, "") for each subject without one,
    so that subjects can be counted; findings of one subject stand together. Rooms register in their module
    `reconciliation.py`, which the command finds by itself.
    """
    if _registered.setdefault(name, function) is not function:
        raise ValueError(f"two reconciliations are named {name}")


def reconcile() -> Reconciliation:
    """Ask every room that has registered."""
    answer = Reconciliation()
    for name, function in sorted(_registered.items()):
        last = None
        for subject, difference in function():
            answer.subjects += subject != last
            last = subject
            if difference:
                answer.differences.append(f"{name} {subject}: {difference}")
    return answer
