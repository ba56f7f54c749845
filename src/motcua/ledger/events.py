"""The shape of everything that can happen. Each room declares its own kinds in its own `events.py`."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

VIETNAM = timezone(timedelta(hours=7))
_kinds: dict[str, type["Event"]] = {}


@dataclass(frozen=True)
class Event:
    """Something that happened, named in the past tense. A shipped kind keeps its meaning.

    Codes, numbers, moments only: never a name, never a personal number (the ledger is never erased).
    """

    kind: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.kind:
            _kinds[cls.kind] = cls

    def data(self) -> dict[str, Any]:
        """The event as JSON knows it: moments (+07:00) and dates as ISO 8601 text, absent values left out."""
        kind: Any = type(self)  # a dataclass's class is hashable, whatever its instances are
        values = ((name, getattr(self, name)) for name in _names(kind))
        return {name: _plain(value) for name, value in values if value is not None}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def kinds() -> dict[str, type[Event]]:
    """Every kind that has been declared, by name."""
    return dict(sorted(_kinds.items()))


def _plain(value: Any) -> Any:
    if type(value) in (str, int, bool):
        return value
    if isinstance(value, datetime):
        return value.astimezone(VIETNAM).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value
