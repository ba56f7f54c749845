"""What differs between two sets, and from when a set may count."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.catalog.rules.problems import Problem, gettext_noop
from motcua.criteria.rules.sets.model import CriteriaSet

_FUTURE = gettext_noop("A set counts from a later day only: choose a day after %(today)s.")
_OVERLAP = gettext_noop("From %(begins)s to %(ends)s two versions of “%(code)s” would be in force.")


@dataclass(frozen=True)
class Change:
    """One difference. `where` names groups and criteria by their codes, as `1 / 1.4 / points`; None: not there."""

    where: str
    before: Any
    after: Any


def changes(before: CriteriaSet, after: CriteriaSet) -> list[Change]:
    """Every difference in content, in the order of the newer set, then what is gone."""
    old, new = dict(_flat(before.content)), dict(_flat(after.content))
    names = [*new, *(name for name in old if name not in new)]
    return [Change(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)]


def not_future(effective_from: date, today: date) -> Problem | None:
    """Why a set may not count from this day; None if it may. A formula is never changed after results are seen."""
    if effective_from > today:
        return None
    return Problem(_FUTURE, {"today": today.isoformat()}, "effective.from")


def overlaps(sets: Iterable[CriteriaSet]) -> list[Problem]:
    """The spans in which two versions of one set would be in force."""
    found = []
    ordered = sorted(sets, key=lambda one: (one.code, one.effective_from))
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.code == one.code and other.effective_from <= (one.effective_until or date.max):
                ends = min(one.effective_until or date.max, other.effective_until or date.max)
                params = {
                    "code": one.code,
                    "begins": other.effective_from.isoformat(),
                    "ends": ends.isoformat(),
                }
                found.append(Problem(_OVERLAP, params, "effective"))
    return found


def _flat(value: Any, where: tuple[str, ...] = ()) -> Iterable[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            hidden = name in ("groups", "criteria", "steps") and isinstance(item, list)
            yield from _flat(item, where if hidden else (*where, str(name)))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        if all(isinstance(item, Mapping) for item in value) and value:
            for place, item in enumerate(value):
                yield from _flat(item, (*where, str(item.get("code", place + 1))))
        else:
            yield " / ".join(where), list(value)
    else:
        yield " / ".join(where), value
