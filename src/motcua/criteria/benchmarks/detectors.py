"""`motcua bench detectors`: how much planted cheating is found, and how often honest bodies are asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from motcua.criteria.benchmarks import planted
from motcua.criteria.benchmarks.invented import HORIZON, MONTH, Manner, Province, calendar, honest
from motcua.criteria.rules.detectors import Finding, assisted, detectors, findings
from motcua.kernel.benchmarks import benchmark

FAKES = 500
ALL_FAKES = "all six"
ROUNDS, HONEST_ROUNDS, SPIKE_ROUNDS, BODIES = 5, 25, 40, 40
SLOW = Manner(pace=0.9)  # a quarter late
CHEATS = 3  # bodies for each habit
GAP_MINUTES = 30


class Spike(NamedTuple):
    """A body with so many ends a month moves a share of its late ends (or of all) into the last minutes before due."""

    ends: int
    share: float
    of_all: bool
    minutes: int


TENTH = Spike(2_000, 0.1, of_all=True, minutes=60)
SPIKES = (
    TENTH,
    Spike(1_000, 0.1, of_all=True, minutes=60),
    Spike(500, 0.1, of_all=True, minutes=60),
    Spike(2_000, 0.3, of_all=False, minutes=60),
    Spike(500, 0.3, of_all=False, minutes=60),
    Spike(2_000, 0.1, of_all=False, minutes=15),
    Spike(500, 0.1, of_all=False, minutes=15),
    Spike(2_000, 0.1, of_all=False, minutes=60),
    Spike(500, 0.1, of_all=False, minutes=60),
)


class Row(NamedTuple):
    """Of one detector: how many dossiers, bodies or months (as `of` says) were planted, and how many of them it found.

    `precision`: which share of all that it asked about was planted; None if it asked about nothing.
    """

    detector: str
    of: str
    planted: int
    found: int
    recall: float
    precision: float | None


class Power(NamedTuple):
    """How often a body that does so is found; `moved` in each round; questions to `others`, of 29 a round."""

    moved: int
    found: float
    others: int


@benchmark("detectors")
def measure() -> dict[str, Any]:
    """Precision and recall on seeded data, questions to honest bodies a month, and the power of the spike test."""
    asked = false_alarms(1)
    return {
        "detectors": [{**row._asdict(), "false_alarms": asked.get(row.detector, 0)} for row in prove(1)],
        "honest_bodies_and_months": HONEST_ROUNDS * BODIES,
        "spike": [{**one._asdict(), **spike_power(one)._asdict()} for one in SPIKES],
    }


def prove(seed: int) -> list[Row]:
    """All detectors on seeded data: dossiers for the fakes, bodies for the habits, months for the seals."""
    return [*prove_fakes(seed), *prove_habits(seed), prove_spike(seed), prove_seals(seed)]


def ask(province: Province, *, gap_minutes: int = 0) -> list[Finding]:
    """All questions about an invented province's month."""
    dossiers, steps = province.tables
    sealed = planted.heads(province, gap_minutes=gap_minutes)
    return findings(dossiers, calendar(), period=MONTH, horizon=HORIZON, steps=steps, sealed=sealed)


def prove_fakes(seed: int, *, rounds: int = ROUNDS) -> list[Row]:
    """5 % fakes of six sorts among 10,000 dossiers: each sort by its detector, then all together."""
    made_up, caught, right, asked = (Counter[str]() for _n in range(4))
    for number in range(rounds):
        province = honest(1_000 * seed + number)
        sorts = planted.fakes(province, FAKES)
        codes = {sort: set(province.dossiers["code"][rows].tolist()) for sort, rows in sorts.items()}
        found = ask(province)
        questioned = _evidence(found)
        codes[ALL_FAKES] = set().union(*codes.values())
        questioned[ALL_FAKES] = set(assisted(found))
        for sort, own in codes.items():
            made_up[sort] += len(own)
            caught[sort] += len(own & questioned[sort])
            asked[sort] += len(questioned[sort])
            right[sort] += len(questioned[sort] & codes[ALL_FAKES])
    return [_row(sort, "dossiers", made_up[sort], caught[sort], right[sort], asked[sort]) for sort in made_up]


