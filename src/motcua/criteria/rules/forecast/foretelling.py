"""Which open dossiers will be late: a chance for each, and what pushes it up."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.forecast.features import LESS_IS_WORSE, MATTERS, NEVER_SAID, features
from motcua.criteria.rules.forecast.history import History, Rows
from motcua.criteria.rules.forecast.model import Model
from motcua.criteria.rules.forecast.moments import Floats, Ints, whole
from motcua.criteria.rules.forecast.seen import Seen

LATE_ALREADY = "late-already"
REASONS = 3
WORTH_SAYING = 0.1


class Reason(NamedTuple):
    """A matter that pushes the chance up by `push` log odds: the exact sum of its terms, beside the average dossier.

    `number` is the term of the matter that pushes most; `value` what it is here, `usual` its median in the past.
    """

    matter: str
    push: float
    number: str = ""
    value: float = 0.0
    usual: float = 0.0


class Foretold(NamedTuple):
    """`probability`: late sooner or later, by the timestamp; 1 if late by now. `step`, `unit`: where it stands."""

    code: str
    probability: float
    reasons: tuple[Reason, ...]
    step: str
    unit: str


def late_probabilities(
    model: Model, history: History, at: datetime, *, codes: Collection[str] | None = None
) -> list[Foretold]:
    """Every dossier that is open at this moment (or only these), the likeliest first.

    Anything recorded at this moment or later is left out of account.
    """
    rows = _open(history, whole(at), codes)
    if not len(rows.dossier):
        return []
    numbers = features(history, rows)
    late = history.late[rows.dossier] < rows.at
    chances = np.where(late, 1.0, model.probabilities(numbers))
    pushes, seen = model.pushes(numbers), Seen(history, rows)
    order = np.lexsort((rows.dossier, -chances))
    return [
        Foretold(
            history.codes[rows.dossier[place]],
            float(chances[place]),
            _already() if late[place] else reasons(model, numbers[place], pushes[place]),
            _text(history, "step", history.stays.step[seen.stay[place]]).partition(" ")[2],
            _text(history, "unit", seen.unit[place]),
        )
        for place in order
    ]


def reasons(model: Model, numbers: Floats, pushes: Floats) -> tuple[Reason, ...]:
    """The matters that push most, strongest first. None if nothing pushes the chance up by much.

    A matter is told by a number that is worse than usual: where terms only offset each other, nothing is said.
    """
    terms = defaultdict[str, list[int]](list)
    for place, matter in enumerate(MATTERS.values()):
        terms[matter].append(place)
    found = []
    for matter, places in terms.items():
        push = float(pushes[places].sum())
        worse = [place for place in places if pushes[place] > 0 and _worse(model, place, numbers)]
        if push >= WORTH_SAYING and worse:
            found.append(_reason(model, matter, push, max(worse, key=lambda one: pushes[one]), numbers))
    return tuple(sorted(found, key=lambda reason: (-reason.push, reason.matter))[:REASONS])


def _worse(model: Model, place: int, numbers: Floats) -> bool:
    name, usual, here = model.terms[place].name, model.terms[place].usual, float(numbers[place])
    if name in NEVER_SAID:
        return False
    return here < usual if name in LESS_IS_WORSE else here > usual


def _reason(model: Model, matter: str, push: float, place: int, numbers: Floats) -> Reason:
    return Reason(matter, push, model.terms[place].name, float(numbers[place]), model.terms[place].usual)


def _already() -> tuple[Reason, ...]:
    return (Reason(LATE_ALREADY, 0.0),)


def _open(history: History, at: int, codes: Collection[str] | None) -> Rows:
    open_ = (history.received < at) & (history.ended >= at)
    if codes is not None:
        open_ &= np.isin(np.array(history.codes), np.array(sorted(codes)))
    chosen = np.flatnonzero(open_)
    return Rows(chosen, np.full(len(chosen), at, np.int64))


def _text(history: History, what: str, number: Ints) -> str:
    return history.names[what].texts[number] if number >= 0 else ""
