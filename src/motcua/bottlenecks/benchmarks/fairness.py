"""`motcua bench fairness`: offices of known effect are invented, judged, and the judgements held against the truth.

Against raw figures, as they are usually made: each officer's share of steps over the limit, everything that passed
between opening and closing counted, and whoever lies above the average by a 95 % interval is pointed at. Also against
adjusted figures that know only how often somebody was late (`alone`), where a whole interval must lie above the usual.

Nothing was fitted on these lots: the model was chosen on seeds from 1,000 on, the numbers of data/fairness.yaml on
none.
"""

from datetime import date
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from motcua.bottlenecks.queries.fairness.norms import norms
from motcua.bottlenecks.rules.fairness.figures import BINS, SURE, Fits, Judged, Work, fits_of, judged_with
from motcua.bottlenecks.rules.fairness.mixed_model import Codes, Numbers
from motcua.bottlenecks.rules.fairness.prompting import worth_a_look
from motcua.bottlenecks.rules.fairness.together import told_by_both
from motcua.kernel.benchmarks import benchmark

LIMIT = 960.0  # minutes: two working days
MONTHS, KINDS, LOADS = 6, 24, 4
NOISE = 0.7
NORMS = norms(date.max)
MUCH = 1.3


Flags = NDArray[np.bool_]


class Offices(NamedTuple):
    """`work` as the product sees it; `raw_minutes` with what lay outside anybody's hands; `truth`: each officer's share
    over the limit if he had everybody's work in an office like any other; `bad`: his own effect is above nought.
    """

    work: Work
    raw_minutes: Numbers
    truth: Numbers
    usual: float
    bad: Flags


