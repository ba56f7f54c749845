"""What is written is read, whatever the format; and no file, however broken, breaks the reader."""

import gzip
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.criteria.rules.logs.describing import described
from motcua.criteria.rules.logs.faults import Fault, Refused, Unreadable
from motcua.criteria.rules.logs.moments import from_microseconds
from motcua.criteria.rules.logs.roles import Roles
from motcua.criteria.rules.logs.writing import write
from tests.criteria.logs.making import USUAL, as_csv, as_xes, reading, written

DIFFER_IN_CASE = ("Note", "note")
texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd\ufffe\uffff"), max_size=20
)
names = texts.filter(str.strip)
moments = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=timezone(timedelta(hours=7)))
)
events = st.lists(
    st.tuples(st.sampled_from(["a", "Hồ sơ 1", "c"]), names, moments, texts, texts), min_size=1, max_size=12
)


def tidy(text):
    return unicodedata.normalize("NFC", text.strip()) or None


def expected(rows):
    return sorted(
        (case, tidy(activity), moment.astimezone(UTC), tidy(one), tidy(two))
        for case, activity, moment, one, two in rows
    )


def read_back(path):
    with reading(path) as log:
        columns = [log.columns[name] for name in (USUAL[0], USUAL[1], *DIFFER_IN_CASE)]
        case, activity, one, two = columns
        rows = log.rows.project(f"{case}, {activity}, epoch_us({log.instant('timestamp')}), {one}, {two}")
        return [(c, a, from_microseconds(at), n, m) for c, a, at, n, m in rows.fetchall()]


def key(row):
    return tuple(str(cell) for cell in row)


@settings(max_examples=15, deadline=None)
@given(rows=events, delimiter=st.sampled_from(",;\t|"), packed=st.booleans())
def test_csv_is_read_as_it_was_written(tmp_path_factory, rows, delimiter, packed):
    headers = [*USUAL, *DIFFER_IN_CASE]
    text = as_csv([[c, a, at.isoformat(), n, m] for c, a, at, n, m in rows], headers, delimiter=delimiter)
    path = written(tmp_path_factory.mktemp("log") / ("log.csv.gz" if packed else "log.csv"), text)
    assert sorted(read_back(path), key=key) == sorted(map(tuple, expected_rows(rows)), key=key)


def expected_rows(rows):
    return [(c, tidy(a), at.astimezone(UTC), tidy(n), tidy(m)) for c, a, at, n, m in rows]


@settings(max_examples=15, deadline=None)
@given(rows=events, packed=st.booleans())
def test_xes_is_read_as_it_was_written(tmp_path_factory, rows, packed):
    first, second = DIFFER_IN_CASE
    traces = [
        ({"concept:name": c}, [{"concept:name": a, "time:timestamp": at, first: n, second: m}])
        for c, a, at, n, m in rows
    ]
    path = written(tmp_path_factory.mktemp("log") / ("log.xes.gz" if packed else "log.xes"), as_xes(traces))
    assert sorted(read_back(path), key=key) == sorted(expected_rows(rows), key=key)


def test_the_types_of_xes_are_kept_and_names_that_clash_are_told_apart(tmp_path):
    event = {"concept:name": "x", "time:timestamp": datetime(2026, 1, 5, tzinfo=UTC), "cost": 5, "share": 0.1}
    event |= {"urgent": True, "row": "my own", "Cost": "five"}
    path = written(tmp_path / "log.xes", as_xes([({"concept:name": "a", "fee": 7}, [event])]))
    with reading(path) as log:
        write(log, source=path, to=tmp_path / "log.parquet")
    (found,) = pq.read_table(tmp_path / "log.parquet").to_pylist()
    assert found == {
        "case:concept:name": "a",
        "case:fee": 7,
        "concept:name": "x",
        "time:timestamp": datetime(2026, 1, 5, tzinfo=UTC),
        "cost": 5,
        "share": 0.1,
        "urgent": True,
        "source:row": "my own",
        "Cost": "five",
        "row": 1,
    }


def test_attributes_within_attributes_are_counted_and_passed_over(tmp_path):
    text = as_xes([({"concept:name": "a"}, [{"concept:name": "x", "time:timestamp": "2026-01-05"}])])
    nested = text.replace(
        'value="x"/>', 'value="x"><int key="deep" value="1"/></string><list key="l"></list>'
    )
    with reading(written(tmp_path / "log.xes", nested)) as log:
        assert "deep" not in log.columns
        assert log.told["nested_attributes"] == "2"


