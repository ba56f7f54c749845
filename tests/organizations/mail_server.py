"""A mail server of the tests: speaks as much SMTP (RFC 5321) as a sender needs, on a socket of its own."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest


class MailServer:
    """Keeps what it takes in `taken`. `refuses`: address → answer to RCPT. `hangs_up`: closes the line after the text
    of a letter instead of answering, having taken it.
    """

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refuses: dict[str, str] = {}
        self.hangs_up = False
        self.line = socket.create_server(("127.0.0.1", 0))
        self.port = self.line.getsockname()[1]
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                caller, _address = self.line.accept()
                with caller, caller.makefile("rb") as said, suppress(OSError):
                    self.talk(caller, said)

    def talk(self, caller: socket.socket, said) -> None:
        caller.sendall(b"220 tests ESMTP\r\n")
        while word := said.readline():
            answer = self.answer(word.decode().strip(), caller, said)
            if answer is None:
                return
            caller.sendall(f"{answer}\r\n".encode())
            if answer.startswith("221"):
                return

    def answer(self, word: str, caller: socket.socket, said) -> str | None:
        verb = word.upper()
        if verb.startswith("RCPT TO:"):
            return self.recipient(word.partition("<")[2].partition(">")[0])
        if verb == "DATA":
            caller.sendall(b"354 go on\r\n")
            return self.text(said)
        return "221 bye" if verb == "QUIT" else "250 tests"

    def recipient(self, address: str) -> str:
        if address in self.refuses:
            return self.refuses[address]
        self.recipients.append(address)
        return "250 ok"

    def text(self, said) -> str | None:
        lines = []
        while (line := said.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))
        return None if self.hangs_up else "250 taken"

    def stop(self) -> None:
        with suppress(OSError):
            self.line.shutdown(socket.SHUT_RDWR)
        self.line.close()
        self.thread.join(5)


@contextmanager
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A server that the house is set up to use."""
    server = MailServer()
    monkeypatch.setenv("MOTCUA_MAIL_HOST", "127.0.0.1")
    monkeypatch.setenv("MOTCUA_MAIL_PORT", str(server.port))
    monkeypatch.setenv("MOTCUA_MAIL_SECURITY", "none")
    monkeypatch.setenv("MOTCUA_MAIL_FROM", "motcua@quangninh.gov.vn")
    try:
        yield server
    finally:
        server.stop()
