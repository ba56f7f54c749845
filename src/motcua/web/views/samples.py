"""Invented figures for the gallery's charts."""

from typing import Any

from django.utils.translation import gettext as _

from motcua.kernel import charts
from motcua.kernel.bilingual import Text

POINTS = (
    (12.3, 20, 16.4),
    (17.8, 22, 16.9),
    (6.1, 10, 7.2),
    (9.6, 12, 9.2),
    (16.9, 18, 15.8),
    (17.2, 18, 16.9),
)
SCORES = (84.2, 83.9, None, 85.8, 86.1, 84.7, 83.2, 82.4, 81.0, 80.6, 79.9)
SHARES = (
    (0.95, 0.62, 0.84, 0.70, 0.82, 0.96),
    (0.90, 0.41, 0.71, 0.55, 0.74, 0.88),
    (0.93, 0.72, None, 0.62, 0.85, 0.94),
    (0.98, 0.90, 0.88, 0.81, 0.90, 0.97),
    (0.88, 0.58, 0.69, 0.44, 0.70, 0.90),
)
BINS = ((None, -10, 12), (-10, -5, 204), (-5, -2, 341), (-2, 0, 803), (0, 2, 97), (2, 5, None), (5, None, 31))
BODIES = tuple(  # legal names: in Vietnamese everywhere
    Text(name)
    for name in (
        "Sở Tài chính",
        "Sở Nông nghiệp và Môi trường",
        "Sở Xây dựng",
        "Sở Tư pháp",
        "Phường Hồng Gai",
    )
)
HERE = "#charts"


def charts_shown() -> dict[str, Any]:
    return {
        "tiles": _tiles(),
        "groups": groups(),
        "course": _course(),
        "fall": charts.waterfall(
            100, [charts.Step(name, maximum - reached, HERE) for name, (reached, maximum, _mean) in _named()]
        ),
        "timeliness": charts.histogram(charts.Bin(*one) for one in BINS),
        "change": _change(),
        "waits": _waits(),
        "heat": _heat(),
    }


def groups() -> charts.BarTable:
    return charts.bar_table(
        [
            *(charts.Bar(name, reached, maximum, mean, HERE) for name, (reached, maximum, mean) in _named()),
            charts.Bar(_("Not yet counted"), None, 8),
        ]
    )


def _named() -> list[tuple[str, tuple[float, int, float]]]:
    names = (
        _("Progress of handling"),
        _("Digitised dossiers"),
        _("Online payment"),
        _("Online service"),
        _("Openness"),
        _("Satisfaction"),
    )
    return list(zip(names, POINTS, strict=True))


def _tiles() -> list[charts.Tile]:
    facts = (
        (_("Formula"), _("Points reached in all groups")),
        (_("Data as of"), "08:42, 23/11/2026"),
    )
    return [
        charts.Tile(_("Score"), "79,9", tag=_("Fair"), tone="amber", facts=facts, history=SCORES, href=HERE),
        charts.Tile(_("Late and still open"), "312", note=_("48 more than last week"), tone="red", href=HERE),
        charts.Tile(_("Due within 48 hours"), "1.204", note=_("391 of them nobody's yet"), facts=facts),
        charts.Tile(_("Wholly online"), "73,2%", tag=_("on target"), tone="green", history=(0.6, 0.7, 0.73)),
    ]


def _course() -> charts.Trend:
    return charts.trend(
        [
            *(charts.Point(f"{n:02}/26", score) for n, score in enumerate(SCORES, start=1)),
            charts.Point("12/26", 79.3, 78.0, 80.9),
        ],
        name=_("Score"),
        target=85,
        marks=[
            charts.Mark(8.4, _("Directive 214"), HERE),
            charts.Mark(9.1, _("Directive 231"), HERE),
        ],
        forecast=1,
    )


def _change() -> charts.SplitBar:
    parts = ((-2.1, 0.3), (-1.4, -0.2), (0.6, 0.1), (0.0, -0.3))
    return charts.split(
        [charts.Part(body, amounts, HERE) for body, amounts in zip(BODIES, parts, strict=False)],
        names=(_("Rate"), _("Mix")),
    )


def _waits() -> charts.Strip:
    return charts.strip(
        [
            charts.Span(_("Appraisal"), 2.1, 6.4, 5, 1230, HERE),
            charts.Span(_("Signature"), 0.4, 0.9, 1, 1187, HERE),
            charts.Span(_("Return of the result"), 0.2, 1.1, None, 1102, HERE),
            charts.Span(_("Opinion of another body"), 3.0, 4.0, 3, 7),
        ]
    )


def _heat() -> charts.HeatTable:
    return charts.heat_table(
        [charts.Head(name, HERE) for name, _points in _named()],
        [
            charts.HeatRow(body, [charts.Cell(share, "" if share is None else HERE) for share in row], HERE)
            for body, row in zip(BODIES, SHARES, strict=True)
        ],
    )
