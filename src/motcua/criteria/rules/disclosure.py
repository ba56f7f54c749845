"""What data/disclosure.yaml says: the public figures, from which number on each is printed, the licence."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from motcua.criteria.rules.suppression import Figure, Tables
from motcua.kernel.bilingual import Text

PATH = Path(__file__).resolve().parents[1] / "data" / "disclosure.yaml"
NEEDED = ("received", "finished")
"""Where these are hidden nothing is scored: there are too few dossiers to judge a body by."""


@dataclass(frozen=True)
class PublicFigure:
    """`counter`: what it counts (counters.yaml); `grows`: 1 if a score grows with it, -1 if it falls."""

    figure: Figure
    counter: str
    name: Text
    grows: int

    @property
    def code(self) -> str:
        return self.figure.code


@dataclass(frozen=True)
class Disclosure:
    """Counts from 1 to `few` - 1 are not printed. `basis` says why, `confidence` how sure that is."""

    version: int
    few: int
    basis: Text
    confidence: str
    figures: tuple[PublicFigure, ...]
    licence: str
    licence_address: str

    @property
    def rules(self) -> tuple[Figure, ...]:
        return tuple(one.figure for one in self.figures)


@cache
def shipped() -> Disclosure:
    """The rules in force."""
    said = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return Disclosure(
        said["version"],
        said["few"]["value"],
        Text.of(said["few"]["basis"]),
        said["few"]["confidence"],
        tuple(map(_figure, said["figures"])),
        said["licence"]["code"],
        said["licence"]["address"],
    )


def bounds(
    tables: Tables, rules: Disclosure, row: str, counts: Mapping[str, int], names: Collection[str]
) -> tuple[dict[str, int], dict[str, int]] | None:
    """The counters of a row at their worst and at their best: those that are hidden are taken from what is printed.

    Nothing of 0 is ever hidden. So nothing that is computed from them tells more of a hidden count than is printed of
    it. `names`: the counters that will be used. None if one of them is not known well enough.
    """
    worst, best = dict(counts), dict(counts)
    for one in rules.figures:
        shown = tables.shown(one.code, row)
        if one.counter in names and (shown.most is None or (one.code in NEEDED and shown.value is None)):
            return None
        ends = (shown.least if shown.value is not None else max(1, shown.least), shown.most or 0)
        worst[one.counter], best[one.counter] = ends if one.grows > 0 else ends[::-1]
    return worst, best


def _figure(said: Mapping[str, Any]) -> PublicFigure:
    figure = Figure(said["code"], said.get("of", ""), said.get("by_procedure", False))
    grows = -1 if said.get("better") == "less" else 1
    return PublicFigure(figure, said["counter"], Text.of(said["name"]), grows)
