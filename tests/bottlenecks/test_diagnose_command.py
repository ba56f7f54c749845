"""`motcua diagnose`: one document, telling exit codes, the reader's language, no database."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from motcua.__main__ import needs_database
from motcua.bottlenecks.management.sentences import _WRONG, CAUSES, duration
from motcua.bottlenecks.rules import causes
from motcua.bottlenecks.rules.given import Wrong
from motcua.kernel.commands import FAILED, PARTIAL, USAGE
from tests.bottlenecks.making import HEADERS, at, clock, rows
from tests.bottlenecks.oracle import Piece
from tests.criteria.logs.making import as_csv, as_xes, written

PIECES = [
    Piece("a", "receive", "An", clock("8:00"), clock("8:10")),
    Piece("b", "receive", "An", clock("8:10"), clock("8:20")),
    Piece("a", "check", "Bình", clock("8:30"), clock("9:00")),
    Piece("b", "check", "Bình", clock("9:10"), clock("9:20")),
    Piece("b", "check", None, clock("9:20"), clock("9:30")),
]
QUESTIONS = ["--handoffs", "--contributions", "--map", "--rework"]


def run(*arguments, json_=True):
    """What is printed (as JSON), what is said beside it, and the exit code."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("diagnose", *map(str, arguments), *["--json"] * json_, stdout=out, stderr=err)
    except SystemExit as ended:
        code = ended.code
    return json.loads(out.getvalue()) if json_ else out.getvalue(), err.getvalue(), code


@pytest.fixture
def clean(tmp_path):
    return written(tmp_path / "log.csv", as_csv(rows(PIECES), HEADERS))


def test_hand_overs_are_rows_in_seconds(clean):
    found, said, code = run(clean, "--handoffs")
    assert (said, code) == ("", 0)
    assert found[-1] == {
        "source_activity": "receive",
        "source_resource": "An",
        "target_activity": "check",
        "target_resource": "Bình",
        "frequency": 2,
        "cases": "a,b",
        "wt_total": 70 * 60,
        "wt_batching": 0,
        "wt_prioritization": 0,
        "wt_contention": 30 * 60,
        "wt_unavailability": 0,
        "wt_extraneous": 40 * 60,
    }
    assert (found[0]["source_resource"], found[0]["target_resource"], found[0]["wt_total"]) == (
        "Bình",
        None,
        0,
    )
    assert len(found) == 2


def test_parts_of_a_second_are_told(tmp_path):
    events = [["1", "a", "2026-01-05 08:00:00", "2026-01-05 08:00:01.25", "An"]]
    events += [["1", "b", "2026-01-05 08:00:02", "2026-01-05 08:00:03", "An"]]
    (row,), _said, _code = run(written(tmp_path / "log.csv", as_csv(events, HEADERS)), "--handoffs")
    assert row["wt_total"] == row["wt_extraneous"] == 0.75


def test_contributions_share_out_all_waiting(clean):
    found, _said, code = run(clean, "--contributions")
    assert code == 0
    parts = {f"wt_{cause}": found[f"wt_{cause}"] for cause in causes.CAUSES}
    assert (
        found["wt_total"]
        == sum(parts.values())
        == sum(row["wt_total"] for row in run(clean, "--handoffs")[0])
    )
    (activity,) = found["activities"]
    assert activity == {"name": "check", "frequency": 3, "share": 1.0, "wt_total": 4200, **parts}
    assert [(row["name"], row["frequency"], row["wt_total"]) for row in found["resources"]] == [
        ("Bình", 2, 4200),
        (None, 1, 0),
    ]


def test_the_map_tells_activities_flows_starts_and_ends(clean):
    found, _said, code = run(clean, "--map")
    assert code == 0
    assert found["activities"] == {"check": 3, "receive": 2}
    assert (found["start"], found["end"]) == ({"receive": 2}, {"check": 2})
    assert found["flows"] == [
        {
            "from": "receive",
            "to": "check",
            "count": 2,
            "mean_s": 2100,
            "median_s": 2100,
            "p90_s": 2820,
            "overlaps": 0,
        },
        {"from": "check", "to": "check", "count": 1, "mean_s": 0, "median_s": 0, "p90_s": 0, "overlaps": 0},
    ]


