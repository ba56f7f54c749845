"""Groups of bodies whose totals are kept: each node of the tree that has others under it, with all of these.

A group is named by the bodies in it and by nothing else: where the tree has changed and the totals have not followed
yet, nobody finds them under the new name, and the bodies are summed one by one.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

from motcua.criteria.queries.nodes import NATION, tree


class Groups(NamedTuple):
    """`mark`: a hash of who belongs where; `of`: the groups that a body belongs to; `all`: every group."""

    mark: str
    of: Mapping[str, tuple[str, ...]]
    all: tuple[str, ...]

    @property
    def members(self) -> tuple[list[str], list[str]]:
        """Bodies and their groups, side by side."""
        told = [(body, group) for body, groups in self.of.items() for group in groups]
        return [body for body, _ in told], [group for _, group in told]


def owner_of(bodies: Collection[str]) -> str:
    """Under which name the totals of these bodies stand, if they are kept: one body's own code, or a group's name.

    The nation has no counters of its own, so that it does not matter whether it is among them.
    """
    codes = sorted({*bodies} - {NATION})
    if len(codes) == 1:
        return codes[0]
    return "#" + hashlib.sha256("\n".join(codes).encode()).hexdigest()[:32]


def groups() -> Groups:
    """The groups of the tree as it is now. One query while it does not change."""
    return _groups(tree().mark)


@lru_cache(maxsize=2)
def _groups(mark: str) -> Groups:
    known = tree()
    of: dict[str, dict[str, None]] = defaultdict(dict)
    for code in known.nodes:
        bodies = [body for body in known.below(code) if body != NATION]
        if len(bodies) > 1:
            name = owner_of(bodies)
            for body in bodies:
                of[body][name] = None
    names = {name: None for every in of.values() for name in every}
    belongs = {body: tuple(every) for body, every in of.items()}
    return Groups(hashlib.sha256(repr(sorted(belongs.items())).encode()).hexdigest(), belongs, tuple(names))
