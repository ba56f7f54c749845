"""What one replication is dealt: who comes when, and how the dossiers that are open go on.

All chance is drawn here, before anything is played, so that the house as it is and the house as it might be meet the
same dossiers (common random numbers). Ways and weeks are themselves drawn anew for each replication from those that
were seen (bootstrap): how little was seen shows in the intervals.
"""

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

import numpy as np

from motcua.bottlenecks.rules.whatif.calendars import WEEK
from motcua.bottlenecks.rules.whatif.hands import Spent
from motcua.bottlenecks.rules.whatif.learning import Model, Week
from motcua.bottlenecks.rules.whatif.past import Stay, Trip
from motcua.bottlenecks.rules.whatif.routes import Leg, Way, last_due

TRIES = 6
RESUMED = -1


class Case(NamedTuple):
    """A dossier to be played from `starts` on. `number`: the place of its way in the model, RESUMED for the rest of
    one that is open. `due` moves with the term of its way; `late`: it is late already.
    """

    starts: float
    received: float
    number: int
    way: Way
    late: bool = False


class Plan(NamedTuple):
    cases: tuple[Case, ...]
    lent: tuple[tuple[float, int, Spent], ...]
    luck: float


def plan(model: Model, end: float, rng: np.random.Generator) -> Plan:
    """One future from the model's moment to `end`. Open dossiers come first, in the order in which they stood."""
    cases = [_resumed(model, trip, rng) for trip in sorted(model.open, key=_standing)]
    weeks = [model.weeks[number] for number in rng.integers(len(model.weeks), size=len(model.weeks))]
    lent = [(model.at, team, _spent_again(model, rng)) for _stay, team in model.lent_open]
    drawn = _Drawn(model, rng)
    day, last = model.grid.day(model.at), model.grid.day(end)
    played = weeks[0]
    for now in range(day, last + 1):
        if now == day or now % WEEK == 0:
            played = weeks[rng.integers(len(weeks))]
        if not model.grid.length(now):
            continue
        week = _that_works(played, weeks, now % WEEK, rng)
        begins, ends = model.grid.begins(now), model.grid.begins(now + 1)
        for one in week.brought.get(now % WEEK, ()):
            if model.at <= (at := min(begins + one.minute, ends)) < end:
                number = drawn.way(one.procedure)
                cases.append(Case(at, at, number, model.ways[number]))
        lent += [
            (begins + one.minute, one.team, one.spent)
            for one in week.lent.get(now % WEEK, ())
            if model.at <= begins + one.minute < end
        ]
    return Plan(tuple(cases), tuple(lent), float(rng.standard_normal()))


def _that_works(played: Week, weeks: Sequence[Week], weekday: int, rng: np.random.Generator) -> Week:
    """The week itself, or another one if that weekday was a day off in it."""
    if weekday in played.brought:
        return played
    able = [week for week in weeks if weekday in week.brought]
    return able[rng.integers(len(able))] if able else played


class _Drawn:
    """The ways of each procedure, drawn anew once for the replication."""

    def __init__(self, model: Model, rng: np.random.Generator) -> None:
        self._model, self._rng = model, rng
        self._seen: dict[str, list[int]] = {}

    def way(self, procedure: str) -> int:
        """A procedure of which none has ended goes the way of any other."""
        if procedure not in self._seen:
            known = self._model.by_procedure.get(procedure) or tuple(range(len(self._model.ways)))
            self._seen[procedure] = [known[n] for n in self._rng.integers(len(known), size=len(known))]
        seen = self._seen[procedure]
        return seen[self._rng.integers(len(seen))]


def _spent_again(model: Model, rng: np.random.Generator) -> Spent:
    told = model.lent_spent
    return told[rng.integers(len(told))]._replace(pickup=0.0) if told else Spent(0.0, 0.0, 0.0)


# -- dossiers that are open ------------------------------------------------------------------------------------------


def _standing(trip: Trip) -> float:
    """In hand before waiting, and each in the order in which it came."""
    current = [stay for stay in trip.stays if stay.closed == inf]
    return min((stay.opened - (1e9 if stay.taken < inf else 0) for stay in current), default=trip.received)


def _resumed(model: Model, trip: Trip, rng: np.random.Generator) -> Case:
    """The rest of an open dossier: its open steps as far as they are, then the way of one that went through them."""
    current = [number for number, stay in enumerate(trip.stays) if stay.closed == inf]
    due, stands = last_due(trip), trip.marks[-1].paused
    late = trip.late < inf or (due < model.at and not stands)
    if not current:
        return _from_the_beginning(model, trip, rng, late=late)
    legs = [_rest_of(model, trip, at, rng) for at in current]
    term, again = due - trip.received, len(trip.marks) > 1
    if stands:
        term += model.at - trip.marks[-1].at + max(leg.paused for leg in legs)
    way = Way(trip.procedure, term, due - trip.received, 0.0, tuple(legs))
    passing = model.passing.get((trip.procedure, trip.stays[current[0]].step), ())
    if passing:
        number, place = passing[rng.integers(len(passing))]
        like = model.ways[number]
        legs += _following(like, place, {trip.stays[at].step for at in current}, len(current), again=again)
        way = way._replace(legs=tuple(legs), tail=like.tail, asked=() if again else like.asked)
        if not again and not like.truncated:
            way = way._replace(term=term + like.term - like.first_term)
    return Case(model.at, trip.received, RESUMED, way, late)


