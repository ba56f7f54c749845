import fcntl
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import IO

from django.db import transaction

from motcua.files import refusals
from motcua.files.models import StoredFile, Upload
from motcua.files.queries import path_of_upload
from motcua.files.rules.kinds import accepted, by_name
from motcua.files.rules.names import display_name
from motcua.files.rules.unacceptable import Unacceptable
from motcua.files.services.incoming import PIECE
from motcua.files.services.storing import store

LIFETIME = timedelta(hours=24)
MAX_OPEN = 30  # unfinished uploads of one owner: a task list of papers, not a warehouse


@transaction.atomic
def begin_upload(*, owner: str, name: str, length: int, accepts: Sequence[str], at: datetime) -> Upload:
    """Open an upload of `length` bytes for an account. Refuses file-empty, file-too-big, file-too-many at
    once.
    """
    # no entry: see store
    kinds = accepted(accepts)
    largest = max(kind.max_bytes for kind in kinds)
    if by_name(display_name(name), kinds) is None:
        raise refusals.in_words(Unacceptable("wrong-type"), kinds)
    if length == 0:
        raise refusals.in_words(Unacceptable("empty"), kinds)
    if length > largest:
        raise refusals.in_words(Unacceptable("too-big", limit=largest), kinds)
    if Upload.objects.filter(owner=owner, file=None, expires_at__gt=at).count() >= MAX_OPEN:
        raise refusals.too_many(MAX_OPEN)
    upload = Upload.objects.create(
        token=secrets.token_urlsafe(24),
        owner=owner,
        name=display_name(name),
        accepts=list(accepts),
        length=length,
        expires_at=at + LIFETIME,
    )
    path = path_of_upload(upload)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    return upload


def append_to_upload(upload: Upload, *, content: IO[bytes], offset: int, at: datetime) -> Upload:
    """Take more bytes at `offset`, which must be where we are; what came before a broken line is kept.

    A slow line must not hold a transaction open (readers of the ledger wait for the oldest one): the file's
    own lock keeps others away, and one short update says how far we came. Refuses file-expired, file-offset
    (ask again where we are), file-failed (more than announced).
    """
    # no entry: see store
    with _held(upload) as out:
        upload.refresh_from_db()
        if upload.expires_at <= at or upload.file_id is not None:
            raise refusals.gone()
        if upload.offset != offset:
            raise refusals.out_of_step()
        reached = _write(content, out, offset=offset, length=upload.length)
        Upload.objects.filter(pk=upload.pk, offset=offset).update(offset=reached)
    upload.offset = reached
    return upload


@transaction.atomic
def finish_upload(token: str, *, owner: str, accepts: Sequence[str], at: datetime) -> tuple[StoredFile, str]:
    """The stored file and its display name, once all bytes have arrived; asked again, the same answer.

    Refuses as `store` does, and file-failed when there is no such whole upload of this owner.
    """
    # no entry: see store
    held = Upload.objects.select_for_update().filter(token=token, owner=owner, expires_at__gt=at).first()
    if held is None or held.offset != held.length:
        raise refusals.failed()
    if held.file is None:
        path = path_of_upload(held)
        with path.open("rb") as content:
            held.file = store(content, name=held.name, accepts=accepts, at=at)
        held.save(update_fields=["file"])
        transaction.on_commit(lambda: path.unlink(missing_ok=True))
    kinds = accepted(accepts)
    if held.file.media_type not in {kind.media_type for kind in kinds}:
        raise refusals.in_words(Unacceptable("wrong-type"), kinds)
    return held.file, held.name


@transaction.atomic
def drop_upload(upload: Upload) -> None:
    """Forget an upload and its bytes; a file that was already stored from it stays."""
    # no entry: see store
    upload.delete()
    path_of_upload(upload).unlink(missing_ok=True)


@contextmanager
def _held(upload: Upload) -> Iterator[IO[bytes]]:
    try:
        out = path_of_upload(upload).open("rb+")
    except FileNotFoundError as error:
        raise refusals.gone() from error
    with out:
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise refusals.out_of_step() from error
        yield out


def _write(content: IO[bytes], out: IO[bytes], *, offset: int, length: int) -> int:
    out.truncate(offset)  # bytes of a request that was never acknowledged
    out.seek(offset)
    while piece := _next_piece(content):
        if out.tell() + len(piece) > length:
            raise refusals.failed()
        out.write(piece)
    out.flush()
    os.fsync(out.fileno())
    return out.tell()


def _next_piece(content: IO[bytes]) -> bytes:
    try:
        return content.read(PIECE)
    except OSError:  # the line broke: what has arrived counts, the client asks and goes on
        return b""
