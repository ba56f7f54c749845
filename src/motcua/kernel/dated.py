"""Numbers that bind, and from when on: read from a room's data file, never written in code."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar

import yaml


class Dated(Protocol):
    """What holds from one day on."""

    @property
    def effective_from(self) -> date: ...


Block = TypeVar("Block", bound=Dated)


def read_dated(file: Path, kind: type[Block]) -> tuple[Block, ...]:
    """The blocks of a YAML file: what each says of its `basis` is for readers; lists become tuples."""
    return tuple(kind(**_told(block)) for block in yaml.safe_load(file.read_text(encoding="utf-8")))


def in_force(blocks: Iterable[Block], on: date) -> Block:
    """The last whose day has come; LookupError before the first of them."""
    ready = [one for one in blocks if one.effective_from <= on]
    if not ready:
        raise LookupError(f"nothing is in force on {on}")
    return max(ready, key=lambda one: one.effective_from)


def _told(block: dict[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(said) if isinstance(said, list) else said
        for name, said in block.items()
        if name != "basis"
    }
