"""What is wrong with an expression, and where in it."""

import ast
from collections.abc import Iterable
from difflib import get_close_matches

from motcua.kernel.sentences import Sentence, gettext_noop

LONGEST = 1000
_SYNTAX = gettext_noop("This is not a readable expression.")
_LONG = gettext_noop("The expression is too long: keep it under %(most)s characters.")


class BadExpressionError(ValueError):
    """`sentence` says what is wrong; `position` is that of the character at fault, the first being 1."""

    def __init__(self, sentence: Sentence, position: int) -> None:
        super().__init__()
        self.sentence = sentence
        self.position = position

    def __str__(self) -> str:
        return f"{self.position}: {self.sentence}"


def parsed(text: str) -> tuple[ast.expr, str]:
    """The syntax tree of one expression and the text that its positions count in."""
    plain = " ".join(text.splitlines())
    if len(plain) > LONGEST:
        raise BadExpressionError(Sentence(_LONG, {"most": str(LONGEST)}), LONGEST)
    try:
        return ast.parse(plain.lstrip(), mode="eval").body, plain.lstrip()
    except SyntaxError as error:
        raise BadExpressionError(Sentence(_SYNTAX), error.offset or len(plain.lstrip()) + 1) from error
    except (ValueError, MemoryError, RecursionError) as error:
        raise BadExpressionError(Sentence(_SYNTAX), 1) from error


def refusal(text: str, node: ast.expr, message: str, **params: str) -> BadExpressionError:
    """The error of a part of a parsed text. Python counts its columns in bytes, people in characters."""
    before = text.encode()[: node.col_offset].decode(errors="ignore")
    return BadExpressionError(Sentence(message, params), len(before) + 1)


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that is most like this one."""
    candidates = list(known)
    return next(iter(get_close_matches(name, candidates, n=1, cutoff=0.0)), "")
