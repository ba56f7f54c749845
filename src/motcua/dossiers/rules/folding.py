"""The life of a dossier told again from its ledger entries alone: what `reconcile` compares the tables with."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from motcua.clock.rules.limits import Pause
from motcua.dossiers.rules.life import (
    AWAITING_SUPPLEMENT,
    COMPLETED,
    DELIVERED,
    FILED,
    IN_PROGRESS,
    NOT_ACCEPTED,
    RECEIVED,
    REFUSED,
    STOPPED,
    SUPPLEMENT_CAUSE,
    WITHDRAWN,
    Life,
    OpenStep,
    Terms,
    counted_due_at,
)


@dataclass(frozen=True)
class Written:
    """One entry as the fold reads it."""

    kind: str
    occurred_at: datetime
    data: Mapping[str, Any]


Teller = Callable[[Life, Written, Terms], Life]


def fold(entries: Iterable[Written], terms: Terms) -> Life:
    """State, due date, pauses and open steps as the entries tell them; other rooms' kinds are passed over.

    The due date is counted anew from the clock's rules, not read from the entries.
    """
    life: Life | None = None
    for entry in entries:
        if entry.kind == "dossier.filed":
            life = Life(state=FILED, moved_at=entry.occurred_at)
        elif life is not None and entry.kind in _TELLERS:
            life = replace(_TELLERS[entry.kind](life, entry, terms), moved_at=entry.occurred_at)
    if life is None:
        raise ValueError("the entries do not begin with a filing")
    return life


def _received(life: Life, entry: Written, terms: Terms) -> Life:
    life = replace(life, state=RECEIVED, received_at=entry.occurred_at)
    return replace(life, due_at=counted_due_at(life, terms))


def _handed_over(life: Life, entry: Written, terms: Terms) -> Life:
    return replace(life, state=IN_PROGRESS)


def _opened(life: Life, entry: Written, terms: Terms) -> Life:
    data = entry.data
    step = OpenStep(data["step"], data["round"], data["unit"], entry.occurred_at, None)
    return replace(life, steps=(*life.steps, step))


def _taken(life: Life, entry: Written, terms: Terms) -> Life:
    return replace(
        life,
        steps=tuple(replace(s, officer=entry.data["officer"]) if _same(s, entry) else s for s in life.steps),
    )


def _closed(life: Life, entry: Written, terms: Terms) -> Life:
    return replace(life, steps=tuple(step for step in life.steps if not _same(step, entry)))


def _asked(life: Life, entry: Written, terms: Terms) -> Life:
    return replace(
        life, state=AWAITING_SUPPLEMENT, paused_at=entry.occurred_at, supplements=life.supplements + 1
    )


def _given(life: Life, entry: Written, terms: Terms) -> Life:
    asked_at = life.paused_at
    if life.received_at is None or asked_at is None:
        return replace(life, state=FILED, paused_at=None)
    life = replace(
        life,
        state=IN_PROGRESS if life.steps else RECEIVED,
        paused_at=None,
        pauses=(*life.pauses, Pause(asked_at, entry.occurred_at, SUPPLEMENT_CAUSE)),
        reset_at=entry.occurred_at,
    )
    return replace(life, due_at=counted_due_at(life, terms))


def _extended(life: Life, entry: Written, terms: Terms) -> Life:
    to = datetime.fromisoformat(entry.data["due_at"])
    return replace(life, extended_to=to, due_at=to, extensions=life.extensions + 1)


def _ended(state: str) -> Teller:
    def told(life: Life, entry: Written, terms: Terms) -> Life:
        return replace(life, state=state, paused_at=None, ended_at=entry.occurred_at)

    return told


def _delivered(life: Life, entry: Written, terms: Terms) -> Life:
    return replace(life, state=DELIVERED)


def _same(step: OpenStep, entry: Written) -> bool:
    return (step.step, step.round) == (entry.data["step"], entry.data["round"])


_TELLERS: dict[str, Teller] = {
    "dossier.received": _received,
    "dossier.intake_refused": _ended(NOT_ACCEPTED),
    "dossier.handed_over": _handed_over,
    "step.opened": _opened,
    "step.taken": _taken,
    "step.finished": _closed,
    "step.cancelled": _closed,
    "supplement.requested": _asked,
    "supplement.given": _given,
    "dossier.extended": _extended,
    "dossier.stopped": _ended(STOPPED),
    "dossier.withdrawn": _ended(WITHDRAWN),
    "dossier.refused": _ended(REFUSED),
    "dossier.completed": _ended(COMPLETED),
    "dossier.delivered": _delivered,
}
