"""From numbers to places in a picture, and text measured well enough to keep labels apart."""

import math
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from motcua.kernel.charts.numbers import Say, short

NARROW, WIDE = frozenset("iíìỉĩịjlIftr.,:;|!'()[]/ "), frozenset("mwMW@%ƠƯ")


class Scale(NamedTuple):
    """A straight line from [low, high] to [start, end]; `end` may lie before `start`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """At most `most` round numbers (steps of 1, 2 or 5 times a power of ten) that enclose the interval."""
    if low == high:
        low, high = low - (abs(low) or 1) / 10, high + (abs(high) or 1) / 10
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    for factor in (1, 2, 5, 10, 20, 50):
        step = factor * power
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first < most:
            break
    return [round(number * step, 10) for number in range(first, last + 1)]


def said_ticks(low: float, high: float, say: Say, most: int = 5) -> list[tuple[float, str]]:
    """Ticks with their texts, without decimals that are all zero; fewer where `say` could not tell them apart."""
    while True:
        values = ticks(low, high, most)
        texts = [say(value) for value in values]
        if len(set(texts)) == len(texts) or most <= 2:
            break
        most -= 1
    shorter = [short(text) for text in texts]
    if all(text != before for text, before in zip(shorter, texts, strict=True)):
        texts = shorter
    return list(zip(values, texts, strict=True))


def width_of(text: str, size: float = 14) -> float:
    """About how wide the text stands, in the units of `size` (Noto Sans; within a tenth for ordinary words)."""
    return size * sum(_advance(char) for char in unicodedata.normalize("NFC", text))


def _advance(char: str) -> float:
    if char in NARROW:
        return 0.33
    if char in WIDE:
        return 0.88
    return 0.66 if char.isupper() else 0.57


def fitted(text: str, room: float, size: float = 14) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip(" ,.") + "…"


def folded(text: str, room: float, size: float = 13, lines: int = 3) -> tuple[str, ...]:
    """The text in at most `lines` lines; what does not fit ends in an ellipsis."""
    kept: list[str] = []
    for word in text.split():
        joined = f"{kept[-1]} {word}" if kept else word
        if kept and width_of(joined, size) <= room:
            kept[-1] = joined
        else:
            kept.append(word)
    if len(kept) > lines:
        kept[lines - 1 :] = [" ".join(kept[lines - 1 :])]
    return tuple(fitted(line, room, size) for line in kept)


def thinned(widths: Sequence[float], pitch: float) -> list[int]:
    """Which labels to write, `pitch` apart: evenly, none touching its neighbour, the last always."""
    if not widths:
        return []
    every = max(1, math.ceil((max(widths) + 10) / pitch)) if pitch else len(widths)
    return list(range(len(widths) - 1, -1, -every))[::-1]
