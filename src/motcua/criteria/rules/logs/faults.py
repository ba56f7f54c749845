"""What can be wrong with a log, by code and value; the words for people are the command's."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_TOLD = 100  # faults told one by one; all are counted
_LONGEST = 120  # characters of a value that are told


class Fault(StrEnum):
    """One row is at fault; the rest of the log is read."""

    AMBIGUOUS_DATE = "ambiguous_date"  # 03/04/2026: the column does not say which of the two is the day
    BAD_ENCODING = "bad_encoding"  # bytes that are no text in the file's encoding
    BAD_TIME = "bad_time"  # no moment, or none between 1900 and 2199
    BAD_VALUE = "bad_value"  # an <int>, <float> or <boolean> of XES that holds something else
    BROKEN_OFF = "broken_off"  # the file ends, or cannot be read on, after this row
    CASE_DIFFERS = "case_differs"  # an attribute of the case has several values in one case
    CASE_TWICE = "case_twice"  # two traces of XES bear the same name
    DUPLICATE_ROW = "duplicate_row"  # every cell is as in an earlier row
    EMPTY_ACTIVITY = "empty_activity"
    EMPTY_CASE = "empty_case"
    EMPTY_TIME = "empty_time"
    NO_EVENTS = "no_events"  # a trace of XES without an event
    NO_ZONE = "no_zone"  # a moment without an offset in a column where others have one
    REVERSED = "reversed"  # ends before it starts
    WRONG_WIDTH = "wrong_width"  # more or fewer cells than headers


class Refused(StrEnum):
    """Nothing of the file can be read."""

    EMPTY = "empty"
    LEGACY_ENCODING = "legacy_encoding"  # values: encoding
    UNKNOWN_ENCODING = "unknown_encoding"  # values: encoding
    NOT_A_LOG = "not_a_log"  # values: format
    DOCTYPE = "doctype"  # a document type declaration may hide entities
    NO_ROWS = "no_rows"


class Unreadable(Exception):  # noqa: N818 -- the file is at fault, not the reader
    """The whole file is refused."""

    def __init__(self, code: Refused, **values: str) -> None:
        super().__init__(code.value)
        self.code = code
        self.values = values


class Unknown(Exception):  # noqa: N818 -- the question is at fault, not the log
    """A column or an activity that the log does not have."""

    def __init__(self, role: str, wanted: str, known: Sequence[str], nearest: str | None) -> None:
        super().__init__(f"{role}: {wanted}")
        self.role, self.wanted, self.known, self.nearest = role, wanted, tuple(known), nearest


@dataclass(frozen=True, order=True)
class Found:
    """`row` counts as a spreadsheet does (the headers of CSV are row 1); in XES and Parquet events from 1."""

    row: int
    column: str
    code: Fault
    value: str


class Faults:
    """All faults counted, the first of each code kept; within a code they come in the order of the rows."""

    def __init__(self) -> None:
        self.counts: Counter[Fault] = Counter()
        self._kept: dict[Fault, list[Found]] = {}

    def add(self, row: int, column: str, code: Fault, value: str = "") -> None:
        self.counts[code] += 1
        kept = self._kept.setdefault(code, [])
        if len(kept) < MOST_TOLD:
            kept.append(Found(row, column, code, shortened(value)))

    def count(self, found: Iterable[Found], code: Fault, *, of: int) -> None:
        """`found` are the first of `of` faults."""
        self.counts[code] += of
        self._kept.setdefault(code, []).extend(found)

    @property
    def first(self) -> list[Found]:
        return sorted(each for kept in self._kept.values() for each in kept)[:MOST_TOLD]


def shortened(value: str) -> str:
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
