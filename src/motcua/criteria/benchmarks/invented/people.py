"""Who files invented dossiers, with what, what is paid, and what is said of the service."""

import numpy as np

from motcua.criteria.benchmarks.invented.drawing import FIRST, Columns, Draw, clock, named
from motcua.criteria.rules.detectors.tables import MINUTE, NEVER, SECOND, days_of, microseconds

OFFICERS = 4


def people(draw: Draw) -> None:
    """Most file once or twice; a fifth share a phone in the family, a few a network with strangers; where there is a
    bureau that files for others, it gives its own phone. One in a hundred is an enterprise's that files for several of
    its workers on the same day.
    """
    person = draw.whole(0, round(draw.count * 0.8))
    day = days_of(draw.table["filed_at"])
    order = np.lexsort((draw.rng.random(draw.count), day, draw.procedure, draw.body))
    same = np.ones(draw.count, bool)
    for column in (day, draw.procedure, draw.body):
        same[1:] &= np.diff(column[order]) == 0
    for first in np.flatnonzero(draw.happens(0.004)).tolist():
        batch = order[first : first + 1 + draw.rng.geometric(0.45)]
        person[batch[np.cumprod(np.r_[True, same[first + 1 : first + len(batch)]]).astype(bool)]] = person[
            batch[0]
        ]
    family = np.where(person % 5 == 0, person // 15, person + 10_000_000)
    bureau = (draw.rng.random(draw.bodies) < 0.02)[draw.body] & draw.happens(0.02)
    family = np.where(bureau, 90_000_000 + draw.body, family)
    network = np.where(draw.happens(0.03), draw.whole(0, 60), family + 1_000)
    draw.table |= {
        "applicant_mark": named("a{}", person),
        "phone_mark": named("p{}", family),
        "device_mark": np.where(draw.online, named("d{}", network), ""),
    }


def papers(draw: Draw) -> None:
    """Every scan is another file; a downloaded form comes again now and then."""
    scans = [f"{number:016x}" for number in draw.rng.integers(0, 2**62, draw.count)]
    for row in np.flatnonzero(draw.happens(0.006)).tolist():
        scans[row] += f" f{draw.rng.integers(12)}"
    draw.table |= {
        "scans": np.array(scans, object),
        "digitised": draw.whole(1, 5),
        "blank": draw.happens(0.0003).astype(int),
        "corrections": draw.happens(draw.differing(0.006)).astype(int),
    }


def money(draw: Draw) -> None:
    """Half of the procedures cost; most of these in two to four steps of a tariff."""
    step = (draw.rng.random(draw.count) * (1 + draw.procedure % 4)).astype(int)
    fee = np.where(draw.procedure % 2, 20_000 * (1 + draw.procedure % 7) * (1 + step), 0)
    paid = (fee > 0) & draw.happens(0.84)
    draw.table |= {
        "fee": fee,
        "paid_at": np.where(paid, draw.table["filed_at"] + draw.whole(2, 40) * MINUTE, NEVER),
        "paid_online": draw.happens(np.where(draw.online, 0.9, 0.12)).astype(int),
    }


def opinions(draw: Draw) -> None:
    """A third rates: online over days, at the counter's kiosk when the result is fetched."""
    ended = draw.table["ended_at"] != NEVER
    rated = ended & draw.happens(0.34)
    done = np.where(ended, draw.table["ended_at"], microseconds(FIRST))
    fetched = clock().after(clock().before(done) + draw.whole(30, 2_000)) + draw.whole(60, 1_200) * SECOND
    at_home = done + draw.whole(600, 86_400 * 3) * SECOND
    stars = 5 - draw.rng.choice(5, draw.count, p=(0.64, 0.27, 0.06, 0.02, 0.01))
    draw.table |= {
        "rated_at": np.where(rated, np.where(draw.online, at_home, fetched), NEVER),
        "rated_by": np.where(rated, np.where(draw.online, "link", "kiosk"), ""),
        "stars": np.where(rated, stars, 0),
    }


def officers(draw: Draw) -> Columns:
    """One officer of the body appraises each dossier, and asks for papers if somebody does. The steps' columns."""
    who = named("C{}", draw.body * OFFICERS + draw.whole(0, OFFICERS))
    draw.table |= {
        "receiver": named("M{}", draw.body),
        "asker": np.where(draw.table["supplements"] > 0, who, ""),
    }
    return {"code": draw.table["code"], "step": np.full(draw.count, "tham-dinh"), "officer": who}
