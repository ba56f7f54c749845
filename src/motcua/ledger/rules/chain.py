"""One subject's chain: every entry's digest covers its content and the digest before it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

BEGINNING = bytes(32)
"""What stands before the first entry of a subject."""

_PLAIN = frozenset({str, int, bool, type(None)})
_encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


class Fact(NamedTuple):
    """The content of an entry that its digest covers."""

    kind: str
    subject: str
    sequence: int
    body: str
    actor: str
    occurred_at: datetime
    recorded_at: datetime
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a history that is imported: its moments are given, its place in the chain is not."""

    kind: str
    subject: str
    body: str
    actor: str
    occurred_at: datetime
    recorded_at: datetime
    data: Mapping[str, Any]


@lru_cache(maxsize=64)  # one act has many entries, and each says its moment four times
def moment(at: datetime) -> str:
    """A moment as it is hashed: UTC, microseconds, 32 characters. Raises ValueError without a time zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone: a legal moment must name its own")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys in order, no spaces, no escapes beyond need.

    Raises TypeError for a float, which has more than one honest text: write amounts as int or as text.
    """
    _refuse_floats(value)
    return _encoder.encode(value)


def digest_of(fact: Fact, previous: bytes) -> bytes:
    """SHA-256 over the digest before and the canonical JSON of the fact."""
    return sha256(previous + canonical(content_of(fact)).encode()).digest()


def content_of(fact: Fact) -> dict[str, Any]:
    """The fact as JSON knows it."""
    content = fact._asdict()
    content["occurred_at"] = moment(fact.occurred_at)
    content["recorded_at"] = moment(fact.recorded_at)
    return content


def _refuse_floats(value: Any) -> None:
    if type(value) in _PLAIN:  # nearly always: asking an abstract class costs ten times as much
        return
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float: the ledger keeps whole numbers and text")
    if isinstance(value, Mapping):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
