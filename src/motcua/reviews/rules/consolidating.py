"""The picture of many reports: per criterion how many bodies fall short, what they lost, why, what they do, by when."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from motcua.reviews.rules.drafting import BY, CAUSE, KEEP, MEASURE, RESPONSIBLE, key
from motcua.reviews.rules.figures import Figure, Figures, Standing


class Answer(NamedTuple):
    """A report that was sent: its frozen figures and its texts as signed."""

    figures: Figures
    texts: Mapping[str, str]


class Measure(NamedTuple):
    """What one body wrote of one criterion. `by`: an ISO day."""

    body: str
    body_name: str
    lost: Decimal
    rate: str
    cause: str
    responsible: str
    measure: str
    by: str


class Group(NamedTuple):
    """Bodies that lost points at the same step of the same procedure, most points first."""

    procedure_name: str
    step_name: str
    bodies: tuple[str, ...]
    lost: Decimal


@dataclass
class Row:
    """One criterion over all reports. `measured`: in how many there were cases or points at all."""

    criterion: str
    name: str
    name_en: str
    measured: int = 0
    lost: Decimal = Decimal(0)
    measures: list[Measure] = field(default_factory=list)
    causes: list[Group] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)

    @property
    def short(self) -> int:
        return len(self.measures)


def consolidated(answers: Sequence[Answer]) -> list[Row]:
    """By points lost, most first; then by criterion. The order of `answers` does not matter."""
    rows: dict[str, Row] = {}
    places: dict[str, list[tuple[Figure, str]]] = defaultdict(list)
    for answer in sorted(answers, key=lambda one: one.figures.body):
        for line in answer.figures.lines:
            if line.standing is Standing.UNKNOWN:
                continue
            row = rows.setdefault(line.criterion, Row(line.criterion, line.name, line.name_en))
            row.measured += 1
            if line.standing is Standing.KEPT:
                keeps = answer.texts.get(key(KEEP, line.criterion), "")
                row.kept.append((answer.figures.body_name, keeps))
                continue
            row.lost += Decimal(line.lost)
            row.measures.append(_measure(answer, line))
            places[line.criterion].append((line, answer.figures.body_name))
    for row in rows.values():
        row.measures.sort(key=lambda one: (-one.lost, one.body))
        row.causes = _grouped(places[row.criterion])
    return sorted(rows.values(), key=lambda row: (-row.lost, row.criterion))


def as_json(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [
        {
            "criterion": row.criterion,
            "name": row.name,
            "name_en": row.name_en,
            "measured": row.measured,
            "lost": str(row.lost),
            "measures": [{**one._asdict(), "lost": str(one.lost)} for one in row.measures],
            "causes": [
                {**one._asdict(), "bodies": list(one.bodies), "lost": str(one.lost)} for one in row.causes
            ],
            "kept": [list(pair) for pair in row.kept],
        }
        for row in rows
    ]


def from_json(told: Sequence[Mapping[str, Any]]) -> list[Row]:
    return [
        Row(
            row["criterion"],
            row["name"],
            row["name_en"],
            row["measured"],
            Decimal(row["lost"]),
            [Measure(**{**one, "lost": Decimal(one["lost"])}) for one in row["measures"]],
            [
                Group(**{**one, "bodies": tuple(one["bodies"]), "lost": Decimal(one["lost"])})
                for one in row["causes"]
            ],
            [(body, keeps) for body, keeps in row["kept"]],
        )
        for row in told
    ]


def _measure(answer: Answer, line: Figure) -> Measure:
    cause, responsible, measure, by = (
        answer.texts.get(key(what, line.criterion), "") for what in (CAUSE, RESPONSIBLE, MEASURE, BY)
    )
    figures = answer.figures
    return Measure(
        figures.body, figures.body_name, Decimal(line.lost), line.rate, cause, responsible, measure, by
    )


def _grouped(lines: Sequence[tuple[Figure, str]]) -> list[Group]:
    found: dict[tuple[str, str], list[tuple[str, Decimal]]] = defaultdict(list)
    for line, body in lines:
        found[line.place.procedure_name, line.place.step_name].append((body, Decimal(line.lost)))
    groups = [
        Group(procedure, step, tuple(body for body, _lost in parts), sum((lost for _b, lost in parts), Decimal(0)))
        for (procedure, step), parts in found.items()
    ]  # fmt: skip
    return sorted(groups, key=lambda group: (-group.lost, group.procedure_name, group.step_name))
