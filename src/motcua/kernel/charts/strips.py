"""How long things take: the median, nine in ten, and the limit. Never a mean alone."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from motcua.kernel.charts.facts import StripFacts, spot_of
from motcua.kernel.charts.numbers import Number, Say, percent_of, plain, whole
from motcua.kernel.charts.tables import NOTHING, Column, Label, Table
from motcua.kernel.sentences import Sentence, gettext_noop

ROOM = 1.04  # the scale ends a little beyond the longest


class Span(NamedTuple):
    """`cases` is how many stand behind it; None says nothing about it."""

    label: Label
    median: Number | None
    p90: Number | None
    limit: Number | None = None
    cases: int | None = None
    href: str = ""


class StripRow(NamedTuple):
    """`state`: within, over, free (there is no limit) or few. Places are shares of a box of 100%; None is not drawn."""

    label: Label
    href: str
    state: str
    median_at: str | None
    p90_at: str | None
    between: str
    limit_at: str | None
    median: str
    p90: str
    limit: str
    cases: str


class Strip(NamedTuple):
    rows: tuple[StripRow, ...]
    facts: StripFacts
    table: Table


def strip(spans: Iterable[Span], *, say: Say = plain, few: int = 20) -> Strip:
    """In the order given; a row of fewer than `few` cases says so instead of drawing."""
    kept = tuple(spans)
    told = [float(n) for span in kept for n in (span.median, span.p90, span.limit) if n is not None]
    longest = max(told, default=0.0) * ROOM
    rows = tuple(_row(span, longest, say, few) for span in kept)
    return Strip(rows, _facts(kept, rows, say), _table(kept, say))


def _row(span: Span, longest: float, say: Say, few: int) -> StripRow:
    state = _state(span, few)
    drawn = state != "few" and span.median is not None and span.p90 is not None
    median, p90 = float(span.median or 0), float(span.p90 or 0)
    return StripRow(
        label=span.label,
        href=span.href,
        state=state,
        median_at=percent_of(median, longest) if drawn else None,
        p90_at=percent_of(p90, longest) if drawn else None,
        between=percent_of(max(0.0, p90 - median), longest),
        limit_at=None if span.limit is None else percent_of(float(span.limit), longest),
        median=NOTHING if span.median is None else say(span.median),
        p90=NOTHING if span.p90 is None else say(span.p90),
        limit=NOTHING if span.limit is None else say(span.limit),
        cases="" if span.cases is None else whole(span.cases),
    )


def _state(span: Span, few: int) -> str:
    if span.p90 is None or (span.cases is not None and span.cases < few):
        return "few"
    if span.limit is None:
        return "free"
    return "over" if span.p90 > span.limit else "within"


def _facts(spans: Sequence[Span], rows: Sequence[StripRow], say: Say) -> StripFacts:
    by_state = [(row.state, span) for span, row in zip(spans, rows, strict=True)]
    judged = [
        spot_of(span.label, span.p90, say)
        for state, span in by_state
        if state != "few" and span.p90 is not None
    ]
    return StripFacts(
        over=tuple(str(span.label) for state, span in by_state if state == "over"),
        slowest=max(judged, key=lambda spot: spot.value, default=None),
        few=tuple(str(span.label) for state, span in by_state if state == "few"),
    )


def _table(spans: Sequence[Span], say: Say) -> Table:
    columns = (
        Column(Sentence(gettext_noop("Group"))),
        Column(Sentence(gettext_noop("Median")), say),
        Column(Sentence(gettext_noop("Nine in ten within")), say),
        Column(Sentence(gettext_noop("Limit")), say),
        Column(Sentence(gettext_noop("Cases")), whole),
    )
    return Table(
        columns, tuple((span.label, span.median, span.p90, span.limit, span.cases) for span in spans)
    )
