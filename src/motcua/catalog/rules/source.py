"""YAML as we read it: only text, whole numbers, true, false and null; never an alias, a double key or a deep
nest.

Everything else in YAML (sexagesimal `15:00`, `no` for false, floats that eat the zeros of `1.009970`) only
misleads
those who write procedures by hand, and aliases and deep nests are how a document kills its reader.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from motcua.catalog.rules.problems import Problem, Unreadable, gettext_noop, path_of

MAX_CHARACTERS = 400_000
MAX_DEPTH = 24
_WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Source:
    """What a file says, and the line on which each part of it begins."""

    content: Mapping[str, Any]
    lines: Mapping[str, int]

    def line_of(self, where: str) -> int | None:
        """The line of the part, or of the nearest part around it that has one."""
        while where and where not in self.lines:
            where = re.sub(r"(\.[^.\[]*|\[\d+\])$", "", where) if re.search(r"[.\[]", where) else ""
        return self.lines.get(where)


def parse(text: str) -> Source:
    """Read YAML.

    Raises `Unreadable` with the line, if it is no YAML, too large, or uses what we do not allow.
    """
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(
            [
                Problem(
                    gettext_noop("The file is too long: keep it under %(most)s characters."),
                    {"most": "400000"},
                )
            ]
        )
    lines: dict[str, int] = {}
    try:
        events = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        content = _document(events, lines)
    except (yaml.YAMLError, ValueError) as error:
        raise Unreadable([_syntax(error)]) from error
    if not isinstance(content, dict):
        raise Unreadable(
            [Problem(gettext_noop("The file must hold names and values, as `code: …`."), line=1)]
        )
    return Source(content, lines)


def _syntax(error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    return Problem(
        gettext_noop("This is not readable YAML (%(why)s). Check the indentation, colons and quotes here."),
        {"why": str(getattr(error, "problem", None) or error)},
        line=mark.line + 1 if mark else None,
    )


def _document(events: Iterator[Any], lines: dict[str, int]) -> Any:
    for event in events:
        if not isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            break
    else:
        return None
    content = None if isinstance(event, yaml.StreamEndEvent) else _node(event, events, lines, ())
    if any(isinstance(more, yaml.DocumentStartEvent) for more in events):
        raise Unreadable(
            [Problem(gettext_noop("One file holds one procedure: remove what stands after `---`."))]
        )
    return content


def _node(event: Any, events: Iterator[Any], lines: dict[str, int], path: _Path) -> Any:
    line = event.start_mark.line + 1
    lines[path_of(path)] = line
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise Unreadable(
            [Problem(gettext_noop("Write the text out here: & and * are not allowed."), line=line)]
        )
    if len(path) > MAX_DEPTH:
        raise Unreadable([Problem(gettext_noop("This is nested too deeply."), line=line)])
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event)
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(events, lines, path)
    return _mapping(events, lines, path)


def _scalar(event: Any) -> Any:
    text: str = event.value
    if event.style or not event.implicit[0]:
        return text
    if _WHOLE_NUMBER.fullmatch(text):
        return int(text)
    return _WORDS.get(text, text)


def _sequence(events: Iterator[Any], lines: dict[str, int], path: _Path) -> list[Any]:
    items: list[Any] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        items.append(_node(event, events, lines, (*path, len(items))))
    return items


def _mapping(events: Iterator[Any], lines: dict[str, int], path: _Path) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        key = getattr(event, "value", None)
        line = event.start_mark.line + 1
        if not isinstance(event, yaml.ScalarEvent) or key in values:
            raise Unreadable([_bad_key(key, line)])
        values[str(key)] = _node(next(events), events, lines, (*path, str(key)))
        lines[path_of((*path, str(key)))] = line
    return values


def _bad_key(key: str | None, line: int) -> Problem:
    if key is None:
        return Problem(gettext_noop("A name before the colon must be a plain word."), line=line)
    return Problem(gettext_noop("“%(key)s” stands here twice: keep one."), {"key": key}, line=line)
