"""From numbers to places in a picture, and text measured well enough to keep labels apart."""

import math
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from motcua.kernel.charts.numbers import Say, short

# Advances of Noto Sans in thousandths of its size; letters count without their marks.
LETTERS = """a561 b615 c480 d615 e564 f344 g615 h618 i258 j258 k534 l258 m935 n618 o605 p615 q615 r413 s479 t361 u618
v508 w786 x529 y510 z470 M907 W930 I340 …818 .268 ,268 :268 ;268 |330 !268 '225 (300 )300 [329 ]329 /372 -322 –500 −700
%830"""
ADVANCES = {letter[0]: int(letter[1:]) for letter in LETTERS.split()} | {" ": 260}
OTHER, CAPITAL = 572, 640


class Canvas(NamedTuple):
    """The box of a picture, in units; `size` is that of its letters, as the style sheet has it."""

    width: int
    height: int
    size: float


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
    """About how wide the text stands, in the units of `size`."""
    return size * sum(map(_advance, text)) / 1000


@lru_cache(maxsize=1024)
def _advance(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    letter = unicodedata.normalize("NFD", char)[0]
    return ADVANCES.get(letter, CAPITAL if letter.isupper() else OTHER)


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