def test_rework_tells_what_is_done_again(clean):
    found, _said, code = run(clean, "--rework")
    assert code == 0
    assert (found["cases"], found["cases_with_rework"], found["returns"]) == (2, 1, [])
    assert found["activities"] == [
        {"activity": "check", "count": 3, "cases": 2, "cases_repeated": 1, "repeats": 1, "at_once": 1}
    ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_log_of_xes_answers_like_one_of_csv(clean, tmp_path, question):
    traces = {}
    for case, activity, start, end, who in rows(PIECES):
        event = {"concept:name": activity, "start_timestamp": start, "time:timestamp": end}
        traces.setdefault(case, []).append(event | ({"org:resource": who} if who else {}))
    xes = as_xes([({"concept:name": case}, events) for case, events in traces.items()])
    found, _said, code = run(written(tmp_path / "log.xes.gz", xes), question)
    assert (found, code) == (run(clean, question)[0], 0)


def test_a_calendar_says_who_was_off_duty(clean, tmp_path):
    calendar = written(tmp_path / "hours.yaml", 'everyone: {mon: ["09:05-17:00"]}')
    found, _said, _code = run(clean, "--handoffs", "--calendar", calendar)
    assert (found[-1]["wt_unavailability"], found[-1]["wt_extraneous"]) == ((20 + 10 + 5) * 60, 5 * 60)
    by_house = run(clean, "--handoffs", "--calendar", "vn-standard")[0]
    assert by_house[-1]["wt_unavailability"] == 0


def test_starts_and_ends_may_be_events_of_their_own(clean, tmp_path):
    traces = {}
    for case, activity, start, end, who in rows(PIECES):
        for said, moment in (("start", start), ("COMPLETE", end)):
            event = {"concept:name": activity, "lifecycle:transition": said, "time:timestamp": moment}
            traces.setdefault(case, []).append(event | ({"org:resource": who} if who else {}))
    traces["b"].append({"concept:name": "sign", "lifecycle:transition": "start", "time:timestamp": at(2000)})
    xes = as_xes([({"concept:name": case}, events) for case, events in traces.items()])
    found, said, code = run(written(tmp_path / "log.xes", xes), "--handoffs")
    assert (found, said, code) == (run(clean, "--handoffs")[0], "", 0)


def test_faults_of_columns_that_are_not_asked_for_do_not_count(tmp_path):
    path = written(
        tmp_path / "log.csv", as_csv([[*row, "one day"] for row in rows(PIECES)], [*HEADERS, "case:deadline"])
    )
    assert run(path, "--handoffs")[1:] == ("", 0)


def test_events_without_activity_or_moment_are_told(tmp_path):
    empty = [["c", "", "2026-01-05 10:00", "2026-01-05 10:10", "An"], ["c", "check", "", "", "An"]]
    with translation.override("en"):
        _found, said, code = run(
            written(tmp_path / "log.csv", as_csv([*rows(PIECES), *empty], HEADERS)), "--map"
        )
    assert code == PARTIAL
    assert "Row 7, concept:name: The activity is empty" in said
    assert "Row 8, time:timestamp: The moment is empty" in said
    assert ("! empty_activity: 1" in said, "! empty_time: 1" in said) == (True, True)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_dirty_row_is_told_beside_the_document_and_makes_it_partial(tmp_path, question):
    dirty = [*rows(PIECES), ["c", "check", "2026-01-05 10:00", "one day", "An"]]
    path = written(tmp_path / "log.csv", as_csv(dirty, HEADERS))
    with translation.override("en"):
        found, said, code = run(path, question)
    assert (code, bool(found)) == (PARTIAL, True)
    assert "Row 7, time:timestamp: “one day” is no moment" in said
    assert "bad_time: 1" in said
    assert "c" not in {row.get("cases") for row in found if question == "--handoffs"}


def test_a_log_in_which_nothing_can_be_used_answers_with_nothing(tmp_path):
    path = written(tmp_path / "log.csv", as_csv([["c", "check", "", "one day", "An"]], HEADERS))
    assert run(path, "--handoffs")[0] == []
    bears_nothing = run(path, "--contributions")[0]
    assert (bears_nothing["activities"], bears_nothing["resources"], bears_nothing["wt_total"]) == ([], [], 0)
    assert run(path, "--map")[0] == {"activities": {}, "flows": [], "start": {}, "end": {}}
    assert run(path, "--rework")[0] == {"cases": 0, "cases_with_rework": 0, "activities": [], "returns": []}
    assert run(path, "--rework")[2] == PARTIAL


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--map", "--case", "Case ID"], USAGE, "case:concept:name"),
        (["--handoffs", "--resource", "who"], USAGE, "org:resource"),
        (["--handoffs", "--start", "start_timestmap"], USAGE, "“start_timestamp”"),
        (["--handoffs", "--calendar", "none.yaml"], USAGE, "vn-standard"),
        (["--map", "--encoding", "tcvn3"], FAILED, "TCVN3"),
        (["--map", "--zone", "Hà Nội"], 1, "Hà Nội"),
        (["--map", "--delimiter", "::"], 1, "tab"),
        ([], USAGE, "--handoffs"),
        (["--map", "--rework"], 1, "--rework"),
    ],
)
def test_a_wrong_question_is_told_what_there_is(clean, arguments, code, said):
    with pytest.raises(CommandError) as refused:
        run(clean, *arguments)
    assert refused.value.returncode == code
    assert said in str(refused.value)


