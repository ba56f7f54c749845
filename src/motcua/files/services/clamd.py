"""A client of the ClamAV daemon: its INSTREAM command, over a Unix socket or host:port."""

import socket
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

TIMEOUT_SECONDS = 60
PIECE = 1 << 17


class ScannerSilent(Exception):  # noqa: N818 -- the scanner is outside; the file simply waits
    """No verdict: the daemon is away, busy, or refused the size. The file stays pending."""


@dataclass(frozen=True)
class Finding:
    """`signature` is empty for a clean file. `scanner` names the program and the age of its signatures."""

    signature: str
    scanner: str


def is_set() -> bool:
    return bool(settings.CLAMD_SOCKET)


def ask(path: Path) -> Finding:
    """Stream the file to the daemon. Raises ScannerSilent if it gives no verdict."""
    try:
        answer = _exchange(b"zINSTREAM\0", path)
        scanner = _exchange(b"zVERSION\0")
    except OSError as error:
        raise ScannerSilent(str(error)) from error
    verdict = answer.removeprefix("stream: ")
    if verdict == "OK":
        return Finding("", scanner[:100])
    if verdict.endswith(" FOUND"):
        return Finding(verdict.removesuffix(" FOUND"), scanner[:100])
    raise ScannerSilent(answer)


def _exchange(command: bytes, path: Path | None = None) -> str:
    with _connected() as line:
        line.sendall(command)
        if path is not None:
            _send(line, path)
        answer = b""
        while piece := line.recv(4096):
            answer += piece
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _send(line: socket.socket, path: Path) -> None:
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            line.sendall(len(piece).to_bytes(4, "big") + piece)
    line.sendall(bytes(4))


def _connected() -> socket.socket:
    address = settings.CLAMD_SOCKET
    if "/" not in address and ":" in address:
        host, _, port = address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=TIMEOUT_SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(TIMEOUT_SECONDS)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line
