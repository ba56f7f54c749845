from typing import Any

from motcua.criteria.management.verbs.asked import arguments, asked_view
from motcua.criteria.queries import answers

SAID = "the score of a body in a period"


def answer(**options: Any) -> dict[str, Any]:
    return answers.answer(asked_view(options))


__all__ = ["SAID", "answer", "arguments"]
