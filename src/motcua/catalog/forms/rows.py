"""One row of a document as a form: its cells as inputs, and what was typed into them."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.catalog.forms.choices import options_of
from motcua.catalog.rules.editing.cells import Cell, Typed, shown
from motcua.catalog.rules.editing.parts import Spec

_KINDS = {
    "text": "text",
    "long": "textarea",
    "number": "number",
    "amount": "money",
    "decimal": "number",
    "day": "date",
    "yes": "checkbox",
    "choice": "select",
    "several": "checkbox",
    "lines": "textarea",
    "texts": "textarea",
    "options": "textarea",
    "pairs": "textarea",
}
_ROWS = {"lines": 4, "pairs": 2, "long": 4}


def typed_in(spec: Spec, post: QueryDict) -> dict[str, Typed]:
    """What was sent for each cell: a list where several may be ticked, else a text."""
    return {
        cell.path: post.getlist(cell.path) if cell.kind == "several" else post.get(cell.path, "")
        for cell in spec.cells
    }


def inputs(
    spec: Spec,
    row: Mapping[str, Any],
    content: Mapping[str, Any],
    *,
    typed: Mapping[str, Typed] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """The arguments of the component `input` for each cell, with what was typed, else with what is written."""
    wrong = wrong or {}
    return [
        _input(cell, (typed or {}).get(cell.path, shown(cell, row)), wrong.get(cell.path, ""), content)
        for cell in spec.cells
    ]


def _input(cell: Cell, value: Typed, error: str, content: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": cell.path,
        "label": _(cell.label),
        "kind": _KINDS[cell.kind],
        "value": value,
        "error": error,
        "hint": _(cell.hint) if cell.hint else "",
        "required": cell.required or cell.kind in ("yes", "choice"),
    }
    if cell.choices:
        options = options_of(cell.choices, content)
        known = {option["value"] for option in options}
        chosen = value if isinstance(value, list) else [value]
        told["options"] = options + [
            {"value": one, "label": one} for one in chosen if one and one not in known
        ]
    if told["kind"] == "textarea":
        told["rows"] = _ROWS.get(cell.kind, 5)
    return told
