"""Who sits where in a demo body: a pure plan, the same for the same seed."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

from motcua.organizations.rules import data
from motcua.organizations.rules.names import full_name

POSTS = Path(__file__).resolve().parents[1] / "data" / "posts.yaml"


class Post(NamedTuple):
    title_vi: str
    title_en: str
    roles: tuple[str, ...]


class Seat(NamedTuple):
    """One officer to be: `code` is stable for the unit and the number in it, whatever the name."""

    code: str
    name: str
    body: str
    unit: str
    post: Post


def seats(seed: int) -> tuple[Seat, ...]:
    """The officers of every body of the province."""
    kinds = {body.code: body.kind for body in data.bodies()}
    return tuple(seat for unit in data.units() for seat in _seats_of(unit, kinds[unit.body], seed))


def _seats_of(unit: data.UnitFact, body_kind: str, seed: int) -> Iterator[Seat]:
    rng = Random(f"{seed} {unit.code}")  # noqa: S311 -- invented names, no secret
    for number, post in enumerate(_posts(unit.body, body_kind, unit.kind), start=1):
        yield Seat(f"{unit.code}-{number:02}", full_name(rng), unit.body, unit.code, post)


def _posts(body: str, body_kind: str, unit_kind: str) -> Iterator[Post]:
    sheet = _sheet()
    own = sheet["bodies"].get(body, {}).get(unit_kind)
    rows = own or sheet["kinds"].get(body_kind, {}).get(unit_kind) or sheet["any"].get(unit_kind, [])
    for row in rows:
        yield from [Post(row["vi"], row["en"], tuple(row["roles"]))] * row["count"]


@cache
def _sheet() -> Any:
    return yaml.safe_load(POSTS.read_text(encoding="utf-8"))
