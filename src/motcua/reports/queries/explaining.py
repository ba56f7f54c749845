"""Blocks from the index: every criterion with its points, what it lost, where and why, who, and what is being done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from motcua.criteria.access import Sight, people
from motcua.criteria.queries.drilling import Drill, Level, Share, Way, drill
from motcua.criteria.queries.fields import names_of, steps_of
from motcua.criteria.queries.scores import View
from motcua.criteria.rules.measuring import Flag, Measured
from motcua.criteria.rules.scoring import half_up
from motcua.directives.models import Directive
from motcua.kernel import charts
from motcua.kernel.bilingual import Text
from motcua.reports.queries.lists import column, followed
from motcua.reports.queries.scenes import Scene
from motcua.reports.rules.definitions import Block
from motcua.reports.rules.frozen import Told, said

SEEN = Fraction(1, 200)
"""Points below this are 0,00 where they are shown, and explain nothing."""
MOST_EXPLAINED = 5
"""So many criteria, those that lose most, are followed down to the step and its unit."""
_NOTHING = Text(
    "Chưa có số liệu của kỳ này trong Bộ chỉ số, hoặc kỳ không phải tháng, quý, năm dương lịch.",
    "The index has no figures of this period, or it is no calendar month, quarter or year.",
)
_NOBODY = Sight("")
_FLAGS = {
    Flag.NOT_APPLICABLE: Text(
        "Không đo ở cấp này: đạt điểm tối đa theo quy tắc", "Not measured at this level"
    ),
    Flag.LEFT_OUT: Text("Hệ thống chưa đo được", "The system cannot know it"),
    Flag.NOTHING: Text("Không có gì để đo trong kỳ", "Nothing to measure"),
}


@dataclass(frozen=True)
class Found:
    """Where a criterion loses most, from the body down to the step, as far as it can be followed; and who has that."""

    where: str
    who: str


def explanation(_block: Block, scene: Scene) -> Told:
    seen = scene.view
    told = _empty(_criteria_columns(), Text("Chỉ số thành phần", "Criterion"))
    if seen is None:
        return told | {"reason": said(_NOTHING)}
    doing = _measures(scene)
    deep = {one.criterion.code for one in _worst(seen)}
    for place, one in enumerate(seen.score.criteria.values(), start=1):
        found = _found(seen, one, deep=one.criterion.code in deep)
        told["rows"].append(_criterion_row(place, one, found, doing.get(one.criterion.code, "")))
    return told | _total(seen)


def groups(_block: Block, scene: Scene) -> Told:
    seen = scene.view
    columns = [
        column("points", Text("Điểm đạt", "Points"), "decimal"),
        column("max", Text("Điểm tối đa", "Maximum points"), "decimal"),
        column("lost", Text("Điểm mất", "Points lost"), "decimal"),
    ]
    told = _empty(columns, Text("Nhóm chỉ số", "Group"))
    if seen is None:
        return told | {"reason": said(_NOTHING)}
    for place, group in enumerate(seen.score.groups, start=1):
        cells = {
            "points": _two(group.points),
            "max": _two(group.max),
            "lost": _two(group.max - group.points),
        }
        told["rows"].append(_row(place, group.code, group.group.name, cells))
    return told


def readings(_block: Block, scene: Scene) -> Told:
    """On time to the instant, by the day, and by the cohort: side by side, none instead of the other."""
    seen = scene.view
    columns = [
        column("numerator", Text("Đúng và trước hạn", "In time"), "count"),
        column("denominator", Text("Tổng số", "Of"), "count"),
        column("ratio", Text("Tỷ lệ (%)", "Rate (%)"), "decimal"),
    ]
    told = _empty(columns, Text("Cách đọc", "Reading"))
    if seen is None:
        return told | {"reason": said(_NOTHING)}
    for place, one in enumerate(seen.score.readings, start=1):
        ratio = None if one.ratio is None else _two(one.ratio * 100)
        cells = {"numerator": one.numerator, "denominator": one.denominator, "ratio": ratio}
        told["rows"].append(_row(place, one.reading.code, one.reading.name, cells))
    return told


def _empty(columns: list[Told], label: Text) -> Told:
    return {"label": {"number": "", "name": said(label)}, "columns": columns, "rows": []}


def _row(place: int, key: str, label: Text, cells: Told) -> Told:
    return {"key": key, "depth": 1, "number": str(place), "label": said(label), "cells": cells}


def _criteria_columns() -> list[Told]:
    return [
        column("numerator", Text("Tử số", "Numerator"), "count"),
        column("denominator", Text("Mẫu số", "Denominator"), "decimal"),
        column("ratio", Text("Tỷ lệ (%)", "Rate (%)"), "decimal"),
        column("points", Text("Điểm đạt", "Points"), "decimal"),
        column("max", Text("Điểm tối đa", "Maximum points"), "decimal"),
        column("lost", Text("Điểm mất", "Points lost"), "decimal"),
        column("where", Text("Nguyên nhân: mất nhiều nhất ở", "Why: most is lost at")),
        column("who", Text("Đơn vị chịu trách nhiệm", "Who answers for it")),
        column("doing", Text("Biện pháp, chỉ đạo đang theo dõi", "What is being done")),
    ]


def _criterion_row(place: int, one: Measured, found: Found, doing: str) -> Told:
    is_known = one.ratio is not None and one.is_measured and not one.criterion.is_mean
    cells = {
        "numerator": one.numerator if is_known else None,
        "denominator": _plain(one.denominator) if is_known else None,
        "ratio": None if one.ratio is None or one.criterion.is_mean else _two(one.ratio * 100),
        "points": None if one.points is None else _two(one.points),
        "max": _two(one.max),
        "lost": None if one.points is None else _two(one.max - one.points),
        "where": found.where,
        "who": found.who,
        "doing": doing,
    }
    label = Text(
        *(f"{one.criterion.code} {name}" for name in (one.criterion.name.vi, str(one.criterion.name.en)))
    )
    return _row(place, one.criterion.code, label, cells)


def _total(seen: View) -> Told:
    rated, most = seen.score.rated, seen.score.max
    points = Text("chưa xác định", "not known") if rated is None else Text(charts.plain(rated, 2))
    words = Text(
        f"Tổng điểm: {points.vi} trên {charts.plain(most, 0)}.",
        f"Total: {points} of {charts.plain(most, 0)}.",
    )
    return {"notes": [said(words)]}


def _worst(seen: View) -> list[Measured]:
    lost = [one for one in seen.score.criteria.values() if one.is_measured and one.points is not None]
    worst = sorted(lost, key=lambda one: (-_lost(one), one.criterion.code))
    return [one for one in worst[:MOST_EXPLAINED] if _lost(one) > 0]


def _lost(one: Measured) -> Fraction:
    return one.max - (one.points or 0)


def _found(seen: View, one: Measured, *, deep: bool) -> Found:
    flag = next((text for flag, text in _FLAGS.items() if flag in one.flags), None)
    if flag is not None:
        return Found(flag.vi, "")
    if one.points is None or _lost(one) <= 0:
        return Found("", "")
    code, node = one.criterion.code, seen.node.code
    whole = drill(seen, code, Way(node))
    if whole.level is not Level.BODIES:
        return _below(seen, code, node, Way(node), "") if deep else Found("", seen.node.name.vi)
    worst = _most(whole)
    if worst is None:
        return Found("", "")
    named = f"{seen.tree[worst.key].name.vi} ({_points(worst)})"
    if not deep:
        return Found(named, seen.tree[worst.key].name.vi)
    way = Way(worst.key, own=worst.key == node)
    return _below(seen, code, worst.key, way, named)


def _below(seen: View, code: str, body: str, way: Way, named: str) -> Found:
    """The procedure of a body that loses most; of lateness also the step and the unit that has it."""
    who, told = seen.tree[body].name.vi, [named] if named else []
    procedures = drill(seen, code, way._replace(by_procedure=True))
    worst = _most(procedures) if procedures.level is Level.PROCEDURES else None
    if worst is None:
        return Found("; ".join(told), who)
    name = names_of([worst.key]).get(worst.key, Text(worst.key)).vi
    told.append(f"thủ tục {name} ({_points(worst)})")
    steps = drill(seen, code, way._replace(procedure=worst.key, by_procedure=False))
    step = _most(steps) if steps.level is Level.STEPS else None
    if step is None:
        return Found("; ".join(told), who)
    told.append(f"bước {steps_of(worst.key).get(step.key, Text(step.key)).vi} ({_points(step)})")
    held = _most(drill(seen, code, way._replace(procedure=worst.key, by_procedure=False, step=step.key)))
    if held is not None and held.holder is not None:
        who = f"{people([held.holder], _NOBODY)[held.holder].unit.vi}, {who}"
    return Found("; ".join(told), who)


def _most(drilled: Drill) -> Share | None:
    return max(
        (one for one in drilled.shares if one.points >= SEEN), key=lambda one: one.points, default=None
    )


def _points(share: Share) -> str:
    return f"{charts.plain(share.points, 2)} điểm"


def _two(number: Fraction | int) -> str:
    """Two decimals, halves up, with a point: a number for machines, shown with a comma."""
    return f"{float(half_up(Fraction(number), 2)):.2f}"


def _plain(number: Fraction) -> str:
    """A whole number as it is, another with two decimals."""
    return str(number) if number.denominator == 1 else _two(number)


def _measures(scene: Scene) -> Mapping[str, str]:
    """The open directives on each criterion at these bodies, with their dates."""
    told: dict[str, list[str]] = defaultdict(list)
    for one in _on_criteria(followed(scene.bodies)):
        told[one.criterion].append(
            f"{one.code}: {one.title}, {one.lead_unit.name_vi}, hạn {one.due_on:%d/%m/%Y}"
        )
    return {code: "; ".join(several) for code, several in told.items()}


def _on_criteria(found: Iterable[Directive]) -> Iterable[Directive]:
    return (one for one in found if one.criterion)
