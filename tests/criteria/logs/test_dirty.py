"""What is wrong with a log is told by row, column and value, and the rest is read."""

import gzip

import pytest

from motcua.criteria.rules.logs.checking import check
from motcua.criteria.rules.logs.describing import described
from motcua.criteria.rules.logs.faults import MOST_TOLD, Fault, Found, Refused, Unknown, Unreadable
from motcua.criteria.rules.logs.ontime import Part, on_time
from motcua.criteria.rules.logs.roles import Roles
from tests.criteria.logs.making import CASES, USUAL, as_csv, as_xes, form, reading, written

GOOD = ["a", "receive", "2026-01-05 08:00:00"]


def faults_of(path, roles=None, *, like=None):
    with reading(path, roles, like=like) as log:
        check(log)
        return log.faults.first


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["", "receive", "2026-01-05"], Found(3, USUAL[0], Fault.EMPTY_CASE, "")),
        (["  ", "receive", "2026-01-05"], Found(3, USUAL[0], Fault.EMPTY_CASE, "")),
        (["a", "", "2026-01-06"], Found(3, USUAL[1], Fault.EMPTY_ACTIVITY, "")),
        (["a", "receive", ""], Found(3, USUAL[2], Fault.EMPTY_TIME, "")),
        (["a", "receive", "NaT"], Found(3, USUAL[2], Fault.EMPTY_TIME, "NaT")),
        (["a", "receive", "yesterday"], Found(3, USUAL[2], Fault.BAD_TIME, "yesterday")),
        (["a", "receive", "2026-02-30"], Found(3, USUAL[2], Fault.BAD_TIME, "2026-02-30")),
        (["a", "receive", "9999-12-31"], Found(3, USUAL[2], Fault.BAD_TIME, "9999-12-31")),
        (["a", "receive", "03/04/2026"], Found(3, USUAL[2], Fault.AMBIGUOUS_DATE, "03/04/2026")),
        (GOOD, Found(3, "", Fault.DUPLICATE_ROW, "a")),
        (["a", "receive"], Found(3, "", Fault.WRONG_WIDTH, "a,receive")),
        ([*GOOD, "more"], Found(3, "", Fault.WRONG_WIDTH, "a,receive,2026-01-05 08:00:00,more")),
        (["a", "tiếp nh\ufffdn", "2026-01-06"], Found(3, USUAL[1], Fault.BAD_ENCODING, "tiếp nh\ufffdn")),
    ],
)
def test_one_wrong_row_is_told_and_the_other_is_read(tmp_path, row, fault):
    path = written(tmp_path / "log.csv", as_csv([GOOD, row]))
    with reading(path) as log:
        found = described(log)
        assert log.faults.first == [fault]
        assert (found.rows, found.cases) == (2, 1)


def test_rows_are_numbered_as_a_spreadsheet_does_also_past_empty_and_broken_ones(tmp_path):
    text = as_csv([GOOD]) + "\n,,\nonly one\n" + as_csv([["b", "x", "never"]], ["c", "d", "2026-01-01"])
    found = faults_of(written(tmp_path / "log.csv", text))
    assert [(each.row, each.code) for each in found] == [(5, Fault.WRONG_WIDTH), (7, Fault.BAD_TIME)]


def test_what_excel_says_of_the_delimiter_and_empty_lines_stand_above_the_headers(tmp_path):
    text = "\nsep=;\n" + as_csv([GOOD, ["a", "x", "never"]], delimiter=";")
    assert faults_of(written(tmp_path / "log.csv", text)) == [Found(5, USUAL[2], Fault.BAD_TIME, "never")]


def test_headers_without_a_name_or_with_the_same_one_are_told_apart(tmp_path):
    path = written(tmp_path / "log.csv", as_csv([[*GOOD, "1", "2", "3"]], [*USUAL, "", "note", "note"]))
    with reading(path) as log:
        assert list(log.columns) == [*USUAL, "4", "note", "note (2)"]


