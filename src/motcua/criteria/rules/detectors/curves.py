"""The flow of ends around the limit, as a smooth curve over the hours that are not asked about.

Poisson regression: a curve in the working hours left, a step at the limit (late ends are rarer), and the hours of the
day, over how many dossiers could have ended there at all.
"""

from typing import NamedTuple

import numpy as np

from motcua.criteria.rules.detectors.tables import Flags, Floats, Ints

HOUR = 60
ROUNDS = 12
WEAK = 1e-3
"""Holds coefficients of which the data tell nothing."""


class Ends(NamedTuple):
    """Working minutes left until due (below nought: since), the working hour of the day at which it ended, and the
    working minute of the day at which it was due.
    """

    minutes: Ints
    at: Ints
    due: Ints

    @property
    def left(self) -> Ints:
        """Whole hours: 0 the last one before due, -1 the first one after it."""
        hours: Ints = self.minutes // HOUR
        return hours

    def of(self, own: Ints | Flags) -> "Ends":
        return Ends(self.minutes[own], self.at[own], self.due[own])

    def within(self, minutes: int) -> Flags:
        """The last so many minutes before due."""
        last: Flags = (self.minutes >= 0) & (self.minutes < minutes)
        return last


class Window(NamedTuple):
    """The hours that are looked at, from so many after due (below nought) to so many before; the first `asked` ones
    before due are those asked about. The curve's degree.
    """

    first: int
    last: int
    asked: int
    degree: int


class Fit(NamedTuple):
    """What the curve says of the asked hours, the relative variance of that, and which hours of the day are liked, as
    logarithms.
    """

    usual: float
    doubt: float
    liked: Floats


def fit(ends: Ends, window: Window, liked: Floats, spread: float) -> Fit:
    """`liked`: what is known of the hours of the day before these ends are seen; `spread`: how far they may lead away
    from it.
    """
    day, hours = len(liked), np.arange(window.first, window.last)
    counts, exposure = _cells(hours, ends, day)
    curve = _curve(hours, window.degree)
    design = np.concatenate([np.repeat(curve, day, axis=0), np.tile(np.eye(day), (len(hours), 1))], axis=1)
    asked = np.repeat((hours >= 0) & (hours < window.asked), day)
    told = ~asked & (exposure > 0)
    smooth = curve.shape[1]
    centre = np.concatenate([np.zeros(smooth), liked])
    tie = np.concatenate([np.full(smooth, WEAK), np.full(day, spread**-2)])
    beta, covariance = _regression(design[told], counts[told], exposure[told], centre, tie)
    rates = _rates(design, beta, exposure)
    uneven = _unevenness(counts, rates, told, len(beta))
    usual = float(rates[asked].sum()) + WEAK
    middle = (rates[asked] / usual) @ design[asked]
    doubt = float(middle @ covariance @ middle) * uneven + (uneven - 1) / usual
    return Fit(usual, doubt, beta[smooth:] - beta[smooth:].mean())


def _curve(hours: Ints, degree: int) -> Floats:
    """Powers of the hours left, and the step at the limit."""
    scaled = hours / np.abs(hours).max()
    return np.stack([*(scaled**power for power in range(degree + 1)), (hours < 0).astype(float)], axis=1)


def _cells(hours: Ints, ends: Ends, day: int) -> tuple[Floats, Floats]:
    """Ends by hours left and hour of the day, and how many dossiers could have ended there.

    An hour before a due minute that lies within an hour spreads over two hours of the day.
    """
    near = (ends.left >= hours[0]) & (ends.left <= hours[-1])
    places = (ends.left[near] - hours[0]) * day + ends.at[near]
    counts = np.bincount(places, minlength=len(hours) * day).astype(np.float64)
    part = ends.due % HOUR / HOUR
    could = np.bincount(ends.due // HOUR % day, weights=part, minlength=day)
    could += np.bincount((ends.due // HOUR - 1) % day, weights=1 - part, minlength=day)
    return counts, could[(np.arange(day)[None, :] + hours[:, None]) % day].ravel()


def _unevenness(counts: Floats, rates: Floats, told: Flags, coefficients: int) -> float:
    """How much more the told cells vary than chance would make them: 1 where they do not."""
    away = (counts[told] - rates[told]) ** 2 / rates[told]
    return max(1.0, float(away.sum()) / max(int(told.sum()) - coefficients, 1))


def _regression(
    design: Floats, counts: Floats, exposure: Floats, centre: Floats, tie: Floats
) -> tuple[Floats, Floats]:
    """By iterated least squares: coefficients (drawn to `centre` with the weight `tie`) and their covariance."""
    beta = centre.copy()
    beta[0] = np.log((counts.sum() + 1) / (exposure.sum() + 1))
    for _round in range(ROUNDS):
        rates = _rates(design, beta, exposure)
        inside = design.T @ (design * rates[:, None]) + np.diag(tie)
        step = np.linalg.solve(inside, design.T @ (counts - rates) - tie * (beta - centre))
        beta = beta + np.clip(step, -2, 2)
    return beta, np.linalg.inv(inside).astype(np.float64)


def _rates(design: Floats, beta: Floats, exposure: Floats) -> Floats:
    rates: Floats = exposure * np.exp(np.clip(design @ beta, -20, 8))
    return rates
