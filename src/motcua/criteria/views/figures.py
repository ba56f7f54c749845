"""The figures of the index: charts and headline tiles, from a view."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext as _

from motcua.criteria.queries.counting import Counts
from motcua.criteria.queries.scores import Side
from motcua.criteria.queries.services import Offered
from motcua.criteria.rules.losses import waterfall
from motcua.criteria.rules.measuring import Flag, Measured
from motcua.criteria.rules.movement import Movement
from motcua.criteria.rules.scoring import ReadingScore
from motcua.criteria.rules.sets import Criterion, Ratio
from motcua.criteria.views.marking import Marking
from motcua.criteria.views.saying import ratio_of, reason, share_of
from motcua.criteria.views.seen import Asked, basis
from motcua.kernel import charts
from motcua.kernel.bilingual import Text

ROWS = 20
"""Bodies of a heat table, and parts of a split, that are shown unless all are asked for."""
POINTS = charts.places(2)
Amount = Fraction | None


def groups(asked: Asked) -> charts.BarTable:
    seen = asked.view
    bars = [
        charts.Bar(one.group.name, one.points, one.max, href=f"#g{one.code}")
        for one in seen.score.groups
        if one.max
    ]
    return charts.bar_table(bars, say=POINTS)


def falls(asked: Asked) -> charts.Waterfall:
    seen = asked.view
    steps = [charts.Step(row.group.name, row.lost) for row in waterfall(seen.score) if row.group.points]
    return charts.waterfall(seen.score.max, steps, say=POINTS)


def trend(asked: Asked, marks: Marking) -> charts.Trend:
    points = [
        charts.Point(side.over.code, None if side.is_empty else side.score.rated) for side in asked.view.past
    ]
    drawn = charts.trend(points, name=_("Score"), marks=marks.flags, say=POINTS)
    return drawn._replace(table=marks.column(drawn.table))


def rates(asked: Asked, criterion: str, marks: Marking) -> charts.Trend | None:
    """The rate of a criterion over the periods; None where it has none (a mean grade), or nothing happened."""
    points = []
    for side in asked.view.past:
        one = side.score.criteria.get(criterion)
        points.append(charts.Point(side.over.code, one.ratio if one and not side.is_empty else None))
    of = asked.view.score.criteria[criterion].criterion
    if of.is_mean or all(point.value is None for point in points):
        return None
    drawn = charts.trend(points, name=_("Rate"), target=_full(of), marks=marks.flags, say=charts.share)
    return drawn._replace(table=marks.column(drawn.table))


def _full(criterion: Criterion) -> Fraction | None:
    """The rate from which on there are all points, where it is not simply every case."""
    scoring = criterion.scoring
    return scoring.threshold if isinstance(scoring, Ratio) and scoring.threshold < 1 else criterion.target


def heat(asked: Asked, *, by_criteria: bool, everything: bool) -> charts.HeatTable:
    """Bodies by groups or criteria: the share of the points that is reached. Those that lose most come first."""
    seen = asked.view
    parts = ranked(asked)
    rows = []
    for code in parts if everything else parts[:ROWS]:
        score = seen.part_score(code)
        if by_criteria:
            cells = [_cell(one, asked, code) for one in score.criteria.values() if one.criterion.points]
        else:
            cells = [charts.Cell(one.points / one.max) for one in score.groups if one.max]
        href = asked.address(cq=code) if code != seen.node.code else ""
        rows.append(charts.HeatRow(seen.tree[code].name, cells, href))
    return charts.heat_table(_heads(asked, by_criteria=by_criteria), rows)


def ranked(asked: Asked) -> list[str]:
    """The parts in which something happened, those that lose most of the node's points first."""
    seen = asked.view
    total = seen.losses.total
    lost = {
        code: total.part(seen.figures(code))
        for code, counts in seen.parts.items()
        if counts["received"] or counts["finished"] or counts["pending"]
    }
    return sorted(lost, key=lambda code: (-lost[code], code))


def _heads(asked: Asked, *, by_criteria: bool) -> list[charts.Head]:
    score = asked.view.score
    if not by_criteria:
        return [charts.Head(one.group.name) for one in score.groups if one.max]
    return [
        charts.Head(code, asked.address("criterion", code))
        for code, one in score.criteria.items()
        if one.criterion.points
    ]


def _cell(one: Measured, asked: Asked, body: str) -> charts.Cell:
    if Flag.NOT_APPLICABLE in one.flags or one.share is None:
        return charts.Cell(None)
    return charts.Cell(one.share, asked.address("criterion", one.criterion.code, cq=body))


def changes(asked: Asked) -> charts.SplitBar | None:
    """By how many points each group moved since the period compared with; None if nothing can be compared."""
    before, seen = asked.view.before, asked.view
    if before is None or before.is_empty or before.by.digest != seen.by.digest:
        return None
    earlier = {one.code: one.points for one in before.score.groups}
    parts = [
        charts.Part(one.group.name, (one.points - earlier[one.code],)) for one in seen.score.groups if one.max
    ]
    return charts.split(parts, names=[_("Change in points")], say=POINTS)


def moved(movement: Movement, names: dict[str, Text], asked: Asked) -> charts.SplitBar:
    """A movement over the bodies, by rate and mix; what belongs to no body by its reason. The strongest first; the
    others, if there are many, as one row: the sum stays exact.
    """
    ordered = sorted({*movement.rate, *movement.mix}, key=lambda code: (-abs(movement.of(code)), str(code)))
    nothing = Fraction(0)
    amounts = {code: (movement.rate.get(code, nothing), movement.mix.get(code, nothing)) for code in ordered}
    shown, others = ordered[:ROWS], ordered[ROWS:]
    parts = [charts.Part(names[code], amounts[code], _down(asked, code)) for code in shown]
    if others:
        rest = tuple(sum((amounts[code][n] for code in others), nothing) for n in range(2))
        parts.append(charts.Part(_("%(number)s others") % {"number": len(others)}, rest))
    parts += [charts.Part(reason(code), (points, nothing)) for code, points in movement.rest.items()]
    return charts.split(parts, names=[_("Rate"), _("Mix")], say=charts.places(3))


