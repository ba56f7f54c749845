"""A scenario as YAML: what is asked, and up to ten changes; every fault with its line and what to write instead.

body: H49.13
procedure: "2.000205"        # may be left out: all of the body
period: 2026-12              # a month, quarter or year that is not over
changes:
  - {change: limit, step: ky, hours: 2}
  - {change: merge, first: tham-dinh, second: du-thao}
  - {change: officer, unit: H49.13-LD, role: leader, count: 1, starts_on: 2026-12-01}
  - {change: officer, unit: H49.13-LD, role: leader, from_unit: H49.13-NV, from_role: head}
  - {change: paper, procedure: "2.000205", paper: giay_uy_quyen}
  - {change: batch, unit: H49.128-LD, role: leader, weekdays: daily}
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from motcua.bottlenecks.rules.whatif.changes import Batch, Change, Limit, Merge, Officers, Paper
from motcua.bottlenecks.rules.whatif.norms import norms
from motcua.catalog.rules.problems import gettext_noop
from motcua.catalog.rules.source import parse
from motcua.criteria.rules.expressions.errors import nearest
from motcua.criteria.rules.periods import BadPeriodError, Period, period
from motcua.criteria.rules.written import Book, Part

MOST_CHANGES, MOST_OFFICERS, MOST_REPLICATIONS = 10, 20, 1000
HOUR, DAY = 60, 480
DAILY = "daily"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KINDS = ("limit", "merge", "officer", "paper", "batch")

_PERIOD = gettext_noop(
    "“%(said)s” is no period. Write a month as 2026-10, a quarter as 2026-Q4, a year as 2026."
)
_NO_CHANGE = gettext_noop("Name at least one change below `changes`.")
_MANY = gettext_noop("Name at most %(most)s changes; compare others in a scenario of their own.")
_TIME = gettext_noop("Write the new limit as `hours: 4` or as `days: 0.5`, above 0, and only one of them.")
_COUNT = gettext_noop("Write a whole number from 1 to %(most)s here.")
_SAME = gettext_noop("The second step must be another one than the first.")
_WEEKDAYS = gettext_noop("Write `weekdays: daily`, or a list such as [tue, thu].")


@dataclass(frozen=True)
class Scenario:
    """`changes`: each with the place in the file where it stands."""

    body: str
    over: Period
    changes: tuple[tuple[str, Change], ...]
    procedure: str = ""
    replications: int = 200
    seed: int = 1
    book: Book = field(compare=False, repr=False, default=None)  # type: ignore[assignment]


def read(text: str) -> Scenario:
    """Raises Unreadable (catalog.rules.problems) with every fault and its line."""
    book = Book(parse(text))
    part = Part(book.source.content, "", book)
    over = _period(part)
    changes = [(one.where, made) for one in part.parts("changes") if (made := _change(one))]
    if not part.raw("changes"):
        part.note("changes", _NO_CHANGE)
    if len(changes) > MOST_CHANGES:
        part.note("changes", _MANY, most=str(MOST_CHANGES))
    found = Scenario(
        body=part.text("body"),
        over=over,
        changes=tuple(changes),
        procedure=part.text("procedure", ""),
        replications=_from_one(part, "replications", norms().replications, MOST_REPLICATIONS),
        seed=part.whole("seed", 1),
        book=book,
    )
    part.finish()
    book.close()
    return found


def _period(part: Part) -> Period:
    said = part.text("period")
    try:
        return period(said)
    except BadPeriodError:
        if said:
            part.note("period", _PERIOD, said=said)
        return Period(0)


def _from_one(part: Part, name: str, default: int, most: int) -> int:
    found = part.whole(name, default)
    if not 1 <= found <= most:
        part.note(name, _COUNT, most=str(most))
    return found


def _change(part: Part) -> Change | None:
    before = len(part.book.problems)
    kind = part.one_of("change", KINDS) if part.require("change") else ""
    if kind not in _READ or len(part.book.problems) > before:
        return None
    found = _READ[kind](part)
    part.finish()
    return found


def _limit(part: Part) -> Change:
    given = [(name, worth) for name, worth in (("hours", HOUR), ("days", DAY)) if part.has(name)]
    minutes = [float(part.fraction(name)) * worth for name, worth in given]
    if len(minutes) != 1 or minutes[0] <= 0:
        part.note(given[0][0] if given else "", _TIME)
    return Limit(part.text("step"), minutes[0] if minutes else 0.0, part.text("procedure", ""))


def _merge(part: Part) -> Change:
    found = Merge(part.text("first"), part.text("second"), part.text("procedure", ""))
    if found.first == found.second and found.first:
        part.note("second", _SAME)
    return found


def _officer(part: Part) -> Change:
    moved = ("", "")
    if part.has("from_unit") or part.has("from_role"):
        moved = (part.text("from_unit"), part.text("from_role"))
    return Officers(
        part.text("unit"),
        part.text("role"),
        _from_one(part, "count", 1, MOST_OFFICERS),
        part.day("starts_on"),
        moved,
    )


def _paper(part: Part) -> Change:
    return Paper(part.text("procedure"), part.text("paper"))


def _batch(part: Part) -> Change:
    said = part.raw("weekdays")
    named = said if isinstance(said, list) else []
    known = all(day in WEEKDAYS for day in named)
    if said != DAILY and not (named and known):
        part.note("weekdays" if said else "", _WEEKDAYS)
    days = frozenset(WEEKDAYS.index(day) for day in named) if known else frozenset()
    return Batch(part.text("unit"), part.text("role"), days)


_READ: Mapping[str, Callable[[Part], Change]] = {
    "limit": _limit,
    "merge": _merge,
    "officer": _officer,
    "paper": _paper,
    "batch": _batch,
}


# -- against what is known of the bodies ---------------------------------------------------------------------------

_UNKNOWN = gettext_noop("“%(name)s” is not known here. Did you mean “%(nearest)s”?")
_OVER = gettext_noop("This period is over: name one that is not.")
_FAR = gettext_noop("The period may end at most %(months)s months from now.")
_FEW = gettext_noop("Only %(found)s officers of this role work in this unit, so %(count)s cannot leave it.")
_EVERY_DAY = gettext_noop("This unit and role works on every day already.")
_LATER = gettext_noop("Name a day before the period ends; it ends on %(end)s.")


@dataclass(frozen=True)
class World:
    """What a scenario may name: procedures with their steps and the papers that were asked for; units with their
    roles and how many officers each has; those that work on some weekdays only. `today`: of the model.
    """

    procedures: Mapping[str, frozenset[str]]
    papers: Mapping[str, frozenset[str]]
    desks: Mapping[tuple[str, str], int]
    batched: frozenset[tuple[str, str]]
    today: date


def last_day(over: Period) -> date:
    return (over.ends_at - timedelta(days=1)).date()


def check(scenario: Scenario, world: World) -> None:
    """Raises Unreadable with everything that the bodies do not have, each with its line."""
    book = Book(scenario.book.source)
    last = last_day(scenario.over)
    if last < world.today:
        book.note("period", _OVER)
    if (last - world.today).days > 31 * norms().longest_months:
        book.note("period", _FAR, months=str(norms().longest_months))
    if scenario.procedure:
        _expect(book, "procedure", scenario.procedure, world.procedures)
    for where, change in scenario.changes:
        _CHECKS[type(change)](book, where, change, world)
        if isinstance(change, Officers) and change.starts_on and change.starts_on > last:
            book.note(f"{where}.starts_on", _LATER, end=f"{last:%d/%m/%Y}")
    book.close()


def _expect(book: Book, where: str, name: str, known: Any) -> bool:
    if name not in known:
        book.note(where, _UNKNOWN, name=name, nearest=nearest(name, sorted(known)))
    return name in known


def _check_step(book: Book, where: str, change: Any, world: World) -> None:
    procedures = [change.procedure] if change.procedure else list(world.procedures)
    if change.procedure and not _expect(book, f"{where}.procedure", change.procedure, world.procedures):
        return
    steps = {step for procedure in procedures for step in world.procedures[procedure]}
    for name in ("step", "first", "second"):
        if hasattr(change, name):
            _expect(book, f"{where}.{name}", getattr(change, name), steps)


def _check_desk(book: Book, where: str, desk: tuple[str, str], world: World, prefix: str = "") -> bool:
    unit, role = desk
    if not _expect(book, f"{where}.{prefix}unit", unit, {one for one, _role in world.desks}):
        return False
    return _expect(book, f"{where}.{prefix}role", role, {one for at, one in world.desks if at == unit})


def _check_officer(book: Book, where: str, change: Officers, world: World) -> None:
    _check_desk(book, where, (change.unit, change.role), world)
    if any(change.taken_from) and _check_desk(book, where, change.taken_from, world, "from_"):
        found = world.desks[change.taken_from]
        if found < change.count:
            book.note(f"{where}.from_unit", _FEW, found=str(found), count=str(change.count))


def _check_paper(book: Book, where: str, change: Paper, world: World) -> None:
    if _expect(book, f"{where}.procedure", change.procedure, world.procedures):
        _expect(book, f"{where}.paper", change.paper, world.papers.get(change.procedure, frozenset()))


def _check_batch(book: Book, where: str, change: Batch, world: World) -> None:
    desk = (change.unit, change.role)
    if _check_desk(book, where, desk, world) and not change.weekdays and desk not in world.batched:
        book.note(f"{where}.weekdays", _EVERY_DAY)


_CHECKS: Mapping[type, Callable[..., None]] = {
    Limit: _check_step,
    Merge: _check_step,
    Officers: _check_officer,
    Paper: _check_paper,
    Batch: _check_batch,
}


def written(scenario: Mapping[str, Any]) -> str:
    """A scenario as YAML, as `read` reads it. `changes` are mappings of plain values."""
    lines = [
        f"{name}: {_plain(scenario[name])}" for name in ("body", "procedure", "period") if scenario.get(name)
    ]
    lines.append("changes:")
    for change in scenario["changes"]:
        inside = ", ".join(
            f"{name}: {_plain(value)}" for name, value in change.items() if value not in ("", None)
        )
        lines.append(f"  - {{{inside}}}")
    return "\n".join(lines) + "\n"


def _plain(value: Any) -> str:
    """Quoted unless it can only be read as it is meant."""
    if isinstance(value, list):
        return f"[{', '.join(_plain(one) for one in value)}]"
    if isinstance(value, int):
        return str(value)
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