def prove_habits(seed: int, *, rounds: int = ROUNDS) -> list[Row]:
    """Each habit planted at three bodies of forty with at least 150 dossiers a month."""
    cheats, caught, asked = (Counter[str]() for _n in range(3))
    for number in range(rounds):
        province = honest(2_000 * seed + number, dossiers=20_000, bodies=BODIES)
        order, at = planted.large(province, BODIES), {}
        for place, (habit, plant) in enumerate(planted.HABITS.items()):
            at[habit] = {order[(CHEATS * place + nth) % len(order)] for nth in range(CHEATS)}
            for body in sorted(at[habit]):
                plant(province, body)
        found = ask(province)
        for habit, bodies in at.items():
            questioned = _bodies(found, habit)
            cheats[habit] += len(bodies)
            caught[habit] += len(questioned & bodies)
            asked[habit] += len(questioned)
    return [
        _row(habit, "bodies", cheats[habit], caught[habit], caught[habit], asked[habit]) for habit in cheats
    ]


def prove_spike(seed: int, *, rounds: int = ROUNDS) -> Row:
    """A body of 2,000 ends a month records one end of ten as of the last working hour before due."""
    power = spike_power(TENTH, rounds=rounds, seed=seed)
    caught = round(power.found * rounds)
    return _row("deadline_spike", "bodies", rounds, caught, caught, caught + power.others)


def prove_seals(seed: int, *, rounds: int = ROUNDS) -> Row:
    """A month in which the sealer stood still for half an hour, and one in which it did not."""
    found = [_bodies(ask(_small(seed, n), gap_minutes=GAP_MINUTES), "seal_gaps") for n in range(rounds)]
    needless = [_bodies(ask(_small(seed, n)), "seal_gaps") for n in range(rounds)]
    caught = sum(map(bool, found))
    return _row("seal_gaps", "months", rounds, caught, caught, caught + sum(map(bool, needless)))


def false_alarms(seed: int, *, rounds: int = HONEST_ROUNDS) -> dict[str, int]:
    """How many honest bodies each detector asks, of all bodies and months looked at."""
    asked = Counter[str]()
    for number in range(rounds):
        found = ask(honest(3_000 * seed + number, bodies=BODIES))
        asked.update(detector for detector, _body in {(one.detector, one.body) for one in found})
    return {code: asked[code] for code in detectors()}


def spike_power(plan: Spike, *, rounds: int = SPIKE_ROUNDS, seed: int = 1) -> Power:
    moved = caught = others = 0
    for number in range(rounds):
        province = honest(
            4_000 * seed + number, dossiers=plan.ends + 6_000, bodies=30, sizes=(plan.ends,), manner=SLOW
        )
        moved += planted.move_to_deadline(
            province, "B000", share=plan.share, of_all=plan.of_all, minutes=plan.minutes
        )
        asked = _bodies(ask(province), "deadline_spike")
        caught += "B000" in asked
        others += len(asked - {"B000"})
    return Power(round(moved / rounds), caught / rounds, others)


def _small(seed: int, number: int) -> Province:
    return honest(5_000 * seed + number, dossiers=200, bodies=2)


def _bodies(found: Iterable[Finding], detector: str) -> set[str]:
    """The house itself is the body without a name."""
    return {one.body or "house" for one in found if one.detector == detector}


def _evidence(found: Iterable[Finding]) -> defaultdict[str, set[str]]:
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for one in found:
        codes[one.detector] |= set(one.evidence)
    return codes


def _row(detector: str, of: str, planted_: int, caught: int, right: int, asked: int) -> Row:
    precision = round(right / asked, 4) if asked else None
    return Row(detector, of, planted_, caught, round(caught / planted_, 4), precision)