def _down(asked: Asked, code: str) -> str:
    return asked.address("why", cq=code) if code != asked.view.node.code else ""


class Headline(NamedTuple):
    """A share of two counters, its name, what it is in words, and which facts stand behind it."""

    label: str
    formula: str
    source: str
    numerator: Callable[[Counts], int]
    denominator: Callable[[Counts], int]
    behind: str


def headlines() -> list[Headline]:
    return [
        Headline(
            _("Filed online"),
            _("Dossiers filed online ÷ dossiers received in the period"),
            "NĐ 42/2022, NĐ 118/2025",
            lambda counts: counts["received_online"],
            lambda counts: counts["received"],
            "received_online",
        ),
        Headline(
            _("Paid online"),
            _("Dossiers paid online ÷ dossiers received in the period that cost something"),
            "QĐ 766/QĐ-TTg",
            lambda counts: counts["received_paid_online"],
            lambda counts: counts["received_fee"],
            "received_paid_online",
        ),
        Headline(
            _("Petitions handled"),
            _("Petitions answered in the period ÷ those answered and those still pending at its end"),
            "NĐ 20/2008, QĐ 766/QĐ-TTg",
            lambda counts: counts["petitions_answered"],
            lambda counts: counts["petitions_answered"] + counts["petitions_pending"],
            "petitions_answered",
        ),
    ]


def tiles(asked: Asked, offered: Offered) -> list[charts.Tile]:
    """The score, lateness, and the headline shares, each with its formula, source, set, data time and list."""
    seen = asked.view
    facts = basis(seen)
    on_time = _reading(seen)
    told = [
        _score(asked, facts),
        charts.Tile(
            _("Dossiers received"),
            charts.whole(seen.counts["received"]),
            _("%(number)s finished") % {"number": charts.whole(seen.counts["finished"])},
            href=asked.address("facts", dem="received"),
            facts=[(_("Formula"), _("Dossiers received in the period, by the moment of the record")), *facts],
            history=[None if side.is_empty else side.counts["received"] for side in seen.past],
        ),
        charts.Tile(
            _("On time, with the late and open"),
            share_of(on_time.ratio),
            _of(on_time.numerator, on_time.denominator),
            href=asked.address("facts", dem="finished"),
            facts=[
                (_("Formula"), on_time.reading.definition),
                (_("Source"), "NĐ 118/2025"),
                *facts,
            ],
            history=[None if side.is_empty else _reading(side).ratio for side in seen.past],
        ),
        charts.Tile(
            _("Late and open"),
            charts.whole(seen.counts["pending_late"]),
            _("of %(number)s pending") % {"number": charts.whole(seen.counts["pending"])},
            tone="red" if seen.counts["pending_late"] else "green",
            href=asked.address("facts", dem="pending_late"),
            facts=[
                (
                    _("Formula"),
                    _(
                        "Dossiers whose due moment has passed and that have not ended, at the end of the period"
                    ),
                ),
                *facts,
            ],
            history=[side.counts["pending_late"] for side in seen.past],
        ),
        charts.Tile(
            _("Full online service"),
            share_of(offered.ratio),
            _of(offered.full, offered.eligible),
            href=asked.address("services"),
            facts=[
                (
                    _("Formula"),
                    _("Different procedures offered in full online ÷ different procedures fit for it"),
                ),
                (_("Source"), "NĐ 42/2022; QĐ 766/QĐ-TTg"),
                *facts,
            ],
        ),
    ]
    return [*told, *(_headline(one, asked, facts) for one in headlines())]


def _score(asked: Asked, facts: Sequence[tuple[str, str]]) -> charts.Tile:
    seen = asked.view
    score = seen.score
    tones = {"excellent": "green", "good": "green", "fair": "blue", "average": "amber", "weak": "red"}
    return charts.Tile(
        _("Score"),
        POINTS(score.rated) if score.rated is not None else "–",
        _("of %(number)s points") % {"number": charts.whole(score.max)},
        tag=str(score.band.name) if score.band else "",
        tone=tones.get(score.band.code, "grey") if score.band else "grey",
        href="#criteria",
        facts=[
            (_("Formula"), _("The sum of the points of all criteria; each is explained on its own page")),
            (_("Source"), score.set.basis.number),
            *facts,
        ],
        history=[None if side.is_empty else side.score.rated for side in seen.past],
    )


def _headline(one: Headline, asked: Asked, facts: Sequence[tuple[str, str]]) -> charts.Tile:
    seen = asked.view

    def share(side: Side) -> Amount:
        return ratio_of(one.numerator(side.counts), one.denominator(side.counts))

    return charts.Tile(
        one.label,
        share_of(share(seen)),
        _of(one.numerator(seen.counts), one.denominator(seen.counts)),
        href=asked.address("facts", dem=one.behind),
        facts=[(_("Formula"), one.formula), (_("Source"), one.source), *facts],
        history=[share(side) for side in seen.past],
    )


def _reading(side: Side) -> ReadingScore:
    return next(one for one in side.score.readings if one.reading.code == "with_open")


def _of(part: int, whole: int) -> str:
    return f"{charts.whole(part)} / {charts.whole(whole)}"
