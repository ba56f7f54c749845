from contextlib import suppress
from datetime import datetime

from django.db import transaction

from motcua.files.models import Scan, StoredFile
from motcua.files.queries import path_of
from motcua.files.rules.markers import holds_marker, member_holds_marker
from motcua.files.rules.unacceptable import Unacceptable
from motcua.files.services import clamd
from motcua.files.services.incoming import Arrived, hold

MARKER_CHECK = "marker check only, no scanner"


def look_over(arrived: Arrived, *, is_package: bool = False) -> str:
    """Who found the arrived bytes clean; empty when a scanner is set and still has to answer.

    A house without a scanner only knows the test marker, and the file says so (`scanned_by`).
    """
    if member_holds_marker(arrived.path) if is_package else holds_marker(arrived.path):
        raise Unacceptable("infected")
    return "" if clamd.is_set() else MARKER_CHECK


@transaction.atomic
def scan(stored: StoredFile, *, at: datetime) -> StoredFile:
    """Ask the scanner about a file, waiting or already clean. The bytes of an infected one are destroyed.

    Raises `clamd.ScannerSilent` if there is no verdict; the file stays as it was.
    """
    # no entry: the verdict stands on the file; rooms show it where the file is attached
    hold(stored.digest)
    finding = clamd.ask(path_of(stored))
    verdict = Scan.INFECTED if finding.signature else Scan.CLEAN
    by = f"{finding.scanner}: {finding.signature}"[:100] if finding.signature else finding.scanner
    StoredFile.objects.exclude(scan=Scan.INFECTED).filter(pk=stored.pk).update(
        scan=verdict, scanned_by=by, scanned_at=at
    )
    if finding.signature:
        transaction.on_commit(lambda: _destroy(stored))
    stored.refresh_from_db()
    return stored


def scan_pending(*, at: datetime, limit: int = 500) -> int:
    """Ask about every file that waits, oldest first; how many were answered. Stops when the scanner is
    silent.
    """
    # no entry: see scan
    answered = 0
    if not clamd.is_set():
        return answered
    with suppress(clamd.ScannerSilent):
        for stored in StoredFile.objects.filter(scan=Scan.PENDING).order_by("stored_at")[:limit]:
            scan(stored, at=at)
            answered += 1
    return answered


def _destroy(stored: StoredFile) -> None:
    path_of(stored).unlink(missing_ok=True)
