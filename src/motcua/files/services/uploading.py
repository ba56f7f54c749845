import os
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from django.db import transaction

from motcua.files import refusals
from motcua.files.models import StoredFile, Upload
from motcua.files.queries import path_of_upload
from motcua.files.rules.kinds import accepted
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


@transaction.atomic
def append_to_upload(upload: Upload, *, content: IO[bytes], offset: int, at: datetime) -> Upload:
    """Take more bytes at `offset`, which must be where we are; what came before a broken line is kept.

    Refuses file-offset (ask again where we are), file-too-big (more than announced), file-expired.
    """
    # no entry: see store
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    if held.expires_at <= at or held.file_id is not None:
        raise refusals.gone()
    if held.offset != offset:
        raise refusals.out_of_step()
    held.offset = _written(path_of_upload(held), content, offset=offset, length=held.length)
    held.save(update_fields=["offset"])
    return held


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
    return held.file, held.name


def _written(path: Path, content: IO[bytes], *, offset: int, length: int) -> int:
    with path.open("rb+") as out:
        out.truncate(offset)  # bytes of a request that was never acknowledged
        out.seek(offset)
        try:
            while piece := content.read(PIECE):
                if out.tell() + len(piece) > length:
                    raise refusals.in_words(Unacceptable("too-big", limit=length), accepted(["pdf"]))
                out.write(piece)
        except OSError:
            pass  # the line broke: what has arrived counts, the client asks and goes on
        out.flush()
        os.fsync(out.fileno())
        return out.tell()