def test_a_moment_without_an_offset_among_others_with_one_is_not_guessed(tmp_path):
    rows = [["a", "x", "2026-01-05T08:00:00+07:00"], ["a", "y", "2026-01-05 09:00:00"]]
    path = written(tmp_path / "log.csv", as_csv(rows))
    assert faults_of(path) == [Found(3, USUAL[2], Fault.NO_ZONE, "2026-01-05 09:00:00")]
    assert faults_of(path, like=form(zone_said=True)) == []


def test_two_offsets_in_one_column_are_two_moments_and_no_fault(tmp_path):
    rows = [["a", "x", "2026-01-05T08:00:00+07:00"], ["a", "y", "2026-01-05T02:30:00Z"]]
    assert faults_of(written(tmp_path / "log.csv", as_csv(rows))) == []


def test_an_interval_that_ends_before_it_starts_is_told(tmp_path):
    rows = [[*GOOD, "2026-01-05 09:00:00"], [*GOOD, "2026-01-05 08:00:00"], [*GOOD, ""]]
    path = written(tmp_path / "log.csv", as_csv(rows, [*USUAL, "begun"]))
    found = faults_of(path, Roles(start="begun"))
    assert found == [Found(2, "begun", Fault.REVERSED, "2026-01-05 09:00:00")]


def test_a_case_that_says_two_deadlines_is_told(tmp_path):
    rows = [[*GOOD, "2026-01-07"], [*GOOD[:2], "2026-01-06", "2026-01-09"], [*GOOD[:2], "2026-01-07", ""]]
    found = faults_of(written(tmp_path / "log.csv", as_csv(rows, [*USUAL, "due"])), Roles(deadline="due"))
    assert found == [Found(3, "due", Fault.CASE_DIFFERS, "2026-01-09")]


def test_all_faults_are_counted_and_the_first_hundred_told_in_order(tmp_path):
    rows = [["" if n % 2 else "a", "x", f"day {n}"] for n in range(500)]
    with reading(written(tmp_path / "log.csv", as_csv(rows))) as log:
        check(log)
        assert log.faults.counts == {Fault.EMPTY_CASE: 250, Fault.BAD_TIME: 500}
        assert len(log.faults.first) == MOST_TOLD
        assert [each.row for each in log.faults.first[:4]] == [2, 3, 3, 4]


def test_a_missing_column_is_told_with_those_there_are_and_the_nearest(tmp_path):
    path = written(tmp_path / "log.csv", as_csv([GOOD], ["case_id", "Activity", "Time"]))
    with pytest.raises(Unknown) as refused, reading(path, Roles(case="caseid")):
        pass
    assert (refused.value.role, refused.value.wanted, refused.value.nearest) == ("case", "caseid", "case_id")
    assert refused.value.known == ("Activity", "Time", "case_id")


def test_a_column_that_is_not_kept_is_still_known_by_name(tmp_path):
    path = written(tmp_path / "log.csv", as_csv([[*GOOD, "x"]], [*USUAL, "unit"]))
    with reading(path, whole=False) as log:
        assert list(log.columns) == list(USUAL)
    with pytest.raises(Unknown) as refused, reading(path, Roles(by="units"), whole=False):
        pass
    assert refused.value.nearest == "unit"


@pytest.mark.parametrize("stray", ['"opened,never,closed', '"x"y","z'])
def test_a_stray_quotation_mark_costs_its_own_row_only(tmp_path, stray):
    lines = as_csv([["a", "x", f"2026-01-05 08:00:{n:02}"] for n in range(60)]).splitlines()
    lines.insert(10, stray)
    with reading(written(tmp_path / "log.csv", "\r\n".join(lines))) as log:
        found = described(log)
        assert log.faults.first == [Found(11, "", Fault.WRONG_WIDTH, stray)]
        assert found.rows == 61


def test_a_quoted_note_may_run_over_lines_even_where_another_quotation_mark_strays(tmp_path):
    rows = [[*GOOD, "one\ntwo, three\nfour"], ["b", "x", "2026-01-06", 'say ""yes""']]
    text = as_csv(rows, [*USUAL, "note"]) + '"stray,x\n' + "c,y,2026-01-07,\n"
    with reading(written(tmp_path / "log.csv", text)) as log:
        notes = log.rows.project(log.columns["note"]).fetchall()
        assert [note for (note,) in notes] == ["one\ntwo, three\nfour", 'say ""yes""', None]
        assert log.faults.counts == {Fault.WRONG_WIDTH: 1}


