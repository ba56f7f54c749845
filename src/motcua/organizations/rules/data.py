"""The organisation files as facts: read, checked and named once; the dictionaries end here."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "data"
PROVINCE = "H49"
COMMUNE_TYPES = {
    "ward": ("phường", "Ward"),
    "commune": ("xã", "Commune"),
    "special_zone": ("đặc khu", "Special Zone"),
}


class BodyFact(NamedTuple):
    code: str
    kind: str
    parent: str
    name_vi: str
    name_en: str
    symbol: str


class UnitFact(NamedTuple):
    code: str
    body: str
    kind: str
    fields: tuple[str, ...]
    name_vi: str
    name_en: str


class Commune(NamedTuple):
    """`written` is how people write it inside an address: `phường Hồng Gai`."""

    code: str
    kind: str
    name: str
    written: str


@cache
def bodies() -> tuple[BodyFact, ...]:
    """Every body of the province, parents first."""
    above = tuple(_body(row) for row in _read("bodies")["bodies"])
    return (*above, *(_committee(commune) for commune in communes()))


@cache
def communes() -> tuple[Commune, ...]:
    return tuple(
        Commune(row["code"], row["type"], row["name"], f"{COMMUNE_TYPES[row['type']][0]} {row['name']}")
        for row in _read("communes")["communes"]
    )


@cache
def units() -> tuple[UnitFact, ...]:
    sheets = _read("units")
    return tuple(
        _unit(body, row)
        for body in bodies()
        for row in sheets["bodies"].get(body.code, sheets["kinds"].get(body.kind, []))
    )


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def _body(row: dict[str, str]) -> BodyFact:
    parent = "" if row["code"] == PROVINCE else PROVINCE
    return BodyFact(row["code"], row["kind"], parent, row["vi"], row["en"], row["symbol"])


def _committee(commune: Commune) -> BodyFact:
    name_en = f"People's Committee of {commune.name} {COMMUNE_TYPES[commune.kind][1]}"
    name_vi = f"Ủy ban nhân dân {commune.written}"
    return BodyFact(commune.code, "commune", PROVINCE, name_vi, name_en, "UBND")


def _unit(body: BodyFact, row: dict[str, Any]) -> UnitFact:
    code = f"{body.code}-{row['code']}"
    return UnitFact(code, body.code, row["kind"], tuple(row.get("fields", ())), row["vi"], row["en"])
