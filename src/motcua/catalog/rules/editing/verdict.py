"""What is still wrong with a draft, and which part of it is meant."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from motcua.catalog.rules import checks, shape
from motcua.catalog.rules.document import Document
from motcua.catalog.rules.editing.cells import Cell
from motcua.catalog.rules.editing.parts import HEADS, LISTS, is_list
from motcua.catalog.rules.editing.places import HEAD, Place, place_of
from motcua.catalog.rules.problems import Problem
from motcua.catalog.rules.reading import trusted

_OF_THE_HEAD = {cell.path.split(".")[0] for cell in HEADS.cells} | {"code", ""}


@dataclass(frozen=True)
class Verdict:
    """`document` is None while the shape is wrong: nothing can be shown of it then."""

    problems: tuple[Problem, ...]
    document: Document | None


def verdict(content: Mapping[str, Any], known: Mapping[str, Collection[str]]) -> Verdict:
    """Every problem: of the shape first; if the shape is right, of the meaning. `known` as in `reading.read`."""
    if wrong := shape.problems(content):
        return Verdict(tuple(wrong), None)
    return Verdict(tuple(checks.problems(content, known)), trusted(content))


def part_at_fault(problem: Problem) -> tuple[Place, str]:
    """The row or list that the problem is in, and what of it: `(("papers", 2), "name.vi")`."""
    parts = place_of(problem.where)
    if not parts or parts[0] in _OF_THE_HEAD:
        return HEAD, _rest(parts, problem)
    end = 1
    while end < len(parts) and (
        parts[end] in LISTS if isinstance(parts[end], str) else parts[end - 1] in LISTS
    ):
        end += 1
    place = parts[:end]
    return place, "" if is_list(place) else _rest(parts[end:], problem)


def _rest(parts: Place, problem: Problem) -> str:
    named = [str(part) for part in parts if isinstance(part, str)]
    return ".".join([*named, problem.params["name"]] if "name" in problem.params else named)


def cell_at_fault(cells: tuple[Cell, ...], said: str) -> str:
    """The path of the cell in which the problem shows; empty if no cell is meant."""
    ways = {"outcomes": "way", "outcomes.done": "way.done"}
    said = next((said.replace(old, new, 1) for old, new in ways.items() if said.startswith(old)), said)
    for cell in cells:
        if said and (
            cell.path == said or cell.path.startswith(f"{said}.") or said.startswith(f"{cell.path}.")
        ):
            return cell.path
    return ""
