"""A log, open: its rows as text in a DuckDB of its own, its moments read, its roles settled."""

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from motcua.criteria.rules.logs import columnar, delimited, xes
from motcua.criteria.rules.logs.faults import Fault, Faults, Refused, Unknown, Unreadable
from motcua.criteria.rules.logs.moments import Habits, read_moments
from motcua.criteria.rules.logs.roles import DEADLINE, END, START, TIME, Roles, nearest, possible, settled
from motcua.criteria.rules.logs.spool import MOMENT, Spool, tidy
from motcua.criteria.rules.logs.streams import first_bytes

MEMORY = "1GB"  # of DuckDB; beyond, it works on disk
_MOMENTS = (TIME, START, DEADLINE, END)
_OTHERS = (
    (b"PK\x03\x04", "XLSX"),
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"SQLite format", "SQLite"),
)


@dataclass(frozen=True)
class Form:
    """How a file is written, where it does not say so itself."""

    zone: ZoneInfo
    habits: Habits = field(default_factory=Habits)
    encoding: str | None = None
    delimiter: str | None = None
    moments: tuple[str, ...] = ()  # more columns of moments than the roles tell


@dataclass(frozen=True)
class Log:
    """`rows` has row, trace, void, the columns c0, c1, … of text and what `moments` says of some of them."""

    connection: duckdb.DuckDBPyConnection
    rows: duckdb.DuckDBPyRelation
    columns: dict[str, str]  # name in the file → c0, c1, …
    kinds: dict[str, str]
    roles: dict[str, str]  # role → name in the file
    moments: dict[str, frozenset[Fault]]  # names of the columns of moments, and what is wrong in them
    faults: Faults
    told: dict[str, str]  # format, encoding, delimiter
    row_count: int
    zone: ZoneInfo

    def cell(self, role: str) -> str:
        """The SQL of the text that fills a role; NULL where no column does."""
        return self.columns[self.roles[role]] if role in self.roles else "NULL::VARCHAR"

    def instant(self, role: str) -> str:
        """The SQL of the moment that fills a role."""
        return f"instant_{self.cell(role)}" if role in self.roles else "NULL::TIMESTAMPTZ"

    def latest(self, role: str) -> str:
        """The same, but a day named without a time is its last microsecond: nobody said that it was earlier."""
        if role not in self.roles:
            return "NULL::TIMESTAMPTZ"
        whole_day, instant = f"whole_day_{self.cell(role)}", self.instant(role)
        return f"CASE WHEN {whole_day} THEN {instant} + {_DAY} ELSE {instant} END"


_DAY = "INTERVAL 1 DAY - INTERVAL 1 MICROSECOND"


@contextmanager
def opened(
    path: Path, roles: Roles, form: Form, *, needed: Collection[str], whole: bool = True
) -> Iterator[Log]:
    """Reads a file to its end, with bounded memory, into a folder that is gone afterwards.

    Not `whole`: only the columns that play a role are kept, which is all that a count on time asks for.
    Raises Unreadable for a file that is no log, Unknown for a column that it does not have, OSError.
    """
    with tempfile.TemporaryDirectory(prefix="motcua-log-") as folder, duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute("SET enable_progress_bar = false")  # it would be written among the answers
        connection.execute(f"SET temp_directory = '{folder}/spill'")
        connection.execute(f"SET TimeZone = '{form.zone.key}'")
        with Spool(Path(folder), only=None if whole else possible(roles)) as spool:
            told = _spooled(path, spool, connection, form)
            found = settled(roles, spool.known, needed=needed)
            names = _moments(spool, found, form)
            rows = connection.read_parquet(spool.parts(), union_by_name=True)
        if not spool.rows:
            raise Unreadable(Refused.NO_ROWS)
        moments = {}
        for name in names:
            rows, moments[name] = read_moments(connection, rows, spool.columns[name], form.habits)
        yield Log(
            connection=connection,
            rows=rows,
            columns=spool.columns,
            kinds=spool.kinds,
            roles=found,
            moments=moments,
            faults=spool.faults,
            told=told,
            row_count=spool.rows,
            zone=form.zone,
        )


def _spooled(path: Path, spool: Spool, connection: duckdb.DuckDBPyConnection, form: Form) -> dict[str, str]:
    first = first_bytes(path, 1024).lstrip(b"\xef\xbb\xbf \t\r\n")
    if first.startswith(b"PAR1"):
        return columnar.read(path, spool, connection)
    if first.startswith((b"<", b"\xff\xfe<\x00", b"\xfe\xff\x00<")):
        return xes.read(path, spool)
    for mark, other in _OTHERS:
        if first.startswith(mark):
            raise Unreadable(Refused.NOT_A_LOG, format=other)
    return delimited.read(path, spool, encoding=form.encoding, delimiter=form.delimiter)


def _moments(spool: Spool, roles: dict[str, str], form: Form) -> tuple[str, ...]:
    """The columns of the roles, those said to be of moments, and those of a file with types."""
    said = [tidy(name) for name in form.moments]
    for name in said:
        if name not in spool.known:
            raise Unknown("time", name, sorted(spool.known), nearest(name, spool.known))
    names = [roles[role] for role in _MOMENTS if role in roles]
    typed = [name for name, kind in spool.kinds.items() if kind == MOMENT]
    return tuple(name for name in dict.fromkeys([*names, *said, *typed]) if name in spool.columns)
