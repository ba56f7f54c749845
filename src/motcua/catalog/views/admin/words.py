"""Drafts in the reader's words: what is wrong, what changed, what a row is called."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.catalog.forms.choices import words_of
from motcua.catalog.models import EditDraft
from motcua.catalog.queries.drafts import known_codes
from motcua.catalog.rules.changes import Change, diff
from motcua.catalog.rules.editing.cells import Cell, shown
from motcua.catalog.rules.editing.parts import LISTS, Spec, code_of, is_list, spec_of
from motcua.catalog.rules.editing.places import HEAD, NoSuchPlace, Place, address_of, rows_at, value_at
from motcua.catalog.rules.editing.verdict import Verdict, cell_at_fault, part_at_fault, verdict
from motcua.catalog.rules.editing.writing import yaml_of
from motcua.catalog.rules.problems import Problem
from motcua.clock.queries import now
from motcua.kernel.bilingual import Text

_MOST_LETTERS = 240


class Fault(NamedTuple):
    """`cell` is the id of the input that is meant, if one is."""

    place: Place
    cell: str
    words: str
    href: str


def judged(draft: EditDraft) -> tuple[Verdict, list[Fault]]:
    """What is wrong with a draft, each with the way to the page where it is mended."""
    found = verdict(draft.content, known_codes())
    return found, [*faults(draft, found.problems), *_too_late(draft)]


def faults(draft: EditDraft, problems: Iterable[Problem]) -> list[Fault]:
    told = []
    for problem in problems:
        place, said = part_at_fault(problem)
        spec = _spec(draft.content, place)
        cell = cell_at_fault(spec.cells, said) if spec else ""
        told.append(_fault(draft, place if spec or is_list(place) else HEAD, cell, str(problem)))
    return told


def _too_late(draft: EditDraft) -> list[Fault]:
    """A first day that is past: right in itself, but not to be published."""
    begins = draft.content.get("effective", {}).get("from", "")
    if not begins or begins >= localdate(now()).isoformat():
        return []
    words = _("The first day is past: set it to today or later before the draft is published.")
    return [_fault(draft, HEAD, "effective.from", words)]


def _fault(draft: EditDraft, place: Place, cell: str, words: str) -> Fault:
    href = reverse("catalog:edit_part", args=[draft.code, address_of(place)])
    return Fault(
        place, cell, f"{title_of(draft.content, place)}: {words}", f"{href}#{cell}" if cell else href
    )


def _spec(content: dict[str, Any], place: Place) -> Spec | None:
    try:
        return None if is_list(place) else spec_of(place, value_at(content, place))
    except NoSuchPlace:
        return None


def title_of(content: dict[str, Any], place: Place) -> str:
    """`Papers`, or the name of the row."""
    if is_list(place):
        return _(LISTS[str(place[-1])])
    spec = _spec(content, place)
    if spec is None:
        return address_of(place)
    row = value_at(content, place)
    return _(spec.title) if place in (HEAD, ("result",)) else headline(row) or _(spec.title)


def headline(row: Mapping[str, Any]) -> str:
    """What the row is called, else its code."""
    for name in ("name", "label", "title"):
        if row.get(name):
            return str(Text.of(row[name]))
    return _("Consultation") if "consult" in row else code_of(row)


def name_of(content: Mapping[str, Any]) -> Text:
    """The procedure's name; its code while it has none."""
    return Text.of(content.get("name") or str(content.get("code", "")))


def compared(old: Mapping[str, Any], new: dict[str, Any]) -> list[dict[str, str]]:
    """The changes as rows of the component `comparison`."""
    return [
        {"key": key, "before": _value(change.before, cell), "after": _value(change.after, cell)}
        for change in diff(old, new)
        for key, cell in [_where(change, old, new)]
    ]


def _where(change: Change, old: Mapping[str, Any], new: dict[str, Any]) -> tuple[str, Cell | None]:
    """`papers.don.name.vi` → `Papers › Đơn đề nghị › Name in Vietnamese`, and the cell that is meant."""
    said: list[str] = []
    place: Place = ()
    parts = change.where.split(".")
    while parts:
        if parts[0] not in LISTS or parts[0] == "form" and place:
            break
        place = (*place, parts.pop(0))
        said.append(_(LISTS[str(place[-1])]))
        content = next(
            (each for each in (new, dict(old)) if _row_named(each, place, parts) is not None), None
        )
        if content is None:
            break
        index, used = _row_named(content, place, parts) or (0, 0)
        place, parts = (*place, index), parts[used:]
        said.append(headline(rows_at(content, place[:-1])[index]))
    if parts[:1] == ["result"] and not place:
        said.append(_("Result"))
        place, parts = ("result",), parts[1:]
    cell = _cell(place, parts, new)
    words = [_(cell.label)] if cell else [".".join(parts)] if parts else []
    return " › ".join([*said, *words]), cell


def _row_named(content: dict[str, Any], place: Place, parts: list[str]) -> tuple[int, int] | None:
    """The row whose code stands at the head of `parts`, and how many of them the code takes."""
    try:
        rows = rows_at(content, place)
    except NoSuchPlace:
        return None
    for index, row in enumerate(rows):
        code = code_of(row).split(".")
        if parts and parts[: len(code)] == code:
            return index, len(code)
    return None


def _cell(place: Place, parts: list[str], content: dict[str, Any]) -> Cell | None:
    spec = _spec(content, place or HEAD) if parts else None
    path = cell_at_fault(spec.cells, ".".join(parts)) if spec else ""
    return next((cell for cell in spec.cells if cell.path == path), None) if spec else None


def _value(value: Any, cell: Cell | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mapping):
        return f"{headline(value)} ({code_of(value)})" if code_of(value) else _short(value)
    if isinstance(value, list):
        return ", ".join(_value(each, cell) for each in value)[:_MOST_LETTERS]
    if cell and cell.kind in ("day", "decimal"):
        return str(shown(replace(cell, path="value"), {"value": value}))
    return words_of(cell.choices, str(value)) if cell else str(value)


def _short(value: Mapping[str, Any]) -> str:
    text = " ".join(yaml_of(value).split())
    return text if len(text) <= _MOST_LETTERS else f"{text[: _MOST_LETTERS - 1]}…"
