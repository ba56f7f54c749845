"""A criteria set from YAML, checked whole: every fault with the line on which it stands."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from motcua.catalog.rules.problems import gettext_noop
from motcua.catalog.rules.source import parse
from motcua.criteria.rules import reading_counters
from motcua.criteria.rules.counters import Counters
from motcua.criteria.rules.expressions import Linear
from motcua.criteria.rules.sets import checks
from motcua.criteria.rules.sets.model import (
    CONFIDENCES,
    LEVELS,
    Band,
    Bands,
    Basis,
    Condition,
    CriteriaSet,
    Criterion,
    Grades,
    Group,
    Ratio,
    Scoring,
    Step,
    Steps,
    Zero,
)
from motcua.criteria.rules.written import Book, Part
from motcua.kernel.bilingual import Text

FOLDER = Path(__file__).parent.parent.parent / "data" / "sets"
FIRST_DAY = date(1945, 9, 2)
_THRESHOLD = gettext_noop("The threshold must be above 0 and at most 1, not %(value)s.")
_LEVEL = gettext_noop("“%(value)s” is not one of: %(wanted)s.")
_LEFT_OUT = gettext_noop("What is left out has no numerator or denominator: remove one of them.")
_SCORING = gettext_noop("Scoring is `linear`, {threshold: …}, {grades: …} or {steps: […]}.")


@cache
def shipped() -> Mapping[str, CriteriaSet]:
    """The sets that come with the system, by code."""
    counters = reading_counters.shipped()
    sets = (read(path.read_text(encoding="utf-8"), counters) for path in sorted(FOLDER.glob("*.yaml")))
    return {one.code: one for one in sets}


def read(text: str, counters: Counters | None = None) -> CriteriaSet:
    """The set that a YAML text says. Raises Unreadable with every problem and its line."""
    book = Book(parse(text))
    part = Part(book.source.content, "", book)
    found = _set(part, counters or reading_counters.shipped())
    part.finish()
    checks.check(found, book)
    book.close()
    return found


def _set(part: Part, counters: Counters) -> CriteriaSet:
    effective = part.part("effective")
    begins, ends = effective.day("from"), effective.day("until")
    effective.require("from")
    effective.finish()
    return CriteriaSet(
        code=part.text("code"),
        name=part.words("name"),
        basis=_basis(part.part("basis")),
        effective_from=begins or FIRST_DAY,
        effective_until=ends,
        total=part.fraction("total"),
        decimals=part.whole("decimals", 2),
        scales_missing=part.one_of("missing", ("zero", "scaled"), "zero") == "scaled",
        bands=_bands(part.part("bands")),
        staff_bands=_bands(part.part("staff_bands")) if part.has("staff_bands") else None,
        groups=tuple(_group(group, counters) for group in part.parts("groups")),
        content=dict(part.book.source.content),
    )


def _basis(part: Part) -> Basis:
    basis = Basis(part.text("number"), part.words("title"), part.one_of("confidence", CONFIDENCES))
    part.finish()
    return basis


def _bands(part: Part) -> Bands:
    steps = tuple(_band(step) for step in part.parts("steps"))
    bands = Bands(
        steps or (Band("", Fraction(0), Text("")),),
        part.one_of("confidence", CONFIDENCES),
        part.text("source"),
    )
    part.finish()
    return bands


def _band(part: Part) -> Band:
    band = Band(part.text("code"), part.fraction("from"), part.words("name"))
    part.finish()
    return band


def _group(part: Part, counters: Counters) -> Group:
    group = Group(
        code=part.text("code"),
        name=part.words("name"),
        points=part.fraction("points"),
        criteria=tuple(_criterion(one, counters) for one in part.parts("criteria")),
        source=part.text("source"),
        confidence=part.one_of("confidence", CONFIDENCES),
        legal=part.text("legal", ""),
        conflict=_optional(part, "conflict"),
    )
    part.finish()
    return group


def _criterion(part: Part, counters: Counters) -> Criterion:
    left_out = _optional(part, "left_out")
    criterion = Criterion(
        code=part.text("code"),
        name=part.words("name"),
        points=part.fraction("points"),
        levels=_levels(part),
        scoring=Ratio() if left_out.vi else _scoring(part, counters),
        zero=Zero.NULL if left_out.vi else Zero(part.one_of("zero", tuple(Zero))),
        source=part.text("source"),
        confidence=part.one_of("confidence", CONFIDENCES),
        numerator=None if left_out.vi else _sum(part, "numerator", counters),
        denominators=() if left_out.vi else _denominators(part, counters),
        times=part.text("times", ""),
        points_confidence=part.one_of("points_confidence", ("", *CONFIDENCES), ""),
        target=part.fraction("target") if part.has("target") else None,
        target_confidence=part.one_of("target_confidence", CONFIDENCES) if part.has("target") else "",
        metric=part.text("metric", ""),
        is_mean=part.one_of("shown_as", ("share", "mean"), "share") == "mean",
        why=_optional(part, "why"),
        note=_optional(part, "note"),
        conflict=_optional(part, "conflict"),
        left_out=left_out,
    )
    if left_out.vi and any(part.has(name) for name in ("numerator", "denominator", "scoring", "zero")):
        part.note("left_out", _LEFT_OUT)
    part.finish()
    return criterion


def _optional(part: Part, name: str) -> Text:
    return part.words(name) if part.has(name) else Text("")


def _levels(part: Part) -> frozenset[str]:
    part.require("levels")
    levels = part.names("levels")
    for level in levels:
        if level not in LEVELS:
            part.note("levels", _LEVEL, value=level, wanted=", ".join(LEVELS))
    return frozenset(levels) or frozenset(LEVELS)


def _sum(part: Part, name: str, counters: Counters) -> Linear:
    return reading_counters.sum_of(part, name, counters.names)


def _denominators(part: Part, counters: Counters) -> tuple[Linear, ...]:
    if not isinstance(part.raw("denominator"), dict):
        return (_sum(part, "denominator", counters),)
    several = part.part("denominator")
    found = tuple(
        reading_counters.read_sum(several, "greatest_of", text, counters.names)
        for text in several.names("greatest_of")
    )
    several.require("greatest_of")
    several.finish()
    return found


def _scoring(part: Part, counters: Counters) -> Scoring:
    said = part.raw("scoring")
    if not part.require("scoring") or said == "linear":
        return Ratio()
    if not isinstance(said, dict):
        part.note("scoring", _SCORING)
        return Ratio()
    scoring = part.part("scoring")
    found = _named_scoring(scoring, counters)
    scoring.finish()
    return found


def _named_scoring(scoring: Part, counters: Counters) -> Scoring:
    if scoring.has("threshold"):
        threshold = scoring.fraction("threshold")
        if not 0 < threshold <= 1:
            scoring.note("threshold", _THRESHOLD, value=scoring.text("threshold"))
            threshold = Fraction(1)
        return Ratio(threshold, scoring.one_of("confidence", CONFIDENCES))
    if scoring.has("grades"):
        return Grades(scoring.fraction("grades"), scoring.whole("decimals", 1))
    if scoring.has("steps"):
        return Steps(tuple(_step(step, counters) for step in scoring.parts("steps")))
    scoring.note("", _SCORING)
    return Ratio()


def _step(part: Part, counters: Counters) -> Step:
    step = Step(
        part.fraction("points"), part.fraction("at_least"), tuple(_conditions(part.parts("and"), counters))
    )
    part.finish()
    return step


def _conditions(parts: Iterator[Part], counters: Counters) -> Iterator[Condition]:
    for part in parts:
        if part.has("none"):
            yield Condition(_sum(part, "none", counters))
        else:
            yield Condition(
                _sum(part, "numerator", counters),
                _sum(part, "denominator", counters),
                part.fraction("at_least"),
            )
        part.finish()