def _from_the_beginning(model: Model, trip: Trip, rng: np.random.Generator, *, late: bool) -> Case:
    """Received, and not handed over yet; or between two steps."""
    known = model.by_procedure.get(trip.procedure) or tuple(range(len(model.ways)))
    way = model.ways[known[rng.integers(len(known))]]
    term = last_due(trip) - trip.received
    legs: tuple[Leg, ...] = ()
    if not trip.stays:
        gone = model.at - trip.received
        legs = tuple(leg if leg.after else leg._replace(lag=max(0.0, leg.lag - gone)) for leg in way.legs)
        term += 0.0 if way.truncated else way.term - way.first_term
    asked = () if trip.stays else way.asked
    return Case(
        model.at,
        trip.received,
        RESUMED,
        Way(trip.procedure, term, last_due(trip) - trip.received, way.tail, legs, asked),
        late,
    )


def _rest_of(model: Model, trip: Trip, place: int, rng: np.random.Generator) -> Leg:
    """What is still to come of an open step, as long as it took others who had been at it for as long."""
    stay, team = trip.stays[place], model.open_teams[trip.code][place]
    others = model.passing.get((trip.procedure, stay.step), ())
    paused = _rest_of_pause(model, trip, rng) if trip.marks[-1].paused else 0.0
    drawn = [others[rng.integers(len(others))] for _try in range(TRIES)] if others else []
    seen = [model.ways[number].legs[leg] for number, leg in drawn]
    rest = _rest_taken(stay, seen, model.at) if stay.taken < inf else _rest_waiting(stay, seen, model.at)
    if team < 0:
        rest = _rest_outside(stay, seen, model.at)
    return Leg(stay.step, stay.round, team, 0.0, *rest, paused, (), stay.limit)


def _rest_waiting(stay: Stay, seen: Sequence[Leg], at: float) -> Spent:
    waited = at - stay.opened
    longer = next((leg for leg in seen if leg.pickup > waited), None)
    pickup = longer.pickup - waited if longer else 0.0
    like = longer or (seen[0] if seen else None)
    return Spent(pickup, like.hands_on, like.elsewhere) if like else Spent(0.0, 0.0, 0.0)


def _rest_taken(stay: Stay, seen: Sequence[Leg], at: float) -> Spent:
    held = at - stay.taken
    like = next((leg for leg in seen if leg.hands_on + leg.elsewhere > held), None)
    if like is None:  # none took as long: as long again as half of the usual
        return Spent(0.0, 0.0, (seen[0].hands_on + seen[0].elsewhere) / 2 if seen else 0.0)
    return Spent(0.0, max(0.0, like.hands_on - held), like.elsewhere - max(0.0, held - like.hands_on))


def _rest_outside(stay: Stay, seen: Sequence[Leg], at: float) -> Spent:
    open_for = at - stay.opened
    whole = [leg.pickup + leg.hands_on + leg.elsewhere for leg in seen]
    longer = next((time - open_for for time in whole if time > open_for), None)
    return Spent(0.0, 0.0, longer if longer is not None else (whole[0] / 2 if whole else 0.0))


def _rest_of_pause(model: Model, trip: Trip, rng: np.random.Generator) -> float:
    """From the waits of citizens that were longer already; half of the usual where none was."""
    waited, known = model.at - trip.marks[-1].at, model.pauses
    longer = known[known > waited]
    if len(longer):
        return float(longer[rng.integers(len(longer))] - waited)
    return float(np.median(known)) / 2 if len(known) else 0.0


def _following(way: Way, place: int, current: set[str], offset: int, *, again: bool) -> list[Leg]:
    """The legs of a way after those that are open now, which take the first `offset` places of the new way.

    `again`: a supplement was asked for already; there is no second one.
    """
    fork = way.legs[place].after
    roots = {number for number, leg in enumerate(way.legs) if leg.after == fork and leg.step in current}
    moved: dict[int, int] = {}
    found: list[Leg] = []
    for number, leg in enumerate(way.legs):
        if number in roots or not any(before in roots or before in moved for before in leg.after):
            continue
        after = {moved[before] for before in leg.after if before in moved}
        if roots.intersection(leg.after):
            after |= set(range(offset))
        moved[number] = offset + len(found)
        found.append(leg._replace(after=tuple(sorted(after)), paused=0.0 if again else leg.paused))
    return found
