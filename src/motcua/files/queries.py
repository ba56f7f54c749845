from datetime import datetime
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import connection

from motcua.files.models import StoredFile, Upload


def root() -> Path:
    return Path(settings.FILES_ROOT)


def path_of_digest(digest: str) -> Path:
    return root() / digest[:2] / digest[2:]


def path_of(stored: StoredFile) -> Path:
    """Where the bytes lie. Whoever serves them asks `files.serving` instead, which looks at the scan
    first.
    """
    return path_of_digest(stored.digest)


def path_of_upload(upload: Upload) -> Path:
    return root() / "uploads" / upload.token


def content_of(stored: StoredFile) -> bytes:
    """All bytes, as stored. FileNotFoundError for an infected file: its bytes were destroyed."""
    return path_of(stored).read_bytes()


def now() -> datetime:
    """The database's clock, for the views of this room (which stands beside the clock, not above it)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cast(datetime, cursor.fetchone()[0])
