"""What `motcua criteria` can do: one module a verb, with `SAID`, `arguments(parser)` and `answer(**options)`."""

from types import ModuleType

from motcua.criteria.management.verbs import (
    bearing,
    declare,
    explain,
    export,
    follow,
    forecast,
    publish,
    questions,
    reconcile,
    replay,
    score,
    sets,
)

VERBS: dict[str, ModuleType] = {
    "score": score,
    "explain": explain,
    "follow": follow,
    "reconcile": reconcile,
    "export": export,
    "bearing": bearing,
    "declare": declare,
    "sets": sets,
    "publish": publish,
    "replay": replay,
    "forecast": forecast,
    "questions": questions,
}
