"""A score as it is published: the counters of every body, and what follows from them, exactly and for ever.

Both are plain documents of text and whole numbers (a Fraction is text, such as 185/3), so that their digests hold
in any language. Publishing, replaying and the stand-alone program compute the same answer from the same figures.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from motcua.criteria.rules.counters import Counters
from motcua.criteria.rules.measuring import Measured, half_up
from motcua.criteria.rules.ranking import ranks
from motcua.criteria.rules.scoring import Score, score
from motcua.criteria.rules.sets import CriteriaSet
from motcua.kernel.bilingual import Text
from motcua.ledger.rules.chain import canonical

FIGURES, ANSWER = "motcua criteria figures 1", "motcua criteria answer 1"
Counts = Mapping[str, int]
Document = dict[str, Any]
CASES = ("received", "finished")
"""Who has neither of these in the period has nothing to be ranked by."""


class Place(NamedTuple):
    """A body that is measured, and the one that it belongs to."""

    code: str
    name: Text
    level: str
    parent: str


def digest_of(document: Any) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal figures."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def figures(
    by: CriteriaSet,
    places: Sequence[Place],
    counts: Mapping[str, Counts],
    last_year: Mapping[str, Counts],
    known: Counters,
) -> Document:
    """The counters of every body's own that the set needs, and of the year before where its rules ask for it."""
    needed, before = sorted({*needed_by(by, known), *CASES}), sorted(by.counters_of_last_year)
    return {
        "format": FIGURES,
        "bodies": [
            {
                "code": place.code,
                "name": {"vi": place.name.vi, "en": place.name.en},
                "level": place.level,
                "parent": place.parent,
                "counts": {code: counts.get(place.code, {}).get(code, 0) for code in needed},
                "last_year": {code: last_year.get(place.code, {}).get(code, 0) for code in before},
            }
            for place in places
        ],
    }


def needed_by(by: CriteriaSet, known: Counters) -> frozenset[str]:
    """The counters from which a set's criteria, and the readings of “on time”, are computed."""
    read = (one for reading in known.readings for one in (reading.numerator, reading.denominator))
    return by.counters | {name for one in read for name in one.names}


def places_of(document: Document) -> list[Place]:
    return [
        Place(one["code"], Text.of(one["name"]), one["level"], one["parent"]) for one in document["bodies"]
    ]


@dataclass(frozen=True)
class Scored:
    """Every score that follows from figures by a version of a set, in a period of so many months."""

    by: CriteriaSet
    figures: Document
    months: int
    known: Counters

    def answer(self, body: str, *, period: str, version: int, horizon: str) -> Document:
        """What is published of a body. KeyError if it is not among those measured."""
        found, decimals = self._scores[body], self.by.decimals
        ranked = ranks({code: self._rated(code) for code in self.peers(body)})
        return {
            "format": ANSWER,
            "set": self.by.code,
            "version": version,
            "set_digest": self.by.digest,
            "body": body,
            "level": found.level,
            "period": period,
            "months": self.months,
            "horizon": horizon,
            "score": _exact(found.rated),
            "shown": None if found.rated is None else _shown(found.rated, decimals),
            "max": str(found.max),
            "band": found.band.code if found.band else None,
            "rank": ranked.get(body),
            "ranked": len(ranked),
            "measured": {"points": str(found.measured_points), "max": str(found.measured_max)},
            "on_time": {
                one.reading.code: {"on_time": one.numerator, "of": one.denominator} for one in found.readings
            },
            "groups": [
                {
                    "code": group.code,
                    "points": str(group.points),
                    "max": str(group.max),
                    "criteria": [_criterion(one) for one in group.criteria],
                }
                for group in found.groups
            ],
        }

    def peers(self, body: str) -> list[str]:
        """The bodies that it is ranked among: of its level, below the same one."""
        own = self._places[body]
        return [
            one.code for one in self._places.values() if (one.level, one.parent) == (own.level, own.parent)
        ]

    def _rated(self, code: str) -> Fraction | None:
        return self._scores[code].rated if any(self._counts[code][name] for name in CASES) else None

    @cached_property
    def _places(self) -> dict[str, Place]:
        return {place.code: place for place in places_of(self.figures)}

    @cached_property
    def _scores(self) -> dict[str, Score]:
        before = folded(self.figures, "last_year")
        return {
            code: score(
                self.by,
                self._counts[code],
                place.level,
                last_year=before[code],
                months=self.months,
                counters=self.known,
            )
            for code, place in self._places.items()
        }

    @cached_property
    def _counts(self) -> dict[str, dict[str, int]]:
        return folded(self.figures, "counts")


def folded(document: Document, which: str) -> dict[str, dict[str, int]]:
    """The counters of each body with everything below it."""
    own = {one["code"]: one[which] for one in document["bodies"]}
    parents = {one["code"]: one["parent"] for one in document["bodies"]}
    sums: dict[str, dict[str, int]] = {code: defaultdict(int) for code in own}
    for code, counts in own.items():
        for above in _upwards(code, parents):
            for name, number in counts.items():
                sums[above][name] += number
    return {code: dict(counts) for code, counts in sums.items()}


def unlike(meant: Any, found: Any, where: str = "") -> Iterable[str]:
    """Every place at which two documents differ."""
    if isinstance(meant, dict) and isinstance(found, dict):
        for name in dict.fromkeys([*meant, *found]):
            yield from unlike(meant.get(name), found.get(name), f"{where}/{name}")
    elif isinstance(meant, list) and isinstance(found, list) and len(meant) == len(found):
        for place, (one, other) in enumerate(zip(meant, found, strict=True)):
            named = one.get("code", place) if isinstance(one, dict) else place
            yield from unlike(one, other, f"{where}/{named}")
    elif meant != found:
        yield f"{where}: computed {meant}, published {found}"


def _upwards(code: str, parents: Mapping[str, str]) -> Iterable[str]:
    while code in parents:
        yield code
        code = parents[code]


def _criterion(one: Measured) -> Document:
    return {
        "code": one.criterion.code,
        "numerator": one.numerator,
        "denominator": str(one.denominator),
        "ratio": _exact(one.ratio),
        "points": _exact(one.points),
        "max": str(one.max),
        "flags": sorted(one.flags),
    }


def _exact(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def _shown(number: Fraction, decimals: int) -> str:
    return f"{float(half_up(number, decimals)):.{decimals}f}"
