"""How long procedures really take. The catalogue does not know dossiers: a room above registers who does."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple


class Experience(NamedTuple):
    """Of the dossiers of a procedure that ended in the last 90 days; days are working days from receipt to end."""

    dossiers: int
    median: Fraction
    ninth_of_ten: Fraction
    on_time: Fraction


Provider = Callable[[Collection[str], date], Mapping[str, Experience]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """`provider(codes, on)` tells of each procedure code that it has experience of, in a fixed number of queries."""
    if provider not in _providers:
        _providers.append(provider)


def experience_of(codes: Collection[str], on: date) -> dict[str, Experience]:
    """What is known of these procedures on a day; empty where no room has registered."""
    known: dict[str, Experience] = {}
    for provider in _providers:
        known.update(provider(codes, on))
    return known
