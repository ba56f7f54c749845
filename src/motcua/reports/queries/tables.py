"""Counted blocks: rows nested as the definition says, every check of the form computed, what does not add up named."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from motcua.kernel.bilingual import Text
from motcua.kernel.vietnamese import sort_key
from motcua.reports.queries.late import by_cause
from motcua.reports.queries.scenes import PROVINCE, Scene
from motcua.reports.rules.checks import Fault, carried_faults, check_told, faults
from motcua.reports.rules.counting import TOTAL, Counts, Leaf, Row, nested, summed
from motcua.reports.rules.definitions import Block
from motcua.reports.rules.frozen import Content, Told, cells_of, said, text_in
from motcua.reports.rules.numbering import numbered

ALL_TOGETHER = Text("Tổng cộng", "Total")


def counted_block(block: Block, scene: Scene) -> Told:
    """Columns, rows with whole numbers, the total last."""
    rows = _rows(block, scene)
    told: Told = {
        "unit": said(block.unit),
        "label": {"number": block.label[0], "name": said(block.label[1])} if block.label else {},
        "columns": [
            {
                "key": str(one.number),
                "number": one.number,
                "name": said(one.name),
                "group": said(one.group),
                "kind": "count",
                "reason": said(one.reason),
            }
            for one in block.columns
        ],
        "checks": [str(check) for check in block.checks],
        "check_basis": block.check_basis.text if block.check_basis else "",
        "rows": rows,
    }
    if len(rows) == 1:
        told["reason"] = said(Text("Trong kỳ không có hồ sơ nào.", "There was no dossier in the period."))
    return told


def sums_wrong(made: Content) -> list[Fault]:
    """Checks that fail, by the very checks that the block was made with."""
    names = {one["key"]: str(text_in(one["label"])) for one in made["rows"]}
    checks = [check_told(told) for told in made["checks"]]
    return faults(((names[key], row) for key, row in cells_of(made).items()), checks)


def carried_wrong(block: Block, made: Content, before: Content) -> list[Fault]:
    """Where what was carried over is not what the frozen block of the last period left."""
    if block.carried is None:
        return []
    names = {one["key"]: str(text_in(one["label"])) for one in made["rows"]}
    now = {key: (names[key], row) for key, row in cells_of(made).items()}
    return carried_faults(now | _renamed(before, names), cells_of(before), *block.carried)


def told_of(fault: Fault) -> str:
    """Which check failed, in which row, and what to do."""
    facts = {"row": fault.row, "check": fault.check, "found": fault.found, "expected": fault.expected}
    if fault.carried:
        return (
            _(
                "Row “%(row)s”: %(check)s of the last period does not hold. %(found)s are carried over, but the "
                "frozen report of the last period left %(expected)s. Make a new version of the last period's "
                "report first."
            )
            % facts
        )
    return (
        _(
            "Row “%(row)s”: %(check)s does not hold: %(found)s, but the parts make %(expected)s. Let "
            "`motcua criteria reconcile` compare the figures with the ledger, then look at the dossiers of this row "
            "for moments out of order."
        )
        % facts
    )


def _renamed(before: Content, names: Mapping[str, str]) -> dict[str, tuple[str, Mapping[int, int]]]:
    """Rows that only the last period had: with the names that they had then."""
    return {
        one["key"]: (str(text_in(one["label"])), {})
        for one in before.get("rows", ())
        if one["key"] not in names
    }


def _rows(block: Block, scene: Scene) -> list[Told]:
    leaves = _leaves(block, scene)
    rows = nested(leaves, block.rows, scene.level_of, lambda path: _place(path, block, scene))
    whole = next((row for row in rows if not row.path), Row((), {}))
    parts = [row for row in rows if row.path]
    numbers = numbered([len(row.path) for row in parts])
    told = [
        _told(row, number, scene.name_of(block.rows[len(row.path) - 1], row.path[-1]), block)
        for row, number in zip(parts, numbers, strict=True)
    ]
    return [*told, _told(whole, "", ALL_TOGETHER, block)]


def _told(row: Row, number: str, label: Text, block: Block) -> Told:
    cells = {
        str(one.number): row.counts.get(one.measure, 0) if one.measure else None for one in block.columns
    }
    depth = len(row.path) if row.key != TOTAL else 0
    return {"key": row.key, "depth": depth, "number": number, "label": said(label), "cells": cells}


def _leaves(block: Block, scene: Scene) -> Mapping[Leaf, Counts]:
    wanted = set(block.measures)
    several: list[Mapping[Leaf, Counts]] = [scene.leaves]
    if any(name == "overdue" or name.startswith("cause_") for name in wanted):
        several.append(by_cause(scene.late))
    return {leaf: _only(wanted, (one.get(leaf, {}) for one in several)) for leaf in _all(several)}


def _all(several: Iterable[Mapping[Leaf, Counts]]) -> dict[Leaf, None]:
    return {leaf: None for one in several for leaf in one}


def _only(wanted: set[str], counts: Iterable[Counts]) -> Counts:
    return {name: count for name, count in summed(counts).items() if name in wanted}


def _place(path: tuple[str, ...], block: Block, scene: Scene) -> tuple[object, ...]:
    """Province before commune, bodies in the order of the tree, fields by name; each row before what is under it."""
    places = {code: number for number, code in enumerate(scene.tree.nodes)}
    order: list[object] = []
    for kind, code in zip(block.rows, path, strict=False):
        name = scene.name_of(kind, code).vi
        number = {"level": int(code != PROVINCE), "body": places.get(code, 0)}.get(kind, int(not code))
        order.append((number, sort_key(name), code))
    return tuple(order)
