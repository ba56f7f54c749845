"""The public figures of a body and month as data for programs: one JSON document, and the same as rows."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from motcua.criteria.queries.answers import shown as rounded
from motcua.criteria.queries.counting import counters
from motcua.criteria.queries.fields import names_of
from motcua.criteria.queries.open_figures import Between, Opened, fully_online
from motcua.criteria.rules.counters import Reading
from motcua.criteria.rules.disclosure import PublicFigure
from motcua.criteria.rules.scoring import Score
from motcua.criteria.rules.suppression import TOTAL, Shown
from motcua.kernel.bilingual import Text
from motcua.kernel.charts import Column, Table
from motcua.kernel.vietnamese import sort_key

Cell = dict[str, Any]


def document(of: Opened) -> dict[str, Any]:
    """Everything that the page shows. A count is `{"value", "least", "most"}`: of a hidden one `value` is null."""
    full, fit = fully_online(list(of.seen.tree.below(of.row)), of.over, of.at)
    return {
        "body": of.row,
        "name": _both(of.seen.node.name),
        "period": of.over.code,
        "closed": of.is_closed,
        "counted_until": of.seen.horizon and of.seen.horizon.isoformat(),
        "set": of.seen.by.code,
        "set_digest": of.seen.by.digest,
        "licence": {"code": of.rules.licence, "address": of.rules.licence_address},
        "suppression": {
            "version": of.rules.version,
            "few": of.rules.few,
            "basis": _both(of.rules.basis),
            "confidence": of.rules.confidence,
            "marks": MARKS,
        },
        "columns": [_column(one) for one in of.rules.figures],
        "score": _score(of, of.scores),
        "on_time": [_reading(of, one) for one in counters().readings],
        "fully_online": {"procedures": full, "of_eligible": fit},
        "total": _counts(of, of.row),
        "procedures": [
            {"code": code, "name": _both(name), **_counts(of, of.row, code)} for code, name in procedures(of)
        ],
        "bodies": [
            {
                "code": code,
                "name": _both(of.seen.tree[code].name),
                "score": _score(of, of.scores_of(code)),
                **_counts(of, code),
            }
            for code in of.parts
        ],
    }


MARKS = {
    "shown": "printed as it is",
    "few": "from 1 to one less than `few`",
    "nearly": "all but a few of the whole that it is a part of",
    "hidden": "not printed, because another hidden count would follow from it",
}


def procedures(of: Opened) -> list[tuple[str, Text]]:
    """In the order of their names, as people read them."""
    names = names_of(of.columns)
    return sorted(((code, names.get(code) or Text(code, code)) for code in of.columns), key=_by_name)


def rows(of: Opened) -> Table:
    """The counts of the node, its procedures and its bodies, one row each, with bounds beside every count."""
    heads = [f"{one.code}{end}" for one in _figures(of) for end in ("", "_least", "_most")]
    columns = tuple(Column(head) for head in ("kind", "code", "name", *heads))
    return Table(columns, tuple(_rows(of)))


def _rows(of: Opened) -> Iterator[tuple[str | int | None, ...]]:
    yield ("total", of.row, str(of.seen.node.name), *_flat(of, of.row, TOTAL))
    for code, name in procedures(of):
        yield ("procedure", code, str(name), *_flat(of, of.row, code))
    for code in of.parts:
        yield ("body", code, str(of.seen.tree[code].name), *_flat(of, code, TOTAL))


def _figures(of: Opened) -> list[PublicFigure]:
    """Those that every row has stand first."""
    return sorted(of.rules.figures, key=lambda one: not one.figure.by_column)


def _flat(of: Opened, row: str, column: str) -> Iterator[int | None]:
    for one in _figures(of):
        if column != TOTAL and not one.figure.by_column:
            yield from (None, None, None)
            continue
        shown = of.shown(one.code, row, column)
        yield from (shown.value, shown.least, shown.most)


def _counts(of: Opened, row: str, column: str = TOTAL) -> dict[str, Cell]:
    return {
        one.code: _cell(of.shown(one.code, row, column))
        for one in of.rules.figures
        if column == TOTAL or one.figure.by_column
    }


def _cell(shown: Shown) -> Cell:
    return {"value": shown.value, "least": shown.least, "most": shown.most, "mark": str(shown.mark)}


def _reading(of: Opened, reading: Reading) -> Cell:
    ends = of.reading(reading)
    worst = ends and {"on_time": ends[0], "of": ends[1]}
    best = ends and {"on_time": ends[2], "of": ends[3]}
    definition = _both(reading.definition)
    return {
        "code": reading.code,
        "name": _both(reading.name),
        "definition": definition,
        "worst": worst,
        "best": best,
    }


def _score(of: Opened, scores: tuple[Score, Score] | None) -> Cell | None:
    if scores is None:
        return None
    decimals = of.seen.by.decimals
    return {
        **_ends(score_between(scores), decimals),
        "max": float(scores[0].max),
        "bands": sorted({one.band.code for one in scores if one.band}),
        "groups": [
            {
                "code": worst.code,
                **_ends(between(worst.points, best.points), decimals),
                "max": float(worst.max),
            }
            for worst, best in zip(scores[0].groups, scores[1].groups, strict=True)
        ],
    }


def score_between(scores: tuple[Score, Score]) -> Between | None:
    worst, best = (one.rated for one in scores)
    return None if worst is None or best is None else between(worst, best)


def between(one: Fraction, other: Fraction) -> Between:
    return Between(min(one, other), max(one, other))


def _ends(ends: Between | None, decimals: int) -> Cell:
    return {
        "least": ends and rounded(ends.least, decimals),
        "most": ends and rounded(ends.most, decimals),
    }


def _column(one: PublicFigure) -> Cell:
    return {
        "code": one.code,
        "name": _both(one.name),
        "counts": one.counter,
        "of": one.figure.of or None,
        "by_procedure": one.figure.by_column,
        "description": _both(counters().name_of(one.counter)),
    }


def _both(text: Text) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}


def _by_name(line: tuple[str, Text]) -> str:
    return sort_key(str(line[1]))
