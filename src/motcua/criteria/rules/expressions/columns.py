"""The documented columns of facts as expressions know them: name, type, whether it may be absent, known values."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import get_args, get_type_hints

from motcua.criteria.rules.expressions.nodes import Column, Type
from motcua.criteria.rules.facts import KINDS

_TYPES: Mapping[type, Type] = {
    str: Type.TEXT,
    int: Type.NUMBER,
    bool: Type.TRUTH,
    datetime: Type.MOMENT,
}
VALUES: Mapping[tuple[str, str], frozenset[str]] = {
    ("dossier", "channel"): frozenset({"online", "counter", "post"}),
    ("dossier", "online_level"): frozenset({"none", "partial", "full"}),
    ("dossier", "ending"): frozenset({"completed", "refused", "stopped", "withdrawn", ""}),
    ("petition", "about"): frozenset({"regulation", "conduct"}),
    ("offer", "online_level"): frozenset({"none", "partial", "full"}),
}
"""Columns of text that hold one of a few words: a comparison with another word could never hold."""


@cache
def columns_of(kind: str) -> Mapping[str, Column]:
    """The columns of a kind of fact, by name; KeyError if there is no such kind."""
    hints = get_type_hints(KINDS[kind])
    return {field.name: _column(field.name, hints[field.name]) for field in fields(KINDS[kind])}


def _column(name: str, hint: type | UnionType) -> Column:
    parts = get_args(hint) or (hint,)
    plain = next(part for part in parts if part is not NoneType)
    return Column(name, _TYPES[plain], NoneType in parts)
