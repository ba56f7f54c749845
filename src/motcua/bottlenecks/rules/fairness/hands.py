"""How much of a step lay in somebody's hands: working minutes, with what was taken off told by its reason.

An officer answers for a step from when he took it; for the wait before that only where nobody else of the unit could
have taken it. A unit answers from when the step was put before it. Taken off from either:

* `citizen`: a request for supplements was open (the legal clock stood as well);
* `other_agency`: a consulted unit of another body was at work on the same dossier;
* `before_taken` (officers): colleagues of the same role could have taken it just as well;
* `no_mandate`: the officer, or for a unit everybody of the role, had no mandate on these days.

A minute with two reasons is taken off once, by the reason that stands first.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

Minutes = Callable[[datetime, datetime], int]


class Span(NamedTuple):
    """From one moment up to another, the last not included."""

    since: datetime
    until: datetime


class Off(StrEnum):
    """Why minutes are not held against somebody; the first of these that fits."""

    CITIZEN = "citizen"
    OTHER_AGENCY = "other_agency"
    NO_MANDATE = "no_mandate"
    BEFORE_TAKEN = "before_taken"


@dataclass(frozen=True)
class Outside:
    """What was going on around a step: spans of each reason."""

    spans: Mapping[Off, Sequence[Span]] = field(default_factory=dict)


class InHands(NamedTuple):
    """`minutes` that count; `off`: minutes taken off, by reason. They sum to the whole span."""

    minutes: int
    off: dict[Off, int]


def in_hands(whole: Span, outside: Outside, minutes: Minutes) -> InHands:
    """The minutes of a span that count. `minutes(a, b)`: working minutes from a to b."""
    if whole.until <= whole.since:
        return InHands(0, {})
    cuts = _cuts(whole, outside)
    counted, off = 0, dict.fromkeys(outside.spans, 0)
    for since, until in zip(cuts, cuts[1:], strict=False):
        reason = next((why for why in Off if _covers(outside.spans.get(why, ()), since)), None)
        if reason is None:
            counted += minutes(since, until)
        else:
            off[reason] += minutes(since, until)
    return InHands(counted, {why: spent for why, spent in off.items() if spent})


def gaps(whole: Span, held: Sequence[Span]) -> list[Span]:
    """The parts of a span that none of the others cover, in order."""
    found, since = [], whole.since
    for one in sorted(held):
        if one.since > since:
            found.append(Span(since, min(one.since, whole.until)))
        since = max(since, one.until)
        if since >= whole.until:
            return found
    return [*found, Span(since, whole.until)]


def joined(spans: Sequence[Span]) -> list[Span]:
    """The same moments as spans that neither touch nor overlap."""
    found: list[Span] = []
    for one in sorted(spans):
        if found and one.since <= found[-1].until:
            found[-1] = Span(found[-1].since, max(found[-1].until, one.until))
        elif one.until > one.since:
            found.append(one)
    return found


def _cuts(whole: Span, outside: Outside) -> list[datetime]:
    edges = {moment for spans in outside.spans.values() for one in spans for moment in one}
    return sorted({*whole, *(edge for edge in edges if whole.since < edge < whole.until)})


def _covers(spans: Sequence[Span], moment: datetime) -> bool:
    """Whether one of these spans, which neither touch nor overlap, holds the moment."""
    place = bisect_left(spans, moment, key=lambda one: one.until)
    while place < len(spans) and spans[place].until <= moment:
        place += 1
    return place < len(spans) and spans[place].since <= moment
