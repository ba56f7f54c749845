"""`motcua log`: one document, telling exit codes, the reader's language, no database."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from motcua.criteria.management.log_sentences import _FAULTS, _REFUSALS
from motcua.criteria.rules.logs.faults import Fault, Refused
from motcua.kernel.commands import FAILED, PARTIAL, USAGE
from tests.criteria.logs.making import USUAL, as_csv, written

ROWS = [
    ["a", "receive", "2026-01-05 08:00", "2026-01-09", ""],
    ["a", "return", "2026-01-08 08:00", "2026-01-09", "2026-01-08 08:00"],
    ["b", "receive", "2026-01-05 09:00", "2026-01-06", ""],
]
HEADERS = [*USUAL, "case:deadline", "case:enddate"]


def run(*arguments):
    """What is printed as JSON, and the exit code."""
    out = io.StringIO()
    try:
        call_command("log", *map(str, arguments), "--json", stdout=out)
    except SystemExit as ended:
        return json.loads(out.getvalue()), ended.code
    return json.loads(out.getvalue()), 0


@pytest.fixture
def clean(tmp_path):
    return written(tmp_path / "log.csv", as_csv(ROWS, HEADERS))


def test_on_time_is_told_with_its_definition(clean):
    facts, code = run("ontime", clean, "--by", "concept:name")
    assert code == 0
    assert (facts["closed"], facts["open"]) == (1, 1)
    assert facts["timestamp"] == facts["date"] == {"on_time": 1, "of": 1}
    assert facts["with_open"] == {"on_time": 1, "of": 2}
    assert facts["by"] == {"return": {"closed": 1, "on_time": 1}, "receive": {"closed": 0, "on_time": 0}}
    assert set(facts["definition"]) == {"closed", "timestamp", "date", "with_open"}
    assert "Asia/Ho_Chi_Minh" in facts["definition"]["date"]
    assert facts["log_end"] == "2026-01-08T08:00:00+07:00"
    assert facts["errors"] == 0


def test_on_time_by_the_activity_that_ends_a_case(clean):
    facts, code = run("ontime", clean, "--end-activity", "return", "--end", "time:timestamp")
    assert (code, facts["closed"], facts["timestamp"]) == (0, 1, {"on_time": 1, "of": 1})
    assert "return" in facts["definition"]["closed"]


def test_on_time_as_the_cases_stood_at_a_moment(clean):
    facts, _code = run("ontime", clean, "--at", "2026-01-07 00:00")
    assert (facts["closed"], facts["open"], facts["with_open"]) == (0, 2, {"on_time": 0, "of": 1})


def test_a_check_tells_what_the_log_holds(clean):
    facts, code = run("check", clean)
    assert code == 0
    assert {name: facts[name] for name in ("rows", "cases", "activities", "resources")} == {
        "rows": 3,
        "cases": 2,
        "activities": 2,
        "resources": 0,
    }
    assert (facts["from"], facts["to"]) == ("2026-01-05T08:00:00+07:00", "2026-01-08T08:00:00+07:00")
    assert (facts["errors"], facts["error_counts"]) == ([], {})


@pytest.mark.parametrize("verb", ["check", "ontime", "import"])
def test_a_dirty_log_gives_a_partial_result(tmp_path, verb):
    path = written(tmp_path / "log.csv", as_csv([*ROWS, ["c", "x", "one day", "", ""]], HEADERS))
    to = ["--to", tmp_path / "out.parquet"] if verb == "import" else []
    facts, code = run(verb, path, *to)
    assert code == PARTIAL
    assert facts["error_counts"] == {"bad_time": 1}
    (error,) = facts["first_errors"] if verb == "ontime" else facts["errors"]
    assert (error["row"], error["column"], error["value"]) == (5, "time:timestamp", "one day")
    assert "one day" in error["error"]


def test_an_import_is_written_whole_and_told(clean, tmp_path):
    to = tmp_path / "out.parquet"
    facts, code = run("import", clean, "--to", to)
    assert code == 0
    assert {name: facts[name] for name in ("rows", "imported", "left_out", "cases", "to")} == {
        "rows": 3,
        "imported": 3,
        "left_out": 0,
        "cases": 2,
        "to": str(to),
    }
    assert pq.read_table(to).num_rows == 3


def test_an_import_that_fails_leaves_the_old_file(tmp_path):
    to = tmp_path / "out.parquet"
    to.write_text("the old one")
    path = written(tmp_path / "log.csv", as_csv([["", "x", "2026-01-05", "", ""]], HEADERS))
    with pytest.raises(CommandError) as refused:
        run("import", path, "--to", to)
    assert refused.value.returncode == FAILED
    assert [each.name for each in sorted(tmp_path.iterdir())] == ["log.csv", "out.parquet"]
    assert to.read_text() == "the old one"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--case", "Case ID"], USAGE, "case:concept:name"),
        (["--deadline", "case:deadlin"], USAGE, "“case:deadline”"),
        (["--end-activity", "retrun"], USAGE, "“return”"),
        (["--by", "departement"], USAGE, "departement"),
        (["--time", "moment"], USAGE, "moment"),
        (["--encoding", "tcvn3"], FAILED, "TCVN3"),
        (["--zone", "Hà Nội"], 1, "Hà Nội"),
        (["--delimiter", "::"], 1, "tab"),
    ],
)
def test_a_wrong_question_is_told_what_there_is(clean, arguments, code, said):
    with pytest.raises(CommandError) as refused:
        run("ontime", clean, *arguments)
    assert refused.value.returncode == code
    assert said in str(refused.value)


def test_a_missing_file_is_a_usage_error(tmp_path):
    with pytest.raises(CommandError) as refused:
        run("check", tmp_path / "none.csv")
    assert refused.value.returncode == USAGE


def test_a_person_is_told_in_his_language(tmp_path):
    path = written(tmp_path / "log.csv", as_csv([*ROWS, ["c", "x", "one day", "", ""]], HEADERS))
    told = {}
    for language in ("vi", "en"):
        out, err = io.StringIO(), io.StringIO()
        with translation.override(language), pytest.raises(SystemExit):
            call_command("log", "check", path, stdout=out, stderr=err)
        told[language] = err.getvalue()
    assert "is no moment" in told["en"]
    assert "không phải thời điểm" in told["vi"]


def test_a_person_sees_the_three_readings_as_shares(clean):
    out = io.StringIO()
    with translation.override("en"):
        call_command("log", "ontime", clean, "--by", "concept:name", stdout=out)
    assert "1 / 1 = 100,00 %" in out.getvalue()
    assert "1 / 2 = 50,00 %" in out.getvalue()
    assert "return: 1 / 1 = 100,00 %" in out.getvalue()


def test_every_fault_and_refusal_has_its_sentence():
    assert set(_FAULTS) == set(Fault)
    assert set(_REFUSALS) == set(Refused)


def test_no_database_is_started(clean, tmp_path):
    var = tmp_path / "var"
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL",)}
    environment |= {"MOTCUA_VAR": str(var), "DJANGO_SETTINGS_MODULE": "motcua.settings"}
    environment |= {"PYTHONPATH": str(Path(__file__).parents[3] / "src")}
    answer = subprocess.run(
        [sys.executable, "-m", "motcua", "log", "check", str(clean), "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(answer.stdout)["rows"] == 3
    assert not [path for path in var.rglob("*") if path.name in ("PG_VERSION", "postmaster.pid")]
