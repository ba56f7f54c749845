"""From numbers to facts: ends, extremes, runs, crossings of a target, where points are lost."""

from collections.abc import Sequence
from fractions import Fraction

from motcua.kernel.charts.facts import Crossing, LossFacts, Run, SeriesFacts, Spot, spot_of
from motcua.kernel.charts.numbers import Number, Say, exact, signed


def describe_series(
    labels: Sequence[str], values: Sequence[Number | None], *, say: Say, target: Number | None = None
) -> SeriesFacts:
    """Where a series began and ended, its extremes, since when it moves one way, where it crossed the target.

    The first of equals is the highest or lowest. A missing period neither breaks a run nor is a crossing.
    """
    spots = [
        spot_of(label, value, say) for label, value in zip(labels, values, strict=True) if value is not None
    ]
    change = spots[-1].value - spots[0].value if spots else Fraction()
    return SeriesFacts(
        first=spots[0] if spots else None,
        last=spots[-1] if spots else None,
        highest=max(spots, key=_value, default=None),
        lowest=min(spots, key=_value, default=None),
        change=change,
        change_text=signed(change, say),
        run=_run(spots),
        target=None if target is None else spot_of("", target, say),
        crossings=() if target is None else _crossings(spots, exact(target)),
        missing=len(values) - len(spots),
    )


def describe_losses(
    losses: Sequence[tuple[str, Number]], *, maximum: Number, say: Say, below_mean: Sequence[str] = ()
) -> LossFacts:
    """How much of the maximum is lost, and the fewest rows that hold at least half of what is lost.

    A gain (a negative loss) lessens the total; shares are taken of the losses alone.
    """
    amounts = [spot_of(label, loss, say) for label, loss in losses]
    lost = sum((spot.value for spot in amounts), start=Fraction())
    worst = sorted((spot for spot in amounts if spot.value > 0), key=_value, reverse=True)
    gross = sum((spot.value for spot in worst), start=Fraction())
    leading: list[Spot] = []
    held = Fraction()
    for spot in worst:
        if 2 * held >= gross:
            break
        leading.append(spot)
        held += spot.value
    return LossFacts(
        reached=spot_of("", exact(maximum) - lost, say),
        maximum=spot_of("", maximum, say),
        lost=spot_of("", lost, say),
        leading=tuple(leading),
        leading_share=held / gross if gross else Fraction(),
        below_mean=tuple(below_mean),
    )


def _run(spots: Sequence[Spot]) -> Run | None:
    """Equal neighbours end a run."""
    if len(spots) < 2 or spots[-1].value == spots[-2].value:
        return None
    falls, start = spots[-1].value < spots[-2].value, len(spots) - 1
    while start and spots[start].value != spots[start - 1].value:
        if (spots[start].value < spots[start - 1].value) is not falls:
            break
        start -= 1
    return Run(spots[start].label, falls, len(spots) - 1 - start)


def _crossings(spots: Sequence[Spot], target: Fraction) -> tuple[Crossing, ...]:
    sides = [(spot.label, spot.value >= target) for spot in spots]
    return tuple(
        Crossing(label, above)
        for (_before, was), (label, above) in zip(sides, sides[1:], strict=False)
        if above is not was
    )


def _value(spot: Spot) -> Fraction:
    return spot.value
