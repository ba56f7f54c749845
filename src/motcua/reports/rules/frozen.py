"""A report as it is frozen: text and whole numbers, so that its digest holds in any language and for ever."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from motcua.kernel.bilingual import Text
from motcua.reports.rules.counting import TOTAL

FORMAT = "motcua report 1"
Content = Mapping[str, Any]
Told = dict[str, Any]


def said(text: Text | None) -> dict[str, str]:
    return {} if text is None else {"vi": text.vi, "en": text.en}


def text_in(told: Mapping[str, str] | None) -> Text:
    return Text(told["vi"], told.get("en", "")) if told else Text("")


class Change(NamedTuple):
    """A figure that is not what it was in the version before. None: the row or the column was not there."""

    block: str
    row: Text
    column: Text
    before: Any
    after: Any


def changes(before: Content, after: Content) -> Iterator[Change]:
    """What a new version says differently, cell by cell, and which blocks came and went."""
    old = {one["code"]: one for one in before["blocks"]}
    new = {one["code"]: one for one in after["blocks"]}
    for code in dict.fromkeys([*old, *new]):
        yield from _of_block(code, old.get(code, {}), new.get(code, {}))


def _of_block(code: str, old: Content, new: Content) -> Iterator[Change]:
    if old.get("text", "") != new.get("text", ""):
        title = text_in((new or old)["title"])
        yield Change(code, title, Text(""), old.get("text"), new.get("text"))
    were, are = _rows(old), _rows(new)
    heads = {
        str(one["key"]): text_in(one["name"]) for one in [*old.get("columns", ()), *new.get("columns", ())]
    }
    for key in dict.fromkeys([*were, *are]):
        row = text_in((are.get(key) or were[key])["label"])
        was, now = were.get(key, {}).get("cells", {}), are.get(key, {}).get("cells", {})
        for column, name in heads.items():
            if was.get(column) != now.get(column):
                yield Change(code, row, name, was.get(column), now.get(column))


def _rows(block: Content) -> dict[str, Content]:
    rows: Sequence[Content] = block.get("rows", ())
    return {one["key"]: one for one in rows}


def cells_of(block: Content) -> dict[str, dict[int, int]]:
    """The counted cells of a block by key of the row and number of the column."""
    return {
        one["key"]: {int(key): cell for key, cell in one["cells"].items() if isinstance(cell, int)}
        for one in block.get("rows", ())
    }


__all__ = ["FORMAT", "TOTAL", "Change", "Content", "Told", "cells_of", "changes", "said", "text_in"]
