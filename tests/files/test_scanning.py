import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.files import tasks
from motcua.files.invariants import infected_bytes_are_gone, only_clean_files_open
from motcua.files.models import Scan
from motcua.files.queries import path_of
from motcua.files.services import scan, scan_pending, store
from motcua.files.services.clamd import ScannerSilent
from motcua.kernel.refusals import Refusal
from tests.files import making

pytestmark = pytest.mark.django_db


class Scanner:
    """Speaks clamd's protocol: INSTREAM and VERSION. Finds `bad` in what it is sent."""

    bad = b"/MediaBox"
    busy = False

    def __init__(self, address: Path) -> None:
        self.line = socket.socket(socket.AF_UNIX)
        self.line.bind(str(address))
        self.line.listen()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self.line.accept()
                with caller, caller.makefile("rb") as said:
                    caller.sendall(self.answer(said) + b"\0")

    def answer(self, said) -> bytes:
        command = b"".join(iter(lambda: said.read(1), b"\0"))
        if command == b"zVERSION":
            return b"ClamAV 1.4.6/27800/Sun Nov 22 2026"
        content = b"".join(iter(lambda: said.read(int.from_bytes(said.read(4), "big")), b""))
        if self.busy:
            return b"INSTREAM size limit exceeded. ERROR"
        return b"stream: Win.Test.Bad FOUND" if self.bad in content else b"stream: OK"

    def close(self) -> None:
        self.line.shutdown(socket.SHUT_RDWR)
        self.line.close()
        self.thread.join()


@pytest.fixture
def scanner(settings, tmp_path: Path) -> Iterator[Scanner]:
    settings.CLAMD_SOCKET = str(tmp_path / "clamd.sock")
    running = Scanner(tmp_path / "clamd.sock")
    yield running
    running.close()


def photo(at):
    return store(making.image(), name="a.jpg", accepts=["image"], at=at)


def test_store_with_a_scanner_waits_for_its_answer(scanner, at):
    stored = photo(at)
    assert (stored.scan, stored.scanned_by, stored.scanned_at) == ("pending", "", None)
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("files.scan", {"digest": stored.digest})
    assert [*only_clean_files_open()] == []


def test_scan_of_a_clean_file_names_the_scanner(scanner, at):
    stored = scan(photo(at), at=at)
    assert (stored.scan, stored.scanned_at) == ("clean", at)
    assert stored.scanned_by == "ClamAV 1.4.6/27800/Sun Nov 22 2026"


@pytest.mark.django_db(transaction=True)
def test_scan_of_an_infected_file_destroys_its_bytes_and_remembers_it(scanner, at):
    stored = scan(store(making.pdf(), name="a.pdf", accepts=["pdf"], at=at), at=at)
    assert (stored.scan, stored.scanned_by) == (
        "infected",
        "ClamAV 1.4.6/27800/Sun Nov 22 2026: Win.Test.Bad",
    )
    assert not path_of(stored).exists()
    assert [*infected_bytes_are_gone()] == []
    with pytest.raises(Refusal) as refusal:
        store(making.pdf(), name="other.pdf", accepts=["pdf"], at=at)
    assert refusal.value.code == "file-infected"
    assert not path_of(stored).exists()


@pytest.mark.django_db(transaction=True)
def test_scan_again_finds_what_newer_signatures_know(scanner, at):
    stored = scan(photo(at), at=at)
    scanner.bad = b"\xff\xd8"
    assert scan(stored, at=at).scan == Scan.INFECTED
    scanner.bad = b"nothing"


def test_scan_pending_asks_about_all_that_wait(scanner, at):
    photo(at)
    store(making.image("PNG"), name="b.png", accepts=["image"], at=at)
    assert scan_pending(at=at) == 2
    assert scan_pending(at=at) == 0


def test_scan_by_a_busy_scanner_leaves_the_file_waiting(scanner, at):
    scanner.busy = True
    stored = photo(at)
    with pytest.raises(ScannerSilent, match="size limit"):
        scan(stored, at=at)
    assert scan_pending(at=at) == 0
    stored.refresh_from_db()
    assert stored.scan == Scan.PENDING


@pytest.mark.parametrize("address", ["/nowhere/clamd.sock", "127.0.0.1:1"])
def test_scan_without_a_scanner_in_reach_leaves_the_file_waiting(address, settings, at):
    settings.CLAMD_SOCKET = address
    stored = photo(at)
    assert scan_pending(at=at) == 0
    stored.refresh_from_db()
    assert stored.scan == Scan.PENDING


def test_scan_pending_without_a_scanner_set_does_nothing(settings, at):
    settings.CLAMD_SOCKET = ""
    assert scan_pending(at=at) == 0


def test_tasks_scan_one_and_all_that_wait(scanner, at):
    first = photo(at)
    tasks.scan_one(first.digest)
    first.refresh_from_db()
    assert first.scan == Scan.CLEAN
    second = store(making.image("PNG"), name="b.png", accepts=["image"], at=at)
    tasks.scan_what_waits(0)
    second.refresh_from_db()
    assert second.scan == Scan.CLEAN
