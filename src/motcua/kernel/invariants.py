"""What must always hold, by name. Rooms declare theirs in `invariants.py`; `motcua doctor` asks them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Check = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Invariant:
    """`check` yields one sentence for each fact found broken; nothing yielded means that it holds."""

    name: str
    check: Check


_declared: dict[str, Invariant] = {}


def invariant(name: str) -> Callable[[Check], Check]:
    def declare(check: Check) -> Check:
        if name in _declared and _declared[name].check is not check:
            raise ValueError(f"two invariants are named {name}")
        _declared[name] = Invariant(name, check)
        return check

    return declare


def declared() -> list[Invariant]:
    return [_declared[name] for name in sorted(_declared)]
