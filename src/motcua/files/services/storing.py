from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, NamedTuple

import filetype
from django.db import transaction
from procrastinate.contrib.django import app

from motcua.files import refusals
from motcua.files.models import Scan, StoredFile
from motcua.files.rules.images import rewrite_image
from motcua.files.rules.ink import blank_pages
from motcua.files.rules.kinds import Kind, accepted, by_name
from motcua.files.rules.packages import inspect_package, is_locked_package
from motcua.files.rules.pdfs import inspect_pdf
from motcua.files.rules.unacceptable import Unacceptable
from motcua.files.services.incoming import Arrived, hold, measured, put_in_place, take_in, temporary
from motcua.files.services.scanning import look_over

OURS = "motcua"


class Seen(NamedTuple):
    """What inspection found in a file."""

    media_type: str
    pages: int | None
    blank: int


@transaction.atomic
def store(content: bytes | IO[bytes], *, name: str, accepts: Sequence[str], at: datetime) -> StoredFile:
    """Keep a file that somebody sent, if its name, first bytes and insides agree on one of the kinds
    `accepts`.

    `accepts`: kind codes or group names of rules/kinds.py (`pdf`, `image`, `docx`, `xlsx` …). Photos are
    written anew without metadata, all else is kept byte for byte. The same content is kept once. Refuses
    with the codes file-…; nothing stays behind on a refusal. With a scanner set the file is `pending` until
    the scanner has answered.
    """
    # no entry: a file becomes a fact when a room attaches it
    kinds = accepted(accepts)
    try:
        with temporary() as path, temporary() as rewritten:
            arrived = take_in(content, path, limit=max(kind.max_bytes for kind in kinds))
            scanned_by = look_over(arrived)
            kind = _kind_of(arrived, name, kinds)
            kept, pages = _inspected(arrived, kind, rewritten)
            seen = Seen(kind.media_type, pages, blank_pages(kept.path, kind.parser))
            return _recorded(kept, seen, scanned_by=scanned_by, at=at)
    except Unacceptable as finding:
        if finding.reason == "infected":
            raise refusals.infected() from finding
        raise refusals.in_words(finding, kinds) from finding


@transaction.atomic
def keep(
    content: bytes, *, media_type: str, at: datetime, pages: int | None = None, blank: int = 0
) -> StoredFile:
    """Keep what the house itself made (a signed result, a joined PDF): byte for byte, clean by origin."""
    # no entry: a file becomes a fact when a room attaches it
    with temporary() as path:
        arrived = take_in(content, path, limit=len(content))
        return _recorded(arrived, Seen(media_type, pages, blank), scanned_by=OURS, at=at)


def _kind_of(arrived: Arrived, name: str, kinds: Sequence[Kind]) -> Kind:
    with arrived.path.open("rb") as stream:
        start = stream.read(8192)
    kind = by_name(name, kinds)
    if kind is None:
        raise Unacceptable("wrong-type")
    if kind.parser == "package" and is_locked_package(start):
        raise Unacceptable("locked")
    guessed = filetype.guess_mime(start)
    agrees = guessed == kind.media_type or (kind.parser == "package" and guessed in (None, "application/zip"))
    if not start.startswith(kind.begins) or not agrees:
        raise Unacceptable("wrong-type")
    if arrived.size > kind.max_bytes:
        raise Unacceptable("too-big", limit=kind.max_bytes)
    return kind


def _inspected(arrived: Arrived, kind: Kind, rewritten: Path) -> tuple[Arrived, int | None]:
    if kind.parser == "pdf":
        return arrived, inspect_pdf(arrived.path)
    if kind.parser == "package":
        with arrived.path.open("rb") as stream:
            inspect_package(stream, kind.code)
        look_over(arrived, is_package=True)
        return arrived, None
    with rewritten.open("wb") as out:
        rewrite_image(arrived.path, kind, out)
    return measured(rewritten), 1


def _recorded(arrived: Arrived, seen: Seen, *, scanned_by: str, at: datetime) -> StoredFile:
    hold(arrived.digest)
    if StoredFile.objects.filter(digest=arrived.digest, scan=Scan.INFECTED).exists():
        raise Unacceptable("infected")
    put_in_place(arrived)
    stored, is_new = StoredFile.objects.get_or_create(
        digest=arrived.digest,
        defaults={
            "media_type": seen.media_type,
            "size": arrived.size,
            "pages": seen.pages,
            "blank": seen.blank,
            "scan": Scan.CLEAN if scanned_by else Scan.PENDING,
            "scanned_by": scanned_by,
            "scanned_at": at if scanned_by else None,
            "stored_at": at,
        },
    )
    if is_new and not scanned_by:
        app.configure_task("files.scan").defer(digest=stored.digest)
    return stored
