"""Bytes on their way to the disk: counted while they come, moved into place in one step, never two copies."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.db import connection

from motcua.files.queries import path_of_digest, root
from motcua.files.rules.unacceptable import Unacceptable

PIECE = 1 << 18


@dataclass(frozen=True)
class Arrived:
    """Bytes on disk under a temporary name."""

    path: Path
    size: int
    digest: str


@contextmanager
def temporary() -> Iterator[Path]:
    """A private file on the same disk as the kept ones, gone afterwards unless it was moved into place."""
    (root() / "incoming").mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=root() / "incoming")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)


def take_in(content: bytes | IO[bytes], path: Path, *, limit: int) -> Arrived:
    """Write what comes to `path`. Stops at `limit` bytes (Unacceptable too-big): never all of it in
    memory.
    """
    summed, size = hashlib.sha256(), 0
    with path.open("wb") as out:
        for piece in _pieces(content):
            size += len(piece)
            if size > limit:
                raise Unacceptable("too-big", limit=limit)
            summed.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    if size == 0:
        raise Unacceptable("empty")
    return Arrived(path, size, summed.hexdigest())


def measured(path: Path) -> Arrived:
    """A file already written to `path`, forced to disk and summed."""
    with path.open("rb+") as written:
        os.fsync(written.fileno())
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    return Arrived(path, path.stat().st_size, digest)


def put_in_place(arrived: Arrived) -> None:
    """Move the bytes to their own digest; durable when this returns. Existing equal bytes stay as they
    are.
    """
    target = path_of_digest(arrived.digest)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    arrived.path.chmod(0o400)
    arrived.path.rename(target)
    for directory in (target.parent, target.parent.parent):
        _sync_directory(directory)


def hold(digest: str) -> None:
    """One transaction at a time per content: storing it and forgetting it never cross."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"files:{digest}"])


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pieces(content: bytes | IO[bytes]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    while piece := content.read(PIECE):
        yield piece
