"""Files of a form: sent with it (multipart), or before it (resumable, named by a token in the form)."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest

from motcua.files import refusals
from motcua.files.models import StoredFile
from motcua.files.rules.kinds import MAX_BYTES
from motcua.files.rules.names import display_name
from motcua.files.services import finish_upload, store

SENT_BEFORE = "-upload"  # the field `name` becomes `name-upload` for tokens of resumable uploads


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps of each file at most one piece more than the largest limit: the disk cannot be filled by one
    request.

    What was kept is over the limit, so `store` refuses it with the sentence about its size.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start <= MAX_BYTES:
            super().receive_data_chunk(raw_data, start)
        return None


def received(
    request: HttpRequest, name: str, *, owner: str, accepts: Sequence[str], limit: int, at: datetime
) -> list[tuple[StoredFile, str]]:
    """What came in the field `name`, stored, each with its display name.

    `owner`: the code of the signed-in account. Refuses as `store` does, and file-missing, file-too-many.
    """
    tokens = [token for token in request.POST.getlist(name + SENT_BEFORE) if token]
    sent = request.FILES.getlist(name)
    if not tokens and not sent:
        raise refusals.nothing_chosen()
    if len(tokens) + len(sent) > limit:
        raise refusals.too_many(limit)
    stored = [finish_upload(token, owner=owner, accepts=accepts, at=at) for token in tokens]
    for file in sent:
        stored.append(
            (store(file, name=file.name or "", accepts=accepts, at=at), display_name(file.name or ""))
        )
    return stored
