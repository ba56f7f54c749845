"""How people's words find procedures: without marks, without idle words, with the synonyms that the data name."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from motcua.kernel.vietnamese import fold

MOST_LETTERS = 200
MOST_WORDS = 10
MOST_READINGS = 8
_IDLE = re.compile(r"\b(?:thu tuc|lam the nao|lam sao|o dau|lam(?! nghiep)|xin|toi|muon|cua|hoi)\b")
_WORD = re.compile(r"[^\W_]+(?:[.\-/][^\W_]+)*")
_LONG_NUMBER = re.compile(r"\d{6,}")

Synonyms = Sequence[Sequence[str]]


def cleaned(words: str) -> str:
    """What was typed, in one Unicode form, without control characters, of bearable length."""
    composed = unicodedata.normalize("NFC", words)
    plain = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in composed)
    return " ".join(plain.split())[:MOST_LETTERS].strip()


def readings(words: str, synonyms: Synonyms) -> tuple[tuple[str, ...], ...]:
    """The ways to read the words, each as the folded words that must all be found; what was typed comes first."""
    said = fold(words)
    ways = [said, *_with_synonyms(said, synonyms)]
    found = dict.fromkeys(way for text in ways if (way := _meaning(text)))
    return tuple(found)[:MOST_READINGS]


def without_long_numbers(words: str) -> str:
    """The words as they may be logged: people paste numbers of identity cards into search boxes."""
    return _LONG_NUMBER.sub("#", words)


def _with_synonyms(said: str, synonyms: Synonyms) -> Iterable[str]:
    for group in synonyms:
        phrases = [fold(phrase) for phrase in group]
        for phrase in sorted(phrases, key=len, reverse=True):
            if re.search(rf"\b{re.escape(phrase)}\b", said):
                yield from (said.replace(phrase, other) for other in phrases if other != phrase)
                break


def _meaning(text: str) -> tuple[str, ...]:
    telling = _WORD.findall(_IDLE.sub(" ", text)) or _WORD.findall(text)
    return tuple(telling[:MOST_WORDS])
