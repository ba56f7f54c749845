"""How early or late results came: counts by end less due, with a line at the due moment."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from motcua.kernel.charts.facts import TimelinessFacts
from motcua.kernel.charts.numbers import Say, plain, share, short, tidy, whole
from motcua.kernel.charts.scales import Canvas, Scale, said_ticks, width_of
from motcua.kernel.charts.tables import Column, Table
from motcua.kernel.sentences import Sentence, gettext_noop

WIDE, SLIM = Canvas(640, 230, 15), Canvas(340, 200, 14)


class Bin(NamedTuple):
    """`low < value ≤ high`; an open end is None. `cases` of None is too small to be shown."""

    low: float | None
    high: float | None
    cases: int | None

    @property
    def late(self) -> bool:
        return self.low is not None and self.low >= 0


class Pile(NamedTuple):
    """One bin's bar; `text` is its count where there is room for it, `*` where it is hidden."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    late: bool
    text: str


class BinPicture(NamedTuple):
    """`zero` is the x of the due moment."""

    width: int
    height: int
    left: float
    top: float
    base: float
    zero: float
    levels: tuple[tuple[float, str], ...]
    edges: tuple[tuple[float, str], ...]
    piles: tuple[Pile, ...]


class Histogram(NamedTuple):
    """`on_time` and `late` are shares as written, "" where nothing was counted."""

    wide: BinPicture
    slim: BinPicture
    on_time: str
    late: str
    facts: TimelinessFacts
    table: Table


def binned(values: Iterable[float], edges: Sequence[float]) -> list[Bin]:
    """The values counted between the edges; the first and the last bin are open."""
    counts = [0] * (len(edges) + 1)
    for value in values:
        counts[bisect_left(edges, value)] += 1
    bounds = [None, *edges, None]
    return [Bin(bounds[n], bounds[n + 1], count) for n, count in enumerate(counts)]


def histogram(bins: Iterable[Bin], *, say: Say = plain) -> Histogram:
    """`say` writes the edges. Raises ValueError for a bin that holds both early and late."""
    kept = tuple(bins)
    for one in kept:
        if not one.late and (one.high is None or one.high > 0):
            raise ValueError(f"zero must be an edge, not inside {one.low} to {one.high}")
    facts = _facts(kept)
    return Histogram(
        wide=_picture(kept, say, WIDE),
        slim=_picture(kept, say, SLIM),
        on_time="" if facts.share_on_time is None else share(facts.share_on_time),
        late="" if facts.share_on_time is None else share(1 - facts.share_on_time),
        facts=facts,
        table=_table(kept, say),
    )


def _facts(bins: Sequence[Bin]) -> TimelinessFacts:
    late = sum(one.cases or 0 for one in bins if one.late)
    total = sum(one.cases or 0 for one in bins)
    hidden = sum(one.cases is None for one in bins)
    return TimelinessFacts(
        total, total - late, late, Fraction(total - late, total) if total else None, hidden
    )


def _picture(bins: Sequence[Bin], say: Say, canvas: Canvas) -> BinPicture:
    width, height, size = canvas
    most = max((one.cases or 0 for one in bins), default=0)
    levels = said_ticks(0, max(1, most), whole, 4)
    left = max(width_of(text, size) for _level, text in levels) + 8
    top, base = 44, height - 26
    down = Scale(0, levels[-1][0], base, top)
    pitch = (width - left - 8) / max(1, len(bins))
    zero = sum(not one.late for one in bins)
    return BinPicture(
        width=width,
        height=height,
        left=tidy(left),
        top=top,
        base=base,
        zero=tidy(left + zero * pitch),
        levels=tuple((tidy(down.at(level)), text) for level, text in levels),
        edges=_edges(bins, say, left, pitch, zero),
        piles=tuple(_pile(one, left + n * pitch, pitch, down) for n, one in enumerate(bins)),
    )


def _pile(one: Bin, x: float, pitch: float, down: Scale) -> Pile:
    y, base = down.at(one.cases or 0), down.at(0)
    text = "*" if one.cases is None else whole(one.cases)
    return Pile(
        x=tidy(x + 1),
        y=tidy(y),
        width=tidy(pitch - 2),
        height=tidy(base - y),
        middle=tidy(x + pitch / 2),
        late=one.late,
        text=text if one.cases != 0 and width_of(text, 13) <= pitch else "",
    )


def _edges(
    bins: Sequence[Bin], say: Say, left: float, pitch: float, zero: int
) -> tuple[tuple[float, str], ...]:
    """The bounds, evenly thinned to both sides of the due moment, which is always written."""
    bounds = [one.low for one in bins] + [one.high for one in bins[-1:]]
    texts = ["" if bound is None else short(say(bound)) for bound in bounds]
    every = max(1, -int(-(max(map(width_of, texts), default=0) + 10) // pitch))
    return tuple(
        (tidy(left + n * pitch), text) for n, text in enumerate(texts) if text and (n - zero) % every == 0
    )


def _table(bins: Sequence[Bin], say: Say) -> Table:
    columns = (
        Column(Sentence(gettext_noop("More than")), lambda value: short(say(value))),
        Column(Sentence(gettext_noop("At most")), lambda value: short(say(value))),
        Column(Sentence(gettext_noop("Dossiers")), whole),
    )
    return Table(columns, tuple((one.low, one.high, one.cases) for one in bins))
