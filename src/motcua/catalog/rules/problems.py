"""What is wrong with a document, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from motcua.kernel.sentences import Sentence, gettext_noop

__all__ = ["Problem", "Unreadable", "gettext_noop", "path_of"]


@dataclass(frozen=True)
class Problem(Sentence):
    """`where` is the path, as `process[2].role`; `line` is that of the file, if there is one."""

    where: str = ""
    line: int | None = None


class Unreadable(Exception):  # noqa: N818 -- the document is at fault, not the reader
    """The document does not say what it must; every problem found is listed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return " ".join(
            f"{problem.where}: {problem}" if problem.where else str(problem) for problem in self.problems
        )


def path_of(parts: Iterable[str | int]) -> str:
    """`("process", 2, "role")` → `process[2].role`."""
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
