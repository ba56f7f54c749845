import hashlib
from collections.abc import Iterator

from motcua.files.models import Scan, StoredFile
from motcua.files.queries import path_of
from motcua.files.serving import as_download
from motcua.kernel.invariants import invariant
from motcua.kernel.refusals import Refusal

SUMMED_BYTES = 2 << 30  # the newest two gibibytes are read again; of all files the size


@invariant("every stored file is there, of the size and SHA-256 recorded")
def stored_files_are_whole() -> Iterator[str]:
    to_read = SUMMED_BYTES
    for stored in StoredFile.objects.exclude(scan=Scan.INFECTED).order_by("-pk").iterator():
        path = path_of(stored)
        if not path.exists():
            yield f"{stored.digest}: missing"
        elif path.stat().st_size != stored.size:
            yield f"{stored.digest}: {path.stat().st_size} bytes instead of {stored.size}"
        elif to_read > 0:
            to_read -= stored.size
            with path.open("rb") as content:
                if hashlib.file_digest(content, "sha256").hexdigest() != stored.digest:
                    yield f"{stored.digest}: the bytes have changed"


@invariant("no file can be opened unless it was found clean")
def only_clean_files_open() -> Iterator[str]:
    """Ask the one door that serves files, for a sample of the files that it must not give."""
    for stored in StoredFile.objects.exclude(scan=Scan.CLEAN).order_by("-pk")[:20]:
        try:
            as_download(stored, "probe.pdf").close()
        except Refusal:
            continue
        yield f"{stored.digest}: {stored.scan}, and yet it was given"


@invariant("the bytes of infected files are gone")
def infected_bytes_are_gone() -> Iterator[str]:
    for stored in StoredFile.objects.filter(scan=Scan.INFECTED):
        if path_of(stored).exists():
            yield f"{stored.digest}: infected and still on the disk"
