"""XES (IEEE 1849), read as a stream: one event a row, the attributes of its trace as `case:NAME`.

A document type declaration is refused, so that no entity can be declared. Attributes within attributes, lists and
containers are counted and passed over.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

import pyarrow as pa

from motcua.criteria.rules.logs.faults import Fault, Refused, Unreadable
from motcua.criteria.rules.logs.spool import INTEGER, MOMENT, NUMBER, TEXT, TRUTH, Spool, tidy
from motcua.criteria.rules.logs.streams import Bytes

_KINDS = {"string": TEXT, "id": TEXT, "date": MOMENT, "int": INTEGER, "float": NUMBER, "boolean": TRUTH}
_GROUPS = {"list", "container"}
_BATCH = 20_000
_CHUNK = 1 << 18

Cells = dict[str, str]


def read(path: Path, spool: Spool) -> dict[str, str]:
    """Spools the events. A file that breaks off, or is no XML from some event on, gives what came before."""
    reader = _Reader(spool)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.begins
    parser.EndElementHandler = reader.ends
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with Bytes(path) as source:
        broken = _fed(parser, source)
        reader.spool_all()
        if broken or source.broken:
            if not reader.is_log:
                raise Unreadable(Refused.NOT_A_LOG, format="XES")
            spool.faults.add(reader.events, "", Fault.BROKEN_OFF, broken)
    notes = {"nested_attributes": str(reader.nested)} if reader.nested else {}
    return {"format": "xes", "encoding": "utf-8", **notes}


def _fed(parser: expat.XMLParserType, source: Bytes) -> str:
    """What XML finds wrong, if anything."""
    try:
        while chunk := source.read(_CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003 -- expat
        parser.Parse(b"", True)  # noqa: FBT003 -- expat
    except expat.ExpatError as error:
        return str(error)
    return ""


def _refuse_doctype(*_declared: object) -> None:
    raise Unreadable(Refused.DOCTYPE)


class _Reader:
    """The handlers of the parser and what they have come to: a trace is written out when it ends."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self.is_log = False
        self.events = 0
        self.nested = 0
        self._path: list[str] = []
        self._traces = 0
        self._trace: Cells | None = None
        self._event: Cells | None = None
        self._of_trace: list[tuple[int, Cells]] = []
        self._waiting: list[tuple[int, int, bool, Cells]] = []

    def begins(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        above = self._path[-1] if self._path else ""
        self._path.append(name)
        if above == "event" or (above == "trace" and name != "event"):
            self._attribute(name, above, attributes)
        elif name == "event" and above in ("trace", "log"):
            self._event = {}
        elif name == "trace" and above == "log":
            self._trace = {}
            self._traces += 1
        elif not above:
            if name != "log":
                raise Unreadable(Refused.NOT_A_LOG, format="XES")
            self.is_log = True
        elif self._trace is not None or self._event is not None:
            self.nested += name in _KINDS or name in _GROUPS

    def ends(self, tag: str) -> None:
        name = self._path.pop()
        if name == "event" and self._event is not None:
            self.events += 1
            self._of_trace.append((self.events, self._event))
            self._event = None
            if self._trace is None:
                self._trace_ends({})
        elif name == "trace" and self._trace is not None:
            self._trace_ends(self._trace)
            self._trace = None

    def _attribute(self, tag: str, above: str, attributes: dict[str, str]) -> None:
        kind = _KINDS.get(tag)
        key = tidy(attributes.get("key", ""))
        if kind is None or not key:
            self.nested += 1
            return
        name = key if above == "event" else f"case:{key}"
        cells = self._event if above == "event" else self._trace
        assert cells is not None
        cells[name] = attributes.get("value", "")
        if self._spool.kinds.get(name) != kind:
            self._spool.knows(name, kind)

    def _trace_ends(self, of_case: Cells) -> None:
        """Attributes of the trace may also come after its events."""
        for number, event in self._of_trace:
            self._waiting.append((number, self._traces, False, of_case | event))
        if not self._of_trace:
            self._waiting.append((self.events, self._traces, True, of_case))
            self._spool.faults.add(self.events, "", Fault.NO_EVENTS, of_case.get("case:concept:name", ""))
        self._of_trace = []
        if len(self._waiting) >= _BATCH:
            self.spool_all()

    def spool_all(self) -> None:
        """Also the trace in which the file broke off, as far as it came."""
        if self._of_trace:
            self._trace_ends(self._trace or {})
        waiting, self._waiting = self._waiting, []
        names = {name for *_place, cells in waiting for name in cells} & self._spool.columns.keys()
        self._spool.add(
            pa.array([number for number, *_rest in waiting], pa.int64()),
            {name: pa.array(_column(waiting, name), pa.string()) for name in names},
            traces=pa.array([trace for _number, trace, *_rest in waiting], pa.int64()),
            voids=pa.array([void for *_place, void, _cells in waiting], pa.bool_()),
        )


def _column(waiting: list[tuple[int, int, bool, Cells]], name: str) -> Iterator[str | None]:
    return (cells.get(name) for *_place, cells in waiting)
