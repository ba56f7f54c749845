from typing import Any

from motcua.criteria.management.verbs.asked import arguments, asked_view
from motcua.criteria.queries.answers import explanation

SAID = "what it lost, by criterion and by part"


def answer(**options: Any) -> dict[str, Any]:
    return explanation(asked_view(options))


__all__ = ["SAID", "answer", "arguments"]
