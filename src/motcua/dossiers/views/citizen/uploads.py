"""Several files of one field: the good ones are taken, each bad one is named with its own fault."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from motcua.files import refusals
from motcua.files.models import StoredFile
from motcua.files.receiving import SENT_BEFORE
from motcua.files.rules.names import display_name
from motcua.files.services import finish_upload, store
from motcua.kernel.refusals import Refusal


class Taken(NamedTuple):
    good: list[tuple[StoredFile, str]]
    faults: list[str]


def came(request: HttpRequest, name: str) -> bool:
    return bool(request.FILES.getlist(name)) or any(request.POST.getlist(name + SENT_BEFORE))


def take_each(
    request: HttpRequest, name: str, *, owner: str, accepts: Sequence[str], limit: int, at: datetime
) -> Taken:
    """Both ways of sending: with the form, and before it by tokens.

    Refuses file-missing and file-too-many for the whole; what is wrong with one file stands in `faults`.
    """
    tokens = [token for token in request.POST.getlist(name + SENT_BEFORE) if token]
    files = request.FILES.getlist(name)
    if not tokens and not files:
        raise refusals.nothing_chosen()
    if len(tokens) + len(files) > limit:
        raise refusals.too_many(limit)
    taken = Taken([], [])
    for token in tokens:
        try:
            taken.good.append(finish_upload(token, owner=owner, accepts=accepts, at=at))
        except Refusal as refusal:
            taken.faults.append(str(refusal))
    for file, shown in _named(files):
        try:
            taken.good.append((store(file, name=file.name or "", accepts=accepts, at=at), shown))
        except Refusal as refusal:
            taken.faults.append(f"“{shown}”: {refusal}")
    return taken


def _named(files: Sequence[UploadedFile]) -> Iterator[tuple[UploadedFile, str]]:
    return ((file, display_name(file.name or "")) for file in files)
