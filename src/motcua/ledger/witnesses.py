"""Those who keep our heads, so that we cannot take them back: one directory each, one line a head.

Every directory below `settings.WITNESS_ROOT` is a witness. Mount there what other people keep: the inspectorate's
share, another province's, an open-data site's. The first one is our own and proves little.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

from django.conf import settings

from motcua.ledger.keys import is_signed
from motcua.ledger.rules.heads import SignedHead, written
from motcua.ledger.rules.merkle import is_consistent

OWN, HEADS = "own", "heads.jsonl"
_LAST_BYTES = 64 * 1024
Prove = Callable[[int, int], Sequence[bytes]]


class HeadRefusedError(Exception):
    """A witness did not keep a head. The text says why."""


def witnesses() -> list[Path]:
    """The directories of all witnesses; our own is made if there is none."""
    root = Path(settings.WITNESS_ROOT)
    (root / OWN).mkdir(parents=True, exist_ok=True)
    return sorted(path for path in root.iterdir() if path.is_dir())


def keep(witness: Path, head: SignedHead, *, prove: Prove) -> None:
    """Let the witness check the head against the last one it kept, and keep it.

    `prove(old, new)` gives the consistency proof, which is kept too. Raises HeadRefusedError for a bad signature, a
    fork, a tree that has shrunk or whose beginning has changed, and OSError if the directory cannot be written.
    """
    if not is_signed(head):
        raise HeadRefusedError(f"head {head.number} does not carry a valid signature")
    with open(witness / HEADS, "a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        last = _last(file)
        if last == head:
            return
        proof = (
            list(prove(last.tree_size, head.tree_size)) if last and last.tree_size <= head.tree_size else []
        )
        if last and (reason := _reason_against(last, head, proof)):
            raise HeadRefusedError(f"head {head.number} over {head.tree_size} entries {reason}")
        document = {**head.document(), "consistency": [known.hex() for known in proof]}
        file.write(written(document).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def kept_heads(witness: Path) -> Iterator[SignedHead]:
    """Every head that the witness kept, oldest first. Raises HeadRefusedError for a line that is not a head."""
    path = witness / HEADS
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            yield _read(line, where=f"line {number} of {path.name}")


def _reason_against(last: SignedHead, head: SignedHead, proof: Sequence[bytes]) -> str:
    if head.tree_size < last.tree_size:
        return f"is shorter than the {last.tree_size} entries that were witnessed"
    if head.number <= last.number:
        return f"is another one than head {last.number}, which was witnessed: the ledger has been forked"
    if not is_consistent(last.tree_size, last.root, head.tree_size, head.root, proof):
        return f"does not begin with the {last.tree_size} entries that were witnessed: they have been changed"
    return ""


def _last(file: IO[bytes]) -> SignedHead | None:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _LAST_BYTES))
    lines = file.read().splitlines()
    return _read(lines[-1].decode(), where="the last line") if lines else None


def _read(line: str, *, where: str) -> SignedHead:
    try:
        return SignedHead.from_document(json.loads(line))
    except (KeyError, TypeError, ValueError) as error:
        raise HeadRefusedError(f"{where} is not a head") from error
