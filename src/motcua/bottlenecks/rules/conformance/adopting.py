"""A sheet changed so that it says what is really done: the draft of its next version.

Documents are as `catalog.rules.reading.to_plain` gives them; what comes out is checked by the catalogue like any other
draft (every step reached, limits within the legal limit).
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from motcua.bottlenecks.rules.conformance.runs import Kind
from motcua.catalog.rules.process import DONE, END
from motcua.catalog.rules.sheet import ways_of

Row = dict[str, Any]


class NotAdoptable(ValueError):  # noqa: N818 -- a fact about sheets
    """A sheet cannot say this: a step done twice, a place inside a consultation, a step that is not there."""


class Change(NamedTuple):
    """What the step is to be: `limit` in working days (decimal), `role`, `unit` or `body`, or the step `after` which it
    is to come (empty: first).
    """

    kind: Kind
    step: str
    limit: str = ""
    role: str = ""
    unit: str = ""
    body: str = ""
    after: str = ""

    def told(self) -> dict[str, str]:
        """The fields that say something."""
        return {name: str(value) for name, value in self._asdict().items() if value}


def adopted(document: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The document with the change made. Raises NotAdoptable."""
    changed = deepcopy(dict(document))
    rows: list[Row] = changed["process"]
    if change.kind is Kind.SKIPPED:
        _take_out(rows, change.step)
    elif change.kind is Kind.OUT_OF_ORDER:
        _put_in(rows, _take_out(rows, change.step), change.after)
    elif change.kind is Kind.EXTRA:
        if any(row["step"] == change.step for row in _steps(rows)):
            raise NotAdoptable(change.step)
        _put_in(rows, {"step": change.step, "name": {"vi": change.step}, "role": change.role}, change.after)
    else:
        _set(_step(rows, change.step), change)
    return changed


def _set(row: Row, change: Change) -> None:
    if change.kind is Kind.OVER_LIMIT:
        row["limit"] = {"quantity": change.limit, "unit": "working_days"}
    elif change.kind is Kind.WRONG_ROLE:
        row["role"] = change.role
    elif change.body:
        row["body"] = change.body
    else:
        row["unit"] = change.unit


def _steps(rows: list[Row]) -> Iterator[Row]:
    for row in rows:
        yield from row["branches"] if "consult" in row else [row]


def _step(rows: list[Row], step: str) -> Row:
    for row in _steps(rows):
        if row["step"] == step:
            return row
    raise NotAdoptable(step)


def _take_out(rows: list[Row], step: str) -> Row:
    """Whatever led to the step leads on to where it led when it was done."""
    for row in rows:
        if "consult" in row and any(branch["step"] == step for branch in row["branches"]):
            if len(row["branches"]) == 1:
                return _take_row(rows, rows.index(row))["branches"][0]  # type: ignore[no-any-return]
            branch = _step(rows, step)
            row["branches"].remove(branch)
            return branch
    return _take_row(rows, rows.index(_step(rows, step)))


def _take_row(rows: list[Row], place: int) -> Row:
    if len(rows) == 1:
        raise NotAdoptable(_name(rows[0]))
    row, name = rows[place], _name(rows[place])
    target = _leads_to(rows, place)
    if target == name:
        raise NotAdoptable(name)
    if place and _falls_through(rows[place - 1]):
        rows[place - 1]["next"] = target
    rows.remove(row)
    _redirect(rows, name, target)
    if place == 0 and target != END:
        first = next(one for one in rows if _name(one) == target)
        _keep_ways(rows)
        rows.insert(0, rows.pop(rows.index(first)))
    return row


def _redirect(rows: list[Row], name: str, target: str) -> None:
    """What led to the one leads to the other."""
    for row in rows:
        if row.get("next") == name:
            row["next"] = target
        for outcome, to in row.get("outcomes", {}).items():
            if to == name:
                row["outcomes"][outcome] = target


def _put_in(rows: list[Row], row: Row, after: str) -> None:
    """After a row of its own: that row leads to it, and it leads on to where that row led."""
    _keep_ways(rows)
    row.pop("next", None)
    places = {_name(one): place for place, one in enumerate(rows)}
    if after and after not in places:
        raise NotAdoptable(after)
    following = _leads_to(rows, places[after]) if after else _name(rows[0])
    if "outcomes" in row:
        row["outcomes"][DONE] = following
    else:
        row["next"] = following
    if after:
        _lead(rows[places[after]], _name(row))
    rows.insert(places[after] + 1 if after else 0, row)


def _lead(row: Row, target: str) -> None:
    if DONE in row.get("outcomes", {}):
        row["outcomes"][DONE] = target
    else:
        row["next"] = target


def _keep_ways(rows: list[Row]) -> None:
    """Write down where rows lead that lead to the one below them: then rows may be moved."""
    for place, row in enumerate(rows):
        if _falls_through(row):
            row["next"] = _leads_to(rows, place)


def _falls_through(row: Row) -> bool:
    return "next" not in row and "outcomes" not in row


def _leads_to(rows: list[Row], place: int) -> str:
    row = rows[place]
    after = _name(rows[place + 1]) if place + 1 < len(rows) else END
    if "consult" in row:
        return str(row.get("next", after))
    ways = ways_of(row, after)
    if DONE not in ways:
        raise NotAdoptable(_name(row))
    return ways[DONE]


def _name(row: Row) -> str:
    return str(row.get("step") or row["consult"])
