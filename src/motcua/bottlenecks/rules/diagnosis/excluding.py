"""Waits that are nobody's of the body: counted and named, so that nobody is blamed for them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from motcua.bottlenecks.rules.diagnosis.model import Excluded, Reason
from motcua.bottlenecks.rules.diagnosis.rounds import spread


class Wait(NamedTuple):
    """One wait of a dossier, in working minutes."""

    reason: Reason
    code: str
    minutes: int


def excluded(waits: Iterable[Wait], late: frozenset[str]) -> tuple[Excluded, ...]:
    """By reason; `late`: how many of those dossiers were late all the same."""
    by_reason: dict[Reason, list[Wait]] = defaultdict(list)
    for wait in waits:
        by_reason[wait.reason].append(wait)
    rows = []
    for reason in sorted(by_reason):
        several = by_reason[reason]
        codes = {wait.code for wait in several}
        time = spread([wait.minutes for wait in several])
        assert time is not None
        rows.append(Excluded(reason, len(codes), len(several), time, len(codes & late)))
    return tuple(rows)