def test_hand_overs_need_starts_and_resources(tmp_path):
    headers = ["case:concept:name", "concept:name", "end", "who"]
    path = written(tmp_path / "log.csv", as_csv([["1", "a", "2026-01-05 08:00", "An"]], headers))
    for more, missing in (([], "--resource"), (["--resource", "who"], "--start")):
        with pytest.raises(CommandError, match=missing) as refused:
            run(path, "--handoffs", "--end", "end", *more)
        assert refused.value.returncode == USAGE
    assert run(path, "--map", "--end", "end")[2] == 0


@pytest.mark.parametrize(("name", "code"), [("none.csv", USAGE), ("empty.csv", FAILED)])
def test_a_file_that_cannot_be_read_is_refused(tmp_path, name, code):
    written(tmp_path / "empty.csv", "")
    with pytest.raises(CommandError) as refused:
        run(tmp_path / name, "--map")
    assert refused.value.returncode == code


@pytest.mark.parametrize(
    ("question", "vi", "en"),
    [
        ("--handoffs", "đang bận việc đến trước: 30 phút", "busy with earlier work: 30 min"),
        ("--contributions", "check: chờ 1 giờ 10 phút, chiếm 100,0%", "check: waited 1 h 10 min, 100,0%"),
        ("--map", "receive → check: 2 lần, trung vị 35 phút", "receive → check: 2 times, median 35 min"),
        ("--rework", "1 trong 2 vụ việc", "1 of 2 cases"),
    ],
)
def test_a_person_is_told_in_his_language(clean, question, vi, en):
    for language, text in (("vi", vi), ("en", en)):
        with translation.override(language):
            assert text in run(clean, question, json_=False)[0]


def test_returns_are_told_to_a_person(tmp_path):
    names = ["receive", "check", "receive"]
    pieces = [Piece("1", name, "An", nth * 10, nth * 10 + 5) for nth, name in enumerate(names)]
    path = written(tmp_path / "log.csv", as_csv(rows(pieces), HEADERS))
    with translation.override("en"):
        assert "back from check to receive: 1 times" in run(path, "--rework", json_=False)[0]


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "0 s"), (59.6, "1 min"), (61, "1 min 1 s"), (3600, "1 h"), (3601, "1 h"), (93_600, "1 d 2 h")],
)
def test_a_duration_is_told_in_its_two_largest_units(seconds, told):
    with translation.override("en"):
        assert duration(seconds) == told


def test_every_cause_and_every_fault_of_a_calendar_has_its_words():
    assert set(CAUSES) == set(causes.CAUSES)
    assert set(_WRONG) == set(Wrong)


def test_no_database_is_started_for_a_log():
    """And none is used: these tests are not allowed to."""
    assert not needs_database("diagnose", ["log.csv", "--map"])
    assert needs_database("diagnose", ["--body", "H49", "--json"])
    assert needs_database("diagnose", ["--body=H49"])
    assert needs_database("ledger", [])
