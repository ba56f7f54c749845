"""How often dossiers like it were late, counted over those that had ended before."""

from functools import partial

import numpy as np

from motcua.criteria.rules.forecast.hazards import still_there
from motcua.criteria.rules.forecast.history import History
from motcua.criteria.rules.forecast.moments import DAY, NEVER, Events, Floats, Ints
from motcua.criteria.rules.forecast.remaining import (
    Asked,
    by_procedure,
    by_step,
    by_unit_and_step,
    outlasting,
)
from motcua.criteria.rules.forecast.seen import Seen

RECENT = 45 * DAY
LATELY = 90 * DAY
FIRST_GUESS = 0.1
"""The late share before anything has been seen, worth ten dossiers."""


class Ended:
    """Ended dossiers by what they have in common."""

    def __init__(self, history: History) -> None:
        ended = np.flatnonzero(history.ended < NEVER)
        late = (history.late[ended] <= history.ended[ended]).astype(np.float64)
        self._groups = {
            "all": np.zeros(len(history), np.int64),
            "procedure": history.procedure,
            "body": history.body,
            "pair": history.pairs,
            "channel": history.channel,
        }
        self._events = {
            name: Events(group[ended], history.ended[ended], late) for name, group in self._groups.items()
        }

    def share(
        self, name: str, seen: Seen, prior: Floats | float, *, weight: float = 10, within: int | None = None
    ) -> Floats:
        """The late share of those that have it in common, shrunken to `prior`."""
        events, group = self._events[name], self._groups[name][seen.dossier]
        late = np.maximum(events.total(0, group, seen.at, within=within), 0)
        return (late + weight * prior) / (events.count(group, seen.at, within=within) + weight)


def rates(seen: Seen) -> dict[str, Floats]:
    share = seen.history.once(Ended).share
    base = share("all", seen, FIRST_GUESS)
    procedure = share("procedure", seen, base)
    return {
        "base_late_share": base,
        "recent_late_share": share("all", seen, base, weight=20, within=RECENT),
        "procedure_late_share": procedure,
        "procedure_recent_share": share("procedure", seen, base, within=RECENT),
        "body_late_share": share("body", seen, base),
        "body_recent_share": share("body", seen, base, within=RECENT),
        "pair_late_share": share("pair", seen, procedure, weight=20),
        "channel_late_share": share("channel", seen, base),
        **survival(seen, base),
        **still_there(seen),
    }


def survival(seen: Seen, base: Floats) -> dict[str, Floats]:
    """The chance to outlast the hours left, by how long others took from the same place to the end."""
    history, left = seen.history, np.maximum(seen.left, 0)
    since = np.maximum(history.time.between(history.received[seen.dossier], seen.at), 0)
    whole = Asked(history.procedure[seen.dossier], seen.at, since, left)
    from_receipt = outlasting(history.once(by_procedure), whole, base, weight=5)
    asked = partial(_asked, seen, left)
    at_step = outlasting(history.once(by_step), asked(history.stays.step), base, weight=5)
    at_step = np.where(seen.handed_over, at_step, from_receipt)
    lately = outlasting(history.once(by_step), asked(history.stays.step), at_step, weight=10, within=LATELY)
    in_unit = outlasting(history.once(by_unit_and_step), asked(history.unit_steps), at_step, weight=3)
    return {
        "outlasting_procedure": from_receipt,
        "outlasting_step": at_step,
        "outlasting_lately": np.where(seen.handed_over, lately, from_receipt),
        "outlasting_unit": np.where(seen.handed_over, in_unit, from_receipt),
    }


def _asked(seen: Seen, left: Floats, groups: Ints) -> Asked:
    return Asked(np.where(seen.handed_over, groups[seen.stay], -1), seen.at, seen.stayed, left)
