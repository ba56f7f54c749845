"""Small offices with known rules, told as a past: what the model may learn, and closed forms to hold it against."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import exp, inf

import numpy as np

from motcua.bottlenecks.rules.whatif.calendars import Grid
from motcua.bottlenecks.rules.whatif.norms import Norms, norms
from motcua.bottlenecks.rules.whatif.past import Mark, Past, Stay, Trip
from motcua.clock.queries import shipped_calendar

DAY = 480.0
FEW: Norms = replace(norms(), few_dossiers=10, few_weeks=2, few_asked=3, few_turns=3, few_steps=3)


def grid() -> Grid:
    return Grid(shipped_calendar("vn-standard"))


GRID = grid()
START = GRID.begins(GRID.calendar.index_of(date(2026, 3, 2)))
"""Monday, 2 March 2026."""


def served(
    arrivals: Sequence[float], services: Sequence[float], officers: int
) -> list[tuple[float, float, int]]:
    """First come, first served by `officers`: when each was taken, when done, by whom. The slow, plain oracle."""
    free = [-inf] * officers
    found = []
    for came, takes in zip(arrivals, services, strict=True):
        who = min(range(officers), key=lambda one: (max(free[one], came), one))
        taken = max(came, free[who])
        free[who] = taken + takes
        found.append((taken, free[who], who))
    return found


def office(
    arrivals: Sequence[float], services: Sequence[float], *, officers: int = 1, term: float = 960.0
) -> Past:
    """One step `ky` of unit U and role leader, with nothing but queue and work. Times count from START."""
    trips = []
    for number, (came, (taken, done, who)) in enumerate(
        zip(arrivals, served(arrivals, services, officers), strict=True)
    ):
        at = START + came
        stay = Stay("ky", "sign", "U", "leader", 1, at, START + taken, START + done, f"L{who}", 240.0, "done")
        late = at + term if done > came + term else inf
        trips.append(
            Trip(
                f"D{number:05}",
                "B",
                "P",
                at,
                START + done,
                "completed",
                late,
                (Mark(at, at + term),),
                (stay,),
            )
        )
    return Past(tuple(trips))


def poisson(rate: float, until: float, seed: int) -> list[float]:
    """Arrivals of a Poisson process, `rate` in a minute."""
    rng = np.random.default_rng(seed)
    gaps = rng.exponential(1 / rate, int(rate * until * 1.5) + 50)
    return [float(at) for at in np.cumsum(gaps) if at < until]


def sojourn_within(term: float, rate: float, service: float, servers: int) -> float:
    """P(waiting and service ≤ term) in M/M/c, c of 1 or 2 (Gross & Harris, Fundamentals of Queueing Theory, 2.3)."""
    mu = 1 / service
    load = rate / (servers * mu)
    if servers == 1:
        return 1 - exp(-(mu - rate) * term)
    waits = load_erlang(rate / mu, servers)
    decay = servers * mu - rate
    # mixture: no wait → Exp(mu); else wait Exp(decay) and then Exp(mu)
    both = 1 - (decay * exp(-mu * term) - mu * exp(-decay * term)) / (decay - mu)
    assert load < 1
    return (1 - waits) * (1 - exp(-mu * term)) + waits * both


def load_erlang(offered: float, servers: int) -> float:
    """Erlang's C: the share of those who wait."""
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = offered * blocked / (n + offered * blocked)
    load = offered / servers
    return blocked / (1 - load * (1 - blocked))
