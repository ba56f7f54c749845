"""What detectors.yaml says of each detector: its name, the question that it puts, its thresholds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from motcua.kernel.bilingual import Text

PATH = Path(__file__).resolve().parents[2] / "data" / "detectors.yaml"


@dataclass(frozen=True)
class Told:
    """`abuse`: the case of the threat model; `limits`: thresholds by name; `asks`: the question, with places for
    facts; `words`: how values of facts are said; `is_fake`: what it finds is shown apart from the rest of the index.
    """

    code: str
    abuse: str
    name: Text
    asks: Text
    limits: Mapping[str, Any]
    words: Mapping[str, Text]
    is_fake: bool

    def question(self, facts: Mapping[str, Any]) -> Text:
        """The question in both languages, with numbers as each language writes them."""
        return Text(
            self.asks.vi.format(**{name: self._said(value, "vi") for name, value in facts.items()}),
            self.asks.en.format(**{name: self._said(value, "en") for name, value in facts.items()}),
        )

    def _said(self, value: Any, language: str) -> str:
        if isinstance(value, str) and value in self.words:
            return str(getattr(self.words[value], language))
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        return _number(value, language) if isinstance(value, int | float) else str(value)


@cache
def detectors() -> dict[str, Told]:
    """All detectors by code, in the order in which they are shown."""
    return {row["code"]: _told(row) for row in _read()["detectors"]}


@cache
def share_of_needless() -> float:
    """Which share of the questions of one detector and period may be expected to be about nothing."""
    return float(_read()["false_discoveries"]["value"])


@cache
def most_chance() -> float:
    """How likely a count may at most be in an honest unit if the unit is to be asked about it."""
    return float(_read()["most_chance"]["value"])


def _told(row: Mapping[str, Any]) -> Told:
    return Told(
        row["code"],
        row["abuse"],
        Text.of(row["name"]),
        Text.of(row["asks"]),
        {name: told["value"] for name, told in row["thresholds"].items()},
        {value: Text.of(said) for value, said in row.get("words", {}).items()},
        row.get("fake", False),
    )


def _number(value: float, language: str) -> str:
    """1.234 and 0,5 in Vietnamese; 1,234 and 0.5 in English. One decimal, for numbers below 100 that are not whole."""
    text = (
        f"{value:,.0f}"
        if isinstance(value, int) or value >= 100 or value == round(value)
        else f"{value:,.1f}"
    )
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


@cache
def _read() -> Any:
    return yaml.safe_load(PATH.read_text(encoding="utf-8"))
