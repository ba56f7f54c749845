"""What one version changes against another, thing by thing: the set itself, its bands, groups and criteria."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from motcua.criteria.rules.sets.model import CriteriaSet
from motcua.kernel.bilingual import Text

GROUP = "group"


class What(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class About(StrEnum):
    SET = "set"
    GROUP = "group"
    CRITERION = "criterion"


@dataclass(frozen=True)
class Field:
    """A property that differs, by its name in the file; None: it is not said."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """A thing that was added, removed or changed; only a changed one tells fields."""

    about: About
    what: What
    code: str
    name: Text
    fields: tuple[Field, ...] = ()


def differences(before: CriteriaSet, after: CriteriaSet) -> list[Difference]:
    """Every difference, in the order of the newer version; what it no longer has comes last."""
    old, new = dict(_things(before)), dict(_things(after))
    found = []
    for key, said in new.items():
        if key not in old:
            found.append(_difference(key, What.ADDED, said))
        elif fields := tuple(_fields(old[key], said)):
            found.append(_difference(key, What.CHANGED, said, fields))
    return found + [_difference(key, What.REMOVED, said) for key, said in old.items() if key not in new]


_Key = tuple[About, str]


def _things(one: CriteriaSet) -> Iterator[tuple[_Key, dict[str, Any]]]:
    whole = dict(one.content)
    groups = whole.pop("groups", [])
    yield (About.SET, one.code), whole
    for group in groups:
        yield (About.GROUP, str(group["code"])), {k: v for k, v in group.items() if k != "criteria"}
    for group in groups:
        for criterion in group.get("criteria") or ():
            yield (About.CRITERION, str(criterion["code"])), {**criterion, GROUP: str(group["code"])}


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Field]:
    for name in dict.fromkeys([*after, *before]):
        if before.get(name) != after.get(name):
            yield Field(name, before.get(name), after.get(name))


def _difference(key: _Key, what: What, said: Mapping[str, Any], fields: tuple[Field, ...] = ()) -> Difference:
    about, code = key
    return Difference(about, what, code, Text.of(said.get("name") or code), fields)