def test_the_normalised_log_is_sorted_and_the_same_every_time(tmp_path):
    headers = ["id", "step", "done", "due", "begun", "concept:name"]
    rows = [
        ["b", "y", "2026-01-06 08:00", "2026-01-09", "", "other"],
        ["b", "x", "2026-01-05 08:00", "2026-01-09", "2026-01-05 09:00", "other"],
        ["", "x", "2026-01-05 08:00", "", "", ""],
        ["a", "x", "never", "", "2026-01-05 07:00", ""],
        ["a", "x", "2026-01-07 08:00", "", "2026-01-07 07:00", ""],
    ]
    path = written(tmp_path / "log.csv", as_csv(rows, headers))
    roles = Roles(case="id", activity="step", end="done", deadline="due", start="begun")
    written_twice = []
    for to in (tmp_path / "one.parquet", tmp_path / "two.parquet"):
        with reading(path, roles) as log:
            counts = write(log, source=path, to=to)
        written_twice.append(to.read_bytes())
    assert written_twice[0] == written_twice[1]
    assert (counts.rows, counts.imported, counts.left_out, counts.cases) == (5, 4, 1, 2)
    table = pq.read_table(tmp_path / "one.parquet")
    assert table.column_names == [*USUAL, "case:deadline", "start_timestamp", "source:concept:name", "row"]
    assert table["row"].to_pylist() == [6, 5, 3, 2]
    assert [moment is None for moment in table["start_timestamp"].to_pylist()] == [False, False, True, True]
    assert table["case:deadline"].to_pylist()[3] == datetime(2026, 1, 9, 16, 59, 59, 999999, tzinfo=UTC)
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_a_normalised_log_is_a_log_and_keeps_its_rows(tmp_path):
    path = written(
        tmp_path / "log.csv", as_csv([["a", "x", "2026-01-05 08:00"], ["b", "y", "2026-01-04 08:00"]])
    )
    with reading(path) as log:
        write(log, source=path, to=tmp_path / "one.parquet")
    with reading(tmp_path / "one.parquet") as log:
        assert described(log).cases == 2
        write(log, source=tmp_path / "one.parquet", to=tmp_path / "two.parquet")
    assert pq.read_table(tmp_path / "one.parquet").equals(pq.read_table(tmp_path / "two.parquet"))


def test_parquet_of_other_makers_is_read_with_its_own_types(tmp_path):
    moment = datetime(2026, 1, 5, 1, tzinfo=UTC)
    table = pa.table(
        {
            USUAL[0]: pa.array([1, 2]),
            USUAL[1]: pa.array(["x", None]).dictionary_encode(),
            USUAL[2]: pa.array([moment, moment], pa.timestamp("ms", "Europe/Amsterdam")),
            "case:deadline": pa.array([moment.date(), None], pa.date32()),
            "naive": pa.array([moment.replace(tzinfo=None)] * 2, pa.timestamp("ns")),
        }
    )
    pq.write_table(table, tmp_path / "log.parquet")
    with reading(tmp_path / "log.parquet") as log:
        found = described(log)
        assert (found.rows, found.cases, found.first_at, found.last_at) == (2, 2, moment, moment)
        assert log.faults.counts == {Fault.EMPTY_ACTIVITY: 1}


def refused_or_read(path):
    try:
        with reading(path, needed=()) as log:
            return log.row_count
    except Unreadable as unreadable:
        return unreadable.code


@settings(max_examples=40, deadline=None)
@given(
    content=st.binary(max_size=300),
    begins=st.sampled_from([b"", b"PAR1", b"<log>", b"\x1f\x8b", b"\xff\xfe", b'"']),
)
def test_no_bytes_break_the_reader(tmp_path_factory, content, begins):
    path = written(tmp_path_factory.mktemp("log") / "file", begins + content)
    answer = refused_or_read(path)
    assert isinstance(answer, Refused) or answer > 0


BASES = [
    as_csv(
        [["a", "tiếp nhận", "2026-01-05", 'said "no"'], ["b", "trả", "2026-01-06", ""]], [*USUAL, "note"]
    ).encode(),
    as_xes([({"concept:name": "a"}, [{"concept:name": "x", "time:timestamp": "2026-01-05"}])] * 2).encode(),
]


@settings(max_examples=40, deadline=None)
@given(
    base=st.sampled_from([*BASES, *map(gzip.compress, BASES)]),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=4),
    kept=st.floats(0.1, 1),
)
def test_no_damage_to_a_log_breaks_the_reader(tmp_path_factory, base, changes, kept):
    raw = bytearray(base)
    for place, byte in changes:
        raw[int(place * len(raw))] = byte
    path = tmp_path_factory.mktemp("log") / "file"
    path.write_bytes(bytes(raw[: int(kept * len(raw))]))
    answer = refused_or_read(path)
    assert isinstance(answer, Refused) or answer > 0
