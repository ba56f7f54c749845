"""Finds the signatures of a PDF in its raw bytes, without reading the PDF.

A file that was not issued here may have been made to hurt whoever parses it, so nothing of it is parsed but
the signature itself, which is small. Regular expressions with bounded repetition only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

MOST_SIGNATURES = 8
LARGEST_SIGNATURE = 256 * 1024
_RANGE = re.compile(
    rb"/ByteRange\s{0,9}\[\s{0,9}(\d{1,10})\s{1,9}(\d{1,10})\s{1,9}(\d{1,10})\s{1,9}(\d{1,10})\s{0,99}\]"
)
_CONTENTS = re.compile(rb"/Contents\s{0,9}<([0-9A-Fa-f]{64,524288})>")


@dataclass(frozen=True)
class Signed:
    """`revision`: the file as it ended when this was signed. `covered`: the bytes that were signed.
    `container`: CMS.
    """

    revision: bytes
    covered: bytes
    container: bytes


def signatures(pdf: bytes) -> Iterator[Signed]:
    """Every signature that can be found, at most eight; the byte ranges of torn files may fit nothing."""
    containers = [
        bytes.fromhex(match[1].decode()) for match in islice(_CONTENTS.finditer(pdf), MOST_SIGNATURES)
    ]
    for index, match in enumerate(islice(_RANGE.finditer(pdf), MOST_SIGNATURES)):
        start, first, second, length = (int(number) for number in match.groups())
        if start == 0 and first < second and index < len(containers):
            revision = pdf[: second + length]
            yield Signed(revision, pdf[:first] + pdf[second : second + length], containers[index])
