"""Bytes of a file, unpacked and turned into UTF-8 as they are read."""

import codecs
import gzip
import io
import zlib
from pathlib import Path

GZIP = b"\x1f\x8b"
_CHUNK = 1 << 18


class Bytes(io.RawIOBase):
    """The bytes of a file, gunzipped if need be.

    A file that breaks off ends where it can no longer be read, and says so in `broken`.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._source: io.BufferedReader | gzip.GzipFile = self._file
        self.broken = False
        if self._file.read(2) == GZIP:
            self._file.seek(0)
            self._source = gzip.GzipFile(fileobj=self._file)
        else:
            self._file.seek(0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self.broken:
            return 0
        try:
            got = self._source.read1(len(buffer))
        except (EOFError, gzip.BadGzipFile, zlib.error):
            self.broken = True
            return 0
        buffer[: len(got)] = got
        return len(got)

    def close(self) -> None:
        self._file.close()
        super().close()


def first_bytes(path: Path, size: int) -> bytes:
    """So many, unpacked; fewer if the file has no more."""
    with Bytes(path) as source:
        return io.BufferedReader(source).read(size)


class Recoded(io.RawIOBase):
    """The same text as UTF-8 without a byte order mark; what is no text becomes U+FFFD."""

    def __init__(self, source: io.RawIOBase | io.BytesIO, encoding: str) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            chunk = self._source.read(_CHUNK) or b""
            text = self._decoder.decode(chunk, not chunk)
            self._ready = text.replace("\x00", "\ufffd").encode()
            if not chunk:
                break
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size
