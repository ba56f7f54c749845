"""A kind of event that only these tests know."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class LampLit(Event):
    kind: ClassVar[str] = "lamp.lit"
    room: str
    watts: int = 40
    until: datetime | None = None
