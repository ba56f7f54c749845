"""The harmless text by which scanners are tested (EICAR). A house without a scanner still refuses files with
it.
"""

import zipfile
from pathlib import Path
from typing import IO

# in two parts, so that no scanner takes this source for the marker itself
MARKER = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def holds_marker(path: Path) -> bool:
    """Whether the marker stands anywhere in the bytes as they came."""
    with path.open("rb") as stream:
        return _is_in(stream)


def member_holds_marker(path: Path) -> bool:
    """Whether the marker stands in a member of an archive that was found to be within limits."""
    with zipfile.ZipFile(path) as package:
        for member in package.infolist():
            with package.open(member) as stream:
                if _is_in(stream):
                    return True
    return False


def _is_in(stream: IO[bytes]) -> bool:
    kept = b""
    while piece := stream.read(1 << 18):
        if MARKER in kept + piece:
            return True
        kept = piece[-len(MARKER) :]
    return False
