"""What an amount owed is made of. Whole đồng."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """One fee. `kind`: fee (phí) or charge (lệ phí). `amount` in whole đồng, never negative."""

    code: str
    kind: str
    name: str
    amount: int

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"{self.code}: an amount owed is never negative")


def total(lines: Sequence[Line]) -> int:
    return sum(line.amount for line in lines)


def as_data(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines as an invoice keeps them."""
    return [asdict(line) for line in lines]


def from_data(data: Sequence[dict[str, Any]]) -> tuple[Line, ...]:
    """The lines that an invoice kept."""
    return tuple(Line(**line) for line in data)
