"""The calendars and days that come with the house, read from `clock/data/*.yaml`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from motcua.clock.rules.calendar import Calendar, Declared, Works, afternoon, morning, sessions_of

DATA = Path(__file__).resolve().parents[1] / "data"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Week:
    """`week` maps weekday → texts such as `07:30-11:30`; a weekday left out is a day off."""

    code: str
    name_vi: str
    name_en: str
    week: Mapping[str, tuple[str, ...]]
    full_day: tuple[str, ...]
    basis: str


@cache
def weeks() -> tuple[Week, ...]:
    content = yaml.safe_load((DATA / "calendars.yaml").read_text(encoding="utf-8"))
    return tuple(_week(entry) for entry in content["calendars"])


def _week(entry: Mapping[str, Any]) -> Week:
    full = tuple(entry["full_day"])
    half = {
        works: tuple(text for text in full if sessions_of(text) == part(sessions_of(text)))
        for works, part in (("morning", morning), ("afternoon", afternoon))
    }
    named = {"full": full, **half}
    week = {
        day: named[texts] if isinstance(texts, str) else tuple(texts) for day, texts in entry["week"].items()
    }
    return Week(entry["code"], entry["name"]["vi"], entry["name"]["en"], week, full, entry["basis"])


@cache
def days() -> tuple[Declared, ...]:
    """Every shipped day of the whole country, in order of date and publication."""
    found: list[Declared] = []
    for path in sorted(DATA.glob("days-off-*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["days"]:
            found += _days(entry)
    return tuple(sorted(found, key=lambda day: (day.on, day.known_from)))


def _days(entry: Mapping[str, Any]) -> Iterator[Declared]:
    facts = {
        "name_vi": entry["name"]["vi"],
        "name_en": entry["name"]["en"],
        "decree": entry["decree"],
        "known_from": entry["known_from"],
        "confidence": entry["confidence"],
    }
    if swap := entry.get("swap"):
        yield Declared(swap["rest"], Works.NONE, swapped_with=swap["work"], **facts)
        yield Declared(swap["work"], Works.FULL, swapped_with=swap["rest"], **facts)
        return
    for on in _dates(entry["dates"]):
        yield Declared(on, Works(entry.get("works", "none")), **facts)


def _dates(dates: date | Mapping[str, date]) -> Iterator[date]:
    if isinstance(dates, date):
        yield dates
        return
    day = dates["from"]
    while day <= dates["to"]:
        yield day
        day += timedelta(1)


def calendar_of(week: Week, declared: Iterable[Declared]) -> Calendar:
    """A calendar from its week and the days that apply to it, the later publication of a day last."""
    return Calendar(
        week.code,
        tuple(sessions_of(*week.week.get(day, ())) for day in WEEKDAYS),
        sessions_of(*week.full_day),
        {day.on: day for day in declared},
    )
