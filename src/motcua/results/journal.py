"""What the house has signed, line by line, in a file outside the database.

A signature cannot be rolled back; the transaction that stores it can. So each is written here before it is
stored. A draft that has a line here was signed by an act that failed afterwards, or by a process that died:
`motcua doctor` names it, and signing it again settles it.
"""

import fcntl
import json
import os
from datetime import datetime
from pathlib import Path

from motcua.results import keys


def signed(token: str, *, digest: str, officer: str, at: datetime) -> None:
    """On disk when this returns."""
    line = {"token": token, "sha256": digest, "officer": officer, "at": at.isoformat()}
    _path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _path().open("a") as journal:
        fcntl.flock(journal, fcntl.LOCK_EX)
        journal.write(json.dumps(line) + "\n")
        journal.flush()
        os.fsync(journal.fileno())


def signatures() -> dict[str, set[str]]:
    """The digests of the signed files, by the token of the result."""
    made: dict[str, set[str]] = {}
    if _path().exists():
        with _path().open() as journal:
            for line in map(json.loads, journal):
                made.setdefault(line["token"], set()).add(line["sha256"])
    return made


def _path() -> Path:
    return keys.home() / "signatures.jsonl"
