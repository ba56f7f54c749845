"""Reading the room's YAML: each value by its name, each fault noted with the line on which it stands."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from motcua.catalog.rules.problems import Problem, Unreadable, gettext_noop
from motcua.catalog.rules.source import Source
from motcua.criteria.rules.expressions import BadExpressionError
from motcua.criteria.rules.expressions.errors import nearest
from motcua.kernel.bilingual import Text
from motcua.kernel.sentences import Sentence

_MISSING = gettext_noop("“%(name)s” is missing: write it here.")
_STRANGE = gettext_noop("“%(name)s” is not known here. Did you mean “%(nearest)s”?")
_KIND = gettext_noop("“%(value)s” should be %(kind)s.")
_CHOICE = gettext_noop("“%(value)s” is not one of: %(wanted)s.")
_A_TEXT = gettext_noop("text")
_WHOLE = gettext_noop("a whole number")
_NUMBER = gettext_noop("a number such as 6, 0.8 or 1/3")
_TRUTH = gettext_noop("true or false")
_DAY = gettext_noop("a day such as 2026-01-31")
_WORDS = gettext_noop("text, or {vi: …, en: …}")
_NAMES = gettext_noop("a list of names")
_LIST = gettext_noop("a list")
_MAPPING = gettext_noop("names and values")
_EXPRESSION = gettext_noop("At character %(position)s: %(why)s")


@dataclass
class Book:
    """The problems found so far in one file."""

    source: Source
    problems: list[Problem] = field(default_factory=list)

    def note(self, where: str, message: str, /, **params: str) -> None:
        self.problems.append(Problem(message, params, where, self.source.line_of(where)))

    def close(self) -> None:
        """Raises Unreadable with every problem, in the order of lines, if there is one."""
        if self.problems:
            raise Unreadable(sorted(self.problems, key=lambda problem: problem.line or 0))


class Part:
    """One mapping of the file. What is missing or of a wrong kind is noted, and something harmless stands for it."""

    def __init__(self, content: Any, where: str, book: Book) -> None:
        self.where, self.book = where, book
        self._asked: set[str] = set()
        self._content: Mapping[str, Any] = content if isinstance(content, dict) else {}
        if not isinstance(content, dict):
            book.note(where, _KIND, value=_short(content), kind=str(Sentence(_MAPPING)))

    def note(self, name: str, message: str, /, **params: str) -> None:
        self.book.note(self.path(name), message, **params)

    def path(self, name: str) -> str:
        return ".".join(filter(None, (self.where, name))) if name else self.where

    def has(self, name: str) -> bool:
        self._asked.add(name)
        return self._content.get(name) is not None

    def require(self, name: str) -> bool:
        """Whether it is there; noted if it is not."""
        if not self.has(name):
            self.note("", _MISSING, name=name)
        return self.has(name)

    def raw(self, name: str) -> Any:
        self._asked.add(name)
        return self._content.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        value = self._found(name, default)
        if isinstance(value, bool) or not isinstance(value, str | int):
            return str(self._wrong(name, value, _A_TEXT, default or ""))
        return str(value)

    def whole(self, name: str, default: int | None = None) -> int:
        value = self._found(name, default)
        if isinstance(value, bool) or not isinstance(value, int):
            return int(self._wrong(name, value, _WHOLE, default) or 0)
        return int(value)

    def fraction(self, name: str, default: Fraction | None = None) -> Fraction:
        """An exact number, written as 1, 0.8 or 1/3."""
        value = self._found(name, default)
        if isinstance(value, Fraction):
            return value
        try:
            return Fraction("" if isinstance(value, bool) else str(value))
        except (ValueError, ZeroDivisionError):
            wrong = self._wrong(name, value, _NUMBER, default or Fraction(1))
            return Fraction(wrong)

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self._found(name, default)
        return value if isinstance(value, bool) else bool(self._wrong(name, value, _TRUTH, default))

    def day(self, name: str) -> date | None:
        if not self.has(name):
            return None
        try:
            return date.fromisoformat(str(self.raw(name)))
        except ValueError:
            self._wrong(name, self.raw(name), _DAY, None)
            return None

    def words(self, name: str) -> Text:
        """A text in Vietnamese and English."""
        value = self._found(name, None)
        if isinstance(value, str):
            return Text(value)
        if isinstance(value, dict) and isinstance(value.get("vi"), str):
            return Text(value["vi"], str(value.get("en") or ""))
        self._wrong(name, value, _WORDS, None)
        return Text("")

    def one_of(self, name: str, wanted: Collection[str], default: str | None = None) -> str:
        value = self._found(name, default)
        if value in wanted:
            return str(value)
        if value is not None:
            self.note(name, _CHOICE, value=_short(value), wanted=", ".join(wanted))
        return default or next(iter(wanted))

    def names(self, name: str) -> tuple[str, ...]:
        """A list of names; one name alone is a list too."""
        value = self.raw(name)
        listed = value if isinstance(value, list) else [] if value is None else [value]
        if any(not isinstance(item, str | int) for item in listed):
            self._wrong(name, value, _NAMES, None)
            return ()
        return tuple(map(str, listed))

    def part(self, name: str) -> "Part":
        self._asked.add(name)
        if not self.require(name):
            return Part({}, self.path(name), self.book)
        return Part(self._content[name], self.path(name), self.book)

    def parts(self, name: str) -> Iterator["Part"]:
        """The mappings of a list; an absent list is empty."""
        value = self.raw(name)
        if value is not None and not isinstance(value, list):
            self._wrong(name, value, _LIST, None)
            return
        for place, item in enumerate(value or ()):
            yield Part(item, f"{self.path(name)}[{place}]", self.book)

    def wrong_expression(self, name: str, error: BadExpressionError) -> None:
        self.note(name, _EXPRESSION, position=str(error.position), why=str(error.sentence))

    def finish(self) -> None:
        """What stands here and nobody asked for is not known."""
        for name in self._content.keys() - self._asked:
            self.note(name, _STRANGE, name=name[:60], nearest=nearest(name, sorted(self._asked)))

    def _found(self, name: str, default: Any) -> Any:
        if self.has(name):
            return self._content[name]
        if default is None:
            self.note("", _MISSING, name=name)
        return default

    def _wrong(self, name: str, value: Any, kind: str, instead: Any) -> Any:
        if value is not None:
            self.note(name, _KIND, value=_short(value), kind=str(Sentence(kind)))
        return instead if instead is not None else ""


def told(problem: Problem) -> str:
    """A problem as the command line tells it: line, place, sentence."""
    place = f"{problem.where}: " if problem.where else ""
    return f"line {problem.line}: {place}{problem}"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
