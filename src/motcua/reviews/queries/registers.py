"""The registers in data/: whom recommendations are addressed to, what investments rest on, the numbers that bind."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from motcua.kernel.bilingual import Text
from motcua.kernel.dated import in_force, read_dated

DATA = Path(__file__).parents[1] / "data"


class Receiver(NamedTuple):
    """A body outside the house, between two days. `followed_by`: who answers in its place since it is gone."""

    code: str
    kind: str
    name: Text
    since: date
    until: date
    followed_by: str

    def exists(self, on: date) -> bool:
        return self.since <= on <= self.until


class Basis(NamedTuple):
    """A decree by which investments are approved between two days, as amended then."""

    code: str
    number: str
    since: date
    until: date
    confidence: str
    note: str

    def in_force(self, on: date) -> bool:
        return self.since <= on <= self.until


class Kind(NamedTuple):
    """A kind of task, or a source of funds. `articles`: where each decree, by its code, deals with it."""

    code: str
    name: Text
    articles: dict[str, str]


@dataclass(frozen=True)
class AskingNorms:
    """What holds for recommendations from one day on, with its basis in the data file."""

    effective_from: date
    answer_working_days: int
    reason_least_letters: int


@cache
def receivers() -> dict[str, Receiver]:
    return {one.code: one for one in map(_receiver, _read("receivers"))}


def receivers_on(on: date) -> list[Receiver]:
    """Those that exist on a day, as the file orders them."""
    return [one for one in receivers().values() if one.exists(on)]


def answers_now(receiver: Receiver, on: date) -> Receiver:
    """Itself, or who answers in its place on that day."""
    while receiver.until < on and receiver.followed_by:
        receiver = receivers()[receiver.followed_by]
    return receiver


@cache
def bases() -> dict[str, Basis]:
    rows = _read("investments")["bases"]
    return {row["code"]: _basis(row) for row in rows}


def bases_on(on: date) -> list[Basis]:
    return [one for one in bases().values() if one.in_force(on)]


@cache
def tasks() -> dict[str, Kind]:
    return _kinds("tasks")


@cache
def funds() -> dict[str, Kind]:
    return _kinds("funds")


def asking_norms(on: date) -> AskingNorms:
    """Raises LookupError before the first of them."""
    return in_force(_asking_norms(), on)


@cache
def _asking_norms() -> tuple[AskingNorms, ...]:
    return read_dated(DATA / "recommendations.yaml", AskingNorms)


def _receiver(row: dict[str, Any]) -> Receiver:
    return Receiver(
        row["code"],
        row["kind"],
        Text(row["vi"], row["en"]),
        row.get("from", date.min),
        row.get("until", date.max),
        row.get("followed_by", ""),
    )


def _basis(row: dict[str, Any]) -> Basis:
    return Basis(
        row["code"], row["number"], row["from"], row["until"] or date.max, row["confidence"], row["note"]
    )


def _kinds(name: str) -> dict[str, Kind]:
    return {
        row["code"]: Kind(
            row["code"],
            Text(row["vi"], row["en"]),
            {basis: said["text"] for basis, said in row.get("articles", {}).items()},
        )
        for row in _read("investments")[name]
    }


@cache
def _read(name: str) -> Any:
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
