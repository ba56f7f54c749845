"""Working time as a calendar tells it: one of the house by its code, or a file.

The file is YAML (or JSON). Weekdays that are left out are days off; `resources` and `days_off` may be left out:

    everyone: {mon: ["07:30-11:30", "13:30-17:30"], tue: ["07:30-11:30"]}
    resources:
      Marcus: {mon: ["10:00-12:00", "12:30-20:00"]}
    days_off: [2026-04-30, 2026-05-01]

Without `everyone`, a resource that is not named works as the log shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from motcua.bottlenecks.rules.duty import Days, Duty, weekly
from motcua.clock.rules import shipped
from motcua.clock.rules.calendar import Declared, Sessions, Works, afternoon, morning, sessions_of

DAY = 24 * 60
_KEYS = ("everyone", "resources", "days_off")


class Wrong(StrEnum):
    NOT_THERE = "not_there"  # values: name, known
    NOT_YAML = "not_yaml"  # values: name, place
    NOT_A_CALENDAR = "not_a_calendar"  # values: name
    KEY = "key"  # values: name, key
    WEEKDAY = "weekday"  # values: name, key
    SESSION = "session"  # values: name, key
    DATE = "date"  # values: name, key


class Unusable(Exception):  # noqa: N818 -- the calendar is at fault, not the reader
    """A calendar that cannot be used, and why."""

    def __init__(self, code: Wrong, **values: str) -> None:
        super().__init__(code.value)
        self.code, self.values = code, values


@dataclass(frozen=True)
class Given:
    """A week by resource, that of all others, and the days that the week does not hold on."""

    resources: Mapping[str, tuple[Sessions, ...]] = field(default_factory=dict)
    everyone: tuple[Sessions, ...] | None = None
    on_days: Mapping[date, Sessions] = field(default_factory=dict)

    def duties(self, names: Sequence[str | None], days: Days) -> dict[int, Duty]:
        """By place in the names, None being nobody; left out are those of whom the calendar does not tell."""
        weeks = [self.everyone if name is None else self.resources.get(name, self.everyone) for name in names]
        made = {week: weekly(week, self.on_days, days) for week in dict.fromkeys(weeks) if week is not None}
        return {place: made[week] for place, week in enumerate(weeks) if week is not None}


def given(name: str) -> Given:
    """Raises Unusable for what is neither a calendar of the house nor a file that tells one."""
    for week in shipped.weeks():
        if week.code == name:
            return _of_house(week)
    path = Path(name)
    if not path.is_file():
        raise Unusable(Wrong.NOT_THERE, name=name, known=", ".join(week.code for week in shipped.weeks()))
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        place = str(getattr(getattr(error, "problem_mark", None), "line", -1) + 1)
        raise Unusable(Wrong.NOT_YAML, name=name, place=place) from error
    return _read(content, name)


def _of_house(week: shipped.Week) -> Given:
    full = sessions_of(*week.full_day)
    usual = tuple(sessions_of(*week.week.get(day, ())) for day in shipped.WEEKDAYS)
    return Given(everyone=usual, on_days={day.on: _declared(day, usual, full) for day in shipped.days()})


def _declared(day: Declared, usual: tuple[Sessions, ...], full: Sessions) -> Sessions:
    return {
        Works.USUAL: usual[day.on.weekday()],
        Works.NONE: (),
        Works.MORNING: morning(full),
        Works.AFTERNOON: afternoon(full),
        Works.FULL: full,
    }[day.works]


def _read(content: Any, name: str) -> Given:
    if not isinstance(content, dict) or not content:
        raise Unusable(Wrong.NOT_A_CALENDAR, name=name)
    for key in content:
        if key not in _KEYS:
            raise Unusable(Wrong.KEY, name=name, key=str(key))
    resources = content.get("resources") or {}
    if not isinstance(resources, dict):
        raise Unusable(Wrong.NOT_A_CALENDAR, name=name)
    return Given(
        resources={str(who): _week(week, name) for who, week in resources.items()},
        everyone=_week(content["everyone"], name) if "everyone" in content else None,
        on_days={_date(each, name): () for each in _several(content.get("days_off") or ())},
    )


def _week(said: Any, name: str) -> tuple[Sessions, ...]:
    if not isinstance(said, dict):
        raise Unusable(Wrong.NOT_A_CALENDAR, name=name)
    for day in said:
        if day not in shipped.WEEKDAYS:
            raise Unusable(Wrong.WEEKDAY, name=name, key=str(day))
    return tuple(_sessions(said.get(day) or (), name) for day in shipped.WEEKDAYS)


def _sessions(said: Any, name: str) -> Sessions:
    sessions: list[tuple[int, int]] = []
    for text in _several(said):
        try:
            opens, closes = (_minute(part) for part in str(text).split("-"))
        except ValueError as error:
            raise Unusable(Wrong.SESSION, name=name, key=str(text)) from error
        if opens >= closes or (sessions and opens < sessions[-1][1]):
            raise Unusable(Wrong.SESSION, name=name, key=str(text))
        sessions.append((opens, closes))
    return tuple(sessions)


def _several(said: Any) -> Sequence[Any]:
    return said if isinstance(said, list | tuple) else [said]


def _minute(text: str) -> int:
    """Raises ValueError unless it reads 07:30, up to 24:00."""
    hours, minutes = text.strip().split(":")
    minute = int(hours) * 60 + int(minutes)
    if not (0 <= int(minutes) < 60 and 0 <= minute <= DAY):
        raise ValueError(text)
    return minute


def _date(said: Any, name: str) -> date:
    if isinstance(said, date):
        return said
    try:
        return date.fromisoformat(str(said))
    except ValueError as error:
        raise Unusable(Wrong.DATE, name=name, key=str(said)) from error
