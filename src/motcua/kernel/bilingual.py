from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True)
class Text:
    """One text in Vietnamese and, where somebody wrote it, in English. Legal names are never machine translated."""

    vi: str
    en: str = ""

    def __str__(self) -> str:
        return self.en if self.en and (get_language() or "vi").startswith("en") else self.vi

    @property
    def lang(self) -> str:
        """The language that `str()` gives now: pages mark the Vietnamese parts of English pages with it."""
        return "en" if self.en and (get_language() or "vi").startswith("en") else "vi"

    @classmethod
    def of(cls, value: "str | Mapping[str, str] | Text") -> "Text":
        if isinstance(value, Text):
            return value
        if isinstance(value, str):
            return cls(value)
        return cls(value["vi"], value.get("en", ""))
