"""Small histories of which the forecast is asked."""

from functools import cache

from motcua.criteria.benchmarks.forecasts.generated import calendar, generated
from motcua.criteria.rules.forecast import History
from motcua.criteria.rules.forecast.learning import fit

__all__ = ["calendar", "history", "learned", "lived"]


@cache
def lived(seed=1, days=120):
    """Courses of four bodies over half a year, and the moment as of which they are told."""
    return generated(seed, days=days)


@cache
def history(seed=1):
    return History(lived(seed)[0], calendar())


@cache
def learned(seed=1):
    return fit(history(seed), lived(seed)[1])
