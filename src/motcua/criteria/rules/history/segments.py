"""Which files of a directory make up the history: names carry the watermark, and a rename is the commit.

A segment holds the rows of one kind that moved in the batches (after, until]. A base holds the newest row of every
key up to a batch, sorted; the manifest names the bases. What is neither named by the manifest nor newer than the
base that it names does not count any more.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

_SEGMENT = re.compile(r"facts-(?P<kind>[a-z]+)-(?P<after>\d{12})-(?P<until>\d{12})\.parquet")
_BASE = re.compile(r"base-(?P<kind>[a-z]+)-(?P<until>\d{12})\.parquet")

_NOTHING = -1
"""Before batch 0, in which nothing has moved yet."""


class BrokenHistoryError(ValueError):
    """Batches are missing between two files, or a file that the manifest names is not there."""


@dataclass(frozen=True, order=True)
class Segment:
    kind: str
    until: int
    after: int

    @property
    def name(self) -> str:
        return f"facts-{self.kind}-{self.after:012}-{self.until:012}.parquet"

    @classmethod
    def read(cls, name: str) -> Self | None:
        """The segment that a file's name tells of, if it is one."""
        found = _SEGMENT.fullmatch(name)
        return found and cls(found["kind"], int(found["until"]), int(found["after"]))


def base_name(kind: str, until: int) -> str:
    return f"base-{kind}-{until:012}.parquet"


@dataclass(frozen=True)
class Manifest:
    """For each kind that has a base: the batch up to which it goes."""

    bases: Mapping[str, int]

    @property
    def text(self) -> str:
        return json.dumps({"bases": dict(sorted(self.bases.items()))}, indent=2)

    @classmethod
    def read(cls, text: str | None) -> Self:
        return cls(json.loads(text)["bases"] if text else {})

    @property
    def names(self) -> frozenset[str]:
        return frozenset(base_name(kind, until) for kind, until in self.bases.items())


@dataclass(frozen=True)
class Listing:
    """The files of one directory, told apart."""

    manifest: Manifest
    names: frozenset[str]

    @property
    def _segments(self) -> list[Segment]:
        return sorted(segment for name in self.names if (segment := Segment.read(name)))

    def until(self, kind: str) -> int:
        """The batch up to which the files of a kind go: where the next segment begins."""
        ends = [segment.until for segment in self._segments if segment.kind == kind]
        return max([self.manifest.bases.get(kind, 0), *ends])

    @property
    def latest(self) -> int:
        """The newest batch of which any file knows."""
        return max([0, *self.manifest.bases.values(), *(segment.until for segment in self._segments)])

    def base(self, kind: str) -> tuple[str, ...]:
        """The sorted file of a kind: one, or none before the first compaction."""
        if kind not in self.manifest.bases:
            return ()
        name = base_name(kind, self.manifest.bases[kind])
        if name not in self.names:
            raise BrokenHistoryError(f"{name} is named by the manifest and is not there")
        return (name,)

    def segments(self, kind: str) -> tuple[str, ...]:
        """What moved after the base, oldest first. Raises BrokenHistoryError where batches are missing."""
        reached = self.manifest.bases.get(kind, _NOTHING)
        names = []
        for segment in self._segments:
            if segment.kind == kind and segment.until > reached:
                if segment.after > max(reached, 0):
                    raise BrokenHistoryError(f"nothing tells of {kind} from {reached} to {segment.after}")
                reached = segment.until
                names.append(segment.name)
        return tuple(names)

    def superseded(self) -> list[str]:
        """Files that the manifest has left behind."""
        bases = {name for name in self.names if _BASE.fullmatch(name)}
        segments = {
            segment.name
            for segment in self._segments
            if segment.until <= self.manifest.bases.get(segment.kind, _NOTHING)
        }
        return sorted(bases - self.manifest.names | segments)