@pytest.mark.parametrize("suffix", ["csv.gz", "xes.gz"])
def test_a_file_that_breaks_off_is_read_as_far_as_it_goes(tmp_path, suffix):
    moments = [f"2026-01-{1 + n % 28:02}T08:00:{n % 60:02}+07:00" for n in range(40_000)]
    if suffix.startswith("csv"):
        text = as_csv([[f"c{n}", "x", moment] for n, moment in enumerate(moments)])
    else:
        events = [{"concept:name": "x", "time:timestamp": moment} for moment in moments]
        text = as_xes([({"concept:name": f"c{n}"}, [event]) for n, event in enumerate(events)])
    whole = gzip.compress(text.encode())
    path = tmp_path / f"log.{suffix}"
    path.write_bytes(whole[: len(whole) // 2])
    with reading(path) as log:
        found = described(log)
        assert log.faults.counts[Fault.BROKEN_OFF] == 1
        assert 5_000 < found.cases < 35_000


def test_xes_that_is_no_longer_xml_is_read_as_far_as_it_goes(tmp_path):
    text = as_xes([({"concept:name": "a"}, [{"concept:name": "x", "time:timestamp": "2026-01-05"}])] * 2)
    broken = text.replace("</event>\n</trace>\n</log>", "</event></oops>")
    found = faults_of(written(tmp_path / "log.xes", broken))
    assert {each.code for each in found} == {Fault.BROKEN_OFF, Fault.CASE_TWICE}


def test_the_attributes_of_a_trace_are_told_once_however_many_events_it_has(tmp_path):
    event = {"concept:name": "x", "time:timestamp": "2026-01-05T08:00:00+07:00"}
    events = [event | {"n": n} for n in range(5)]
    path = written(tmp_path / "log.xes", as_xes([({"concept:name": "a", "deadline": "soon"}, events)]))
    assert faults_of(path) == [Found(1, "case:deadline", Fault.BAD_TIME, "soon")]


def test_a_trace_without_events_is_told_and_still_counts_as_late(tmp_path):
    due = {"deadline": "2026-01-02T00:00:00+07:00"}
    event = {"concept:name": "x", "time:timestamp": "2026-01-05T08:00:00+07:00"}
    closed = {"concept:name": "a", **due, "enddate": "2026-01-01T00:00:00+07:00"}
    path = written(tmp_path / "log.xes", as_xes([(closed, [event]), ({"concept:name": "hidden", **due}, [])]))
    with reading(path, needed=CASES) as log:
        assert on_time(log).with_open == Part(1, 2)
        assert log.faults.counts == {Fault.NO_EVENTS: 1}


def test_a_number_that_is_none_is_told(tmp_path):
    text = as_xes(
        [({"concept:name": "a"}, [{"concept:name": "x", "time:timestamp": "2026-01-05", "cost": 5}])]
    )
    found = faults_of(written(tmp_path / "log.xes", text.replace('value="5"', 'value="five"')))
    assert found == [Found(1, "cost", Fault.BAD_VALUE, "five")]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("log.csv", "", Refused.EMPTY),
        ("log.csv", "\n \n", Refused.EMPTY),
        ("log.csv", ",".join(USUAL) + "\n", Refused.NO_ROWS),
        ("log.xlsx", b"PK\x03\x04rest", Refused.NOT_A_LOG),
        ("log.parquet", b"PAR1rest", Refused.NOT_A_LOG),
        ("page.html", "<html><p>no log</p></html>", Refused.NOT_A_LOG),
        ("log.xes", '<!DOCTYPE log [<!ENTITY a "aaaa">]><log>&a;</log>', Refused.DOCTYPE),
        ("log.xes", "<log></log>", Refused.NO_ROWS),
    ],
)
def test_what_is_no_log_is_refused_as_a_whole(tmp_path, name, content, code):
    path = written(tmp_path / name, content)
    with pytest.raises(Unreadable) as refused, reading(path, needed=()):
        pass
    assert refused.value.code is code
