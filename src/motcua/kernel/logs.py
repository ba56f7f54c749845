"""What is written into logs: what happened and where, never whose row it was."""

import logging
import re
from types import TracebackType

_OF_THE_ROW = re.compile(
    r"^(?:DETAIL|CONTEXT|HINT|LINE \d+|QUERY|STATEMENT):.*\n?(?:[ \t]*\^\s*\n?)?", re.MULTILINE
)
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Reticent(logging.Formatter):
    """Leaves out the lines in which the database repeats the row, the value or the statement that broke a rule
    (`DETAIL: Failing row contains …`), and keeps every message on one line, so that none can be forged.
    """

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 -- the standard library's name
        return _OF_THE_ROW.sub("", super().formatException(ei))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        record.message = _OF_THE_ROW.sub("", record.message).replace("\r", "\\r").replace("\n", "\\n")
        return super().formatMessage(record)