def invent(
    *, seed: int, units: int = 40, each: int = 5, largest: float = 0.35, volume: float = 4.4
) -> Offices:
    """Officers of very different volume, of whom some get the hard work; units with troubles of their own; bad months.

    `largest`: the standard deviation of the officers' own effects, in log time; nought: nobody is better or worse.
    """
    rng = np.random.default_rng(seed)
    officers = units * each
    own, unit = rng.normal(0, 1, officers) * largest, rng.normal(0, 0.2, units)
    spell = rng.normal(0, 0.2, (officers, MONTHS))
    hard, loaded = rng.normal(0, 0.8, KINDS), np.linspace(-0.3, 0.3, LOADS)
    holders = np.repeat(np.arange(officers), rng.poisson(rng.lognormal(volume, 0.6, officers)) + 2)
    kinds = _kinds(rng, hard, holders, officers)
    months, loads = rng.integers(0, MONTHS, len(holders)), rng.integers(0, LOADS, len(holders))
    plain = -0.6 + hard[kinds] + loaded[loads]
    around = unit[holders // each] + spell[holders, months]
    minutes = LIMIT * np.exp(plain + around + own[holders] + rng.normal(0, NOISE, len(holders)))
    work = Work(
        holders,
        holders // each,
        months,
        {"kind": kinds, "load": loads},
        np.round(minutes),
        np.full(len(holders), LIMIT),
    )
    usual = _share(np.quantile(plain + around, (np.arange(BINS) + 0.5) / BINS), np.zeros(1))[0]
    truth = _share(np.quantile(plain + around, (np.arange(BINS) + 0.5) / BINS), own)
    return Offices(work, minutes + _waits(rng, holders, officers), truth, float(usual), own > 0)


def _kinds(rng: np.random.Generator, hard: Numbers, holders: Codes, officers: int) -> Codes:
    """What each step is about: some officers get hard work more often than others."""
    leaning = rng.normal(0, 1.2, officers)
    odds = np.exp(leaning[:, None] * hard[None, :])
    steps = (odds / odds.sum(axis=1, keepdims=True)).cumsum(axis=1)
    drawn = (rng.random(len(holders))[:, None] > steps[holders]).sum(axis=1)
    return np.asarray(np.minimum(drawn, KINDS - 1), dtype=np.int64)


def _waits(rng: np.random.Generator, holders: Codes, officers: int) -> Numbers:
    """Waits for applicants and other agencies: with some desks often, with others never."""
    often = rng.beta(0.6, 3, officers)
    return np.asarray((rng.random(len(holders)) < often[holders]) * rng.exponential(1_400, len(holders)))


def _share(others: Numbers, own: Numbers) -> Numbers:
    """Over the limit, of log-normal times around these middles (Hastings 1955 for the normal distribution)."""
    z = (others[None, :] + own[:, None]) / NOISE
    return np.asarray(_normal(z).mean(axis=1))


def _normal(z: Numbers) -> Numbers:
    """The standard normal distribution, right to 1e-7 (Abramowitz, Stegun 26.2.17)."""
    t = 1 / (1 + 0.2316419 * np.abs(z))
    terms = (0.319381530, -0.356563782, 1.781477937, -1.821255978, 1.330274429)
    tail = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * sum(c * t ** (n + 1) for n, c in enumerate(terms))
    return np.asarray(np.where(z > 0, 1 - tail, tail))


class Held(NamedTuple):
    """What came of one lot of offices, by holders with enough steps."""

    order: float
    covered: float
    pointed: int
    falsely: int
    found: int
    worse: int
    innocent: int


class Compared(NamedTuple):
    """The same lot judged as the product does, by lateness alone, and by raw shares."""

    adjusted: Held
    alone: Held
    raw: Held


def compared(offices: Offices) -> Compared:
    fits, least = fits_of(offices.work), NORMS.least_difference
    both = told_by_both(fits.shares, fits.pace, "holder", errors=fits.errors)
    judged = judged_with(offices.work, fits, *both, least)
    many = judged.steps >= NORMS.least_steps
    asked = np.zeros(len(many), dtype=np.bool_)
    asked[many] = worth_a_look(judged.without_reason[many], NORMS.most_by_chance / 100)
    alone = judged_by_lateness_alone(offices.work, fits)
    above = (alone.low > alone.usual) & (alone.adjusted >= alone.usual + least / 100)
    raw, low, high = raw_shares(offices)
    return Compared(
        _held(offices, many, judged.adjusted, (judged.low, judged.high), asked),
        _held(offices, many, alone.adjusted, (alone.low, alone.high), above),
        _held(offices, many, raw, (low, high), low > (offices.raw_minutes > LIMIT).mean()),
    )


def judged_by_lateness_alone(work: Work, fits: Fits) -> Judged:
    own, doubt = fits.shares.effects["holder"], fits.shares.doubts["holder"]
    return judged_with(work, fits, own, doubt, NORMS.least_difference)


def _held(
    offices: Offices, many: Flags, shares: Numbers, interval: tuple[Numbers, Numbers], asked: Flags
) -> Held:
    inside = (interval[0] <= offices.truth) & (offices.truth <= interval[1])
    worse = offices.truth > offices.usual * MUCH
    return Held(
        order=rank_correlation(shares[many], offices.truth[many]),
        covered=float(inside[many].mean()),
        pointed=int((asked & many).sum()),
        falsely=int((asked & many & ~offices.bad).sum()),
        found=int((asked & many & worse).sum()),
        worse=int((worse & many).sum()),
        innocent=int((~offices.bad & many).sum()),
    )


def raw_shares(offices: Offices) -> tuple[Numbers, Numbers, Numbers]:
    """Each officer's raw share over the limit and the bounds of its interval (Wilson 1927)."""
    cases = np.bincount(offices.work.holders)
    share = np.bincount(offices.work.holders, offices.raw_minutes > LIMIT) / cases
    middle = (share + SURE**2 / (2 * cases)) / (1 + SURE**2 / cases)
    half = SURE * np.sqrt(share * (1 - share) / cases + (SURE / (2 * cases)) ** 2) / (1 + SURE**2 / cases)
    return share, middle - half, middle + half


def rank_correlation(one: Numbers, other: Numbers) -> float:
    """Spearman's, without ties to speak of."""
    ranks = [np.argsort(np.argsort(values)) for values in (one, other)]
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


@benchmark("fairness")
def fairness(offices: int = 10) -> dict[str, Any]:
    """Lots of 200 officers each: of known effect, and of none at all."""
    began = perf_counter()
    told: dict[str, Any] = {"lots": offices, "officers_a_lot": 200, "least_steps": NORMS.least_steps}
    for name, largest, tell in (("known_effects", 0.35, _told), ("nobody_is_worse", 0.0, _blamed)):
        lots = [compared(invent(seed=seed, largest=largest)) for seed in range(offices)]
        told[name] = {how: tell([getattr(one, how) for one in lots]) for how in Compared._fields}
    return told | {"seconds": round(perf_counter() - began, 2)}


def _told(lots: list[Held]) -> dict[str, Any]:
    total = Held(*(sum(values) for values in zip(*lots, strict=True)))
    return {
        "rank_correlation": round(total.order / len(lots), 4),
        "interval_covers": round(total.covered / len(lots), 4),
        "pointed_at": total.pointed,
        "falsely_blamed": total.falsely,
        "false_blame_rate": _of(total.falsely, total.innocent),
        "false_among_pointed": _of(total.falsely, total.pointed),
        "found_of_much_worse": _of(total.found, total.worse),
    }


def _blamed(lots: list[Held]) -> dict[str, Any]:
    pointed, innocent = (sum(getattr(one, name) for one in lots) for name in ("pointed", "innocent"))
    return {"pointed_at": pointed, "false_blame_rate": _of(pointed, innocent)}


def _of(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
