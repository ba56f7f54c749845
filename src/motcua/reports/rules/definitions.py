"""What a report is made of, as data says it: columns, checks, blocks, and where each comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from motcua.kernel.bilingual import Text
from motcua.reports.rules.checks import Check, check_of

CONFIDENCES = ("found", "known", "fitted", "observed", "unsure")
LEVELS = ("level", "body", "field")


class Kind(StrEnum):
    """How a block is made."""

    COUNTED = "counted"
    LATE_LIST = "late_list"
    EXPLANATION = "explanation"
    DIRECTIVES = "directives"
    READINGS = "readings"
    GROUPS = "groups"
    TEXT = "text"


@dataclass(frozen=True)
class Basis:
    """Where something comes from, and how sure the house is of it."""

    text: str
    confidence: str

    @classmethod
    def of(cls, told: Mapping[str, str]) -> "Basis":
        if told["confidence"] not in CONFIDENCES:
            raise ValueError(told["confidence"])
        return cls(told["text"], told["confidence"])


@dataclass(frozen=True)
class Column:
    """A column: what it counts, or why it stays empty."""

    number: int
    name: Text
    group: Text
    measure: str = ""
    reason: Text | None = None

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Column":
        measure, reason = told.get("measure", ""), told.get("reason")
        if bool(measure) == bool(reason):
            raise ValueError(f"column {told['number']}: either a measure or a reason")
        return cls(
            told["number"],
            Text.of(told["name"]),
            Text.of(told["group"]),
            measure,
            Text.of(reason) if reason else None,
        )


@dataclass(frozen=True)
class Block:
    """A part of a report. `inside`: only for officers, never behind a shared link.

    `carried`: (source, goal) columns: what the last period left and this one carries over.
    """

    code: str
    kind: Kind
    title: Text
    unit: Text | None = None
    rows: tuple[str, ...] = ()
    label: tuple[str, Text] | None = None
    columns: tuple[Column, ...] = ()
    checks: tuple[Check, ...] = ()
    carried: tuple[int, int] | None = None
    note: Text | None = None
    basis: Basis | None = None
    check_basis: Basis | None = None
    says: str = ""
    inside: bool = False

    @classmethod
    def of(cls, code: str, told: Mapping[str, Any]) -> "Block":
        label, carried = told.get("label"), told.get("carried")
        block = cls(
            code=code,
            kind=Kind(told["kind"]),
            title=Text.of(told["title"]),
            unit=Text.of(told["unit"]) if "unit" in told else None,
            rows=tuple(told.get("rows", ())),
            label=(label["number"], Text(label["vi"], label["en"])) if label else None,
            columns=tuple(Column.of(one) for one in told.get("columns", ())),
            checks=tuple(check_of(said) for said in told.get("checks", ())),
            carried=(carried["from"], carried["to"]) if carried else None,
            note=Text.of(told["note"]) if "note" in told else None,
            basis=Basis.of(told["basis"]) if "basis" in told else None,
            check_basis=Basis.of(told["check_basis"]) if "check_basis" in told else None,
            says=told.get("says", ""),
            inside=told.get("inside", False),
        )
        block._stand()
        return block

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(column.measure for column in self.columns if column.measure)

    def _stand(self) -> None:
        """ValueError where a check names a column that is not counted, or rows nest by something unknown."""
        counted = {column.number for column in self.columns if column.measure}
        named = {number for check in self.checks for number in (check.total, *check.parts)}
        named |= set(self.carried or ())
        if not named <= counted or not set(self.rows) <= set(LEVELS):
            raise ValueError(f"{self.code}: {sorted(named - counted)} {self.rows}")


@dataclass(frozen=True)
class Definition:
    """A template of reports. `spans`: of which length its periods may be, the usual one first."""

    code: str
    form: str
    name: Text
    recipient: Text
    effective_from: date
    grid: str
    spans: tuple[str, ...]
    blocks: tuple[str, ...]
    basis: Basis
    content: Mapping[str, Any] = field(compare=False, repr=False, default_factory=dict)

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Definition":
        return cls(
            code=told["code"],
            form=told["form"],
            name=Text.of(told["name"]),
            recipient=Text.of(told["recipient"]),
            effective_from=told["effective_from"],
            grid=told["grid"],
            spans=tuple(told["spans"]),
            blocks=tuple(told["blocks"]),
            basis=Basis.of(told["basis"]),
            content=dict(told),
        )
