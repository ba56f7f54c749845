"""Facts that are made to part engines: absent values, ties, midnights, the year 2039, sums beyond 32 bits."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.facts import DeclaredFact, DossierFact, Fact, OfferFact, PetitionFact

INSTANT = timedelta(microseconds=1)
HORIZON = datetime(2039, 3, 15, 9, 30, 0, 7, tzinfo=ZONE)
MIDNIGHT = datetime(2039, 2, 1, tzinfo=ZONE)
"""Where a day, a month and (by UTC) still the month before meet."""
BODIES = ("H49.12", "H49.Đặc khu Vân Đồn", "h49.12")
PROCEDURES = ("1.000123", "Đăng ký đất đai", "")
MOMENTS = (
    datetime(1999, 12, 31, 17, tzinfo=UTC),
    datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    datetime(2036, 2, 29, 23, 59, 59, 999_999, tzinfo=ZONE),
    MIDNIGHT - INSTANT,
    MIDNIGHT,
    MIDNIGHT + INSTANT,
    MIDNIGHT + timedelta(hours=7),
    HORIZON - INSTANT,
    HORIZON,
    HORIZON + INSTANT,
    HORIZON + timedelta(days=400),
)
CLOSURE = (
    *(("nation", body) for body in BODIES),
    *(("H49", body) for body in BODIES[:2]),
    *((body, body) for body in BODIES),
    ("H50", "a body of which nothing is known"),
)


def nasty() -> list[Fact]:
    """The rows that were thought of."""
    return [*_dossiers(), *_petitions(), *_offers(), *_declared()]


def scattered(count: int, seed: int = 766) -> list[Fact]:
    """The rows that nobody would think of."""
    dice = random.Random(seed)
    makers = (_any_dossier, _any_dossier, _any_petition, _any_offer, _any_declared)
    return [makers[number % len(makers)](dice, number) for number in range(count)]


def _dossiers() -> list[Fact]:
    bare = [
        DossierFact(f"bare-{place}", BODIES[0], PROCEDURES[0], moment, received_at=moment, late_at=moment)
        for place, moment in enumerate(MOMENTS)
    ]
    tied = {"received_at": MIDNIGHT, "ended_at": MIDNIGHT, "late_at": MIDNIGHT, "late_day_at": MIDNIGHT}
    absent = [
        DossierFact(f"absent-{number}", "a body of absent values", PROCEDURES[1], MIDNIGHT)
        for number in range(3)
    ]
    return [
        *bare,
        *absent,
        DossierFact("tied", BODIES[1], PROCEDURES[1], MIDNIGHT, **tied),
        DossierFact("tied-too", BODIES[1], PROCEDURES[1], MIDNIGHT, **tied, fee=2**40, document=True),
        DossierFact("ended-unreceived", BODIES[1], PROCEDURES[0], MIDNIGHT, ended_at=MIDNIGHT, ending="refused"),
        *(
            DossierFact(
                f"long-{number}", BODIES[2], PROCEDURES[2], MOMENTS[0], received_at=MOMENTS[0],
                ended_at=HORIZON - INSTANT, due_at=HORIZON, stars=1, disliked=True, ending="completed",
            )
            for number in range(150)
        ),
    ]  # fmt: skip


def _petitions() -> list[Fact]:
    liked = (None, False, True)
    return [
        PetitionFact(f"p-{place}", BODIES[place % 3], "conduct", moment, late_at=late, liked=liked[place % 3])
        for place, (moment, late) in enumerate(zip(MOMENTS, (*MOMENTS[1:], None), strict=True))
    ]


def _offers() -> list[Fact]:
    spans = [
        (MOMENTS[0], None),
        (MIDNIGHT, MIDNIGHT),
        (MIDNIGHT + INSTANT, MIDNIGHT - INSTANT),
        (MIDNIGHT, HORIZON),
        (MOMENTS[1], MIDNIGHT),
        (HORIZON, HORIZON + INSTANT),
    ]
    return [
        OfferFact(
            BODIES[place % 2], PROCEDURES[place % 3], begins, ends, online_level=("full", "none")[place % 2],
            fee=place % 2 == 0, citizen=True, decided_at=begins, decision_on_time=(None, False, True)[place % 3],
        )
        for place, (begins, ends) in enumerate(spans)
    ]  # fmt: skip


def _declared() -> list[Fact]:
    return [
        DeclaredFact(BODIES[0], MIDNIGHT, "synchronised", 2_000_000_000),
        DeclaredFact(BODIES[1], MIDNIGHT, "synchronised", 2_000_000_000),
        DeclaredFact(BODIES[0], MIDNIGHT, "reported_national", 5_000_000_000, PROCEDURES[0]),
        DeclaredFact(BODIES[0], MIDNIGHT, "đồng bộ", 9),
        DeclaredFact(BODIES[0], HORIZON, "synchronised", 1),
    ]


def _any_dossier(dice: random.Random, number: int) -> Fact:
    return DossierFact(
        code=f"any-{number}", body=dice.choice(BODIES), procedure=dice.choice(PROCEDURES), filed_at=_moment(dice),
        channel=dice.choice(("online", "counter", "post", "")), online_level=dice.choice(("full", "partial", "")),
        eligible=_flag(dice), digitised=dice.randrange(3), reused=dice.randrange(2), verified=_flag(dice),
        fee=dice.choice((0, 0, 20_000, 2**33)), received_at=_maybe(dice), due_at=_maybe(dice), late_at=_maybe(dice),
        late_day_at=_maybe(dice), supplements=dice.randrange(4), ended_at=_maybe(dice), document=_flag(dice),
        electronic=_flag(dice), paid_at=_maybe(dice), paid_online=_flag(dice), petitions=dice.randrange(2),
        disliked=_flag(dice),
    )  # fmt: skip


def _any_petition(dice: random.Random, number: int) -> Fact:
    return PetitionFact(
        code=f"any-{number}", body=dice.choice(BODIES), about=dice.choice(("conduct", "regulation")),
        sent_at=_moment(dice), procedure=dice.choice(PROCEDURES), late_at=_maybe(dice), answered_at=_maybe(dice),
        liked=dice.choice((None, True, False)), reopened=dice.randrange(2),
    )  # fmt: skip


def _any_offer(dice: random.Random, number: int) -> Fact:
    return OfferFact(
        body=dice.choice(BODIES), procedure=dice.choice(PROCEDURES), ends_at=_maybe(dice),
        begins_at=_moment(dice) + number * INSTANT, online_level=dice.choice(("full", "partial", "none")),
        fee=_flag(dice), citizen=_flag(dice), complete=_flag(dice), decided_at=_maybe(dice), published_at=_maybe(dice),
        decision_on_time=dice.choice((None, True, False)), publication_on_time=dice.choice((None, True, False)),
    )  # fmt: skip


def _any_declared(dice: random.Random, number: int) -> Fact:
    name = dice.choice(("synchronised", "reported_national", "communes", "something else"))
    month = _moment(dice) + number * INSTANT
    return DeclaredFact(dice.choice(BODIES), month, name, dice.randrange(2**34), dice.choice(PROCEDURES))


def _moment(dice: random.Random) -> datetime:
    near = dice.choice(MOMENTS) + dice.choice((-1, 0, 1)) * timedelta(days=dice.randrange(90))
    return max(near, MOMENTS[0])


def _maybe(dice: random.Random) -> datetime | None:
    return dice.choice((_moment(dice), _moment(dice), None))


def _flag(dice: random.Random) -> bool:
    return dice.random() < 0.5


def kinds(facts: list[Fact]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {"dossier": [], "petition": [], "offer": [], "declared": []}
    for fact in facts:
        found[fact.kind].append(fact)
    return found
