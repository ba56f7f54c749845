"""`motcua conformance` and `motcua queues`: one document, exit codes, and no database for a log."""

import json

import pytest
from django.core.management import CommandError, call_command

from motcua.__main__ import needs_database
from tests.bottlenecks.conformance.office import CODE, PERIOD, make_office, went

HEAD = "ho_so,buoc,bat_dau,xong,vai\n"
STRAIGHT = [
    "a,phan-cong,2026-10-05 08:00,2026-10-05 09:00,head",
    "a,Thẩm định hồ sơ,2026-10-05 09:00,2026-10-06 09:00,specialist",
    "a,du-thao,2026-10-06 09:00,2026-10-06 10:00,specialist",
    "a,soat-xet,2026-10-06 10:00,2026-10-07 09:00,head",
    "a,Signature by the board leadership,2026-10-07 09:00,2026-10-07 10:00,leader",
    "a,phat-hanh,2026-10-07 10:00,2026-10-07 11:00,clerk",
]
COLUMNS = (
    "--case",
    "ho_so",
    "--activity",
    "buoc",
    "--timestamp",
    "xong",
    "--start",
    "bat_dau",
    "--role",
    "vai",
)


@pytest.fixture
def held(tmp_path, capsys):
    def hold(rows, *more):
        log = tmp_path / "log.csv"
        log.write_text(HEAD + "\n".join(rows), encoding="utf-8")
        code = 0
        try:
            call_command("conformance", str(log), "--sheet", "DEMO.0002", "--json", *COLUMNS, *more)
        except SystemExit as exit_:
            code = exit_.code
        return json.loads(capsys.readouterr().out), code

    return hold


def kinds(facts):
    return {(one["step"], one["kind"]): one["cases"] for one in facts["patterns"]}


def test_a_log_that_kept_to_the_sheet_conforms_whatever_it_calls_the_steps(held):
    facts, code = held(STRAIGHT)
    assert (facts["runs"], facts["conforming"], facts["patterns"], code) == (1, 1, [], 0)


def test_what_departs_in_a_log_is_told_with_its_cases(held):
    unsigned = [row.replace("a,", "b,", 1) for row in STRAIGHT if "leadership" not in row]
    wrong = [row.replace("a,", "c,", 1).replace(",clerk", ",leader+head") for row in STRAIGHT]
    late = [row.replace("a,", "d,", 1).replace("2026-10-07 11:00", "2026-10-12 11:00") for row in STRAIGHT]
    more = ["e" + row[1:] for row in STRAIGHT[:1]] + ["e,x-ray,2026-10-05 09:00,2026-10-05 10:00,head"]
    facts, _code = held([*STRAIGHT, *unsigned, *wrong, *late, *more], "--unfinished")
    assert kinds(facts) == {
        ("ky", "skipped"): ["b"],
        ("phat-hanh", "wrong-role"): ["c"],
        ("phat-hanh", "over-limit"): ["d"],
        ("x-ray", "extra"): ["e"],
    }


def test_a_case_of_a_log_has_ended_unless_it_is_said_that_it_may_be_in_hand(held):
    assert kinds(held(STRAIGHT[:5])[0]) == {("phat-hanh", "skipped"): ["a"]}
    assert kinds(held(STRAIGHT[:5], "--unfinished")[0]) == {}


def test_limits_that_nobody_can_count_make_the_answer_partial(held):
    rows = [row.replace("2026-10-05 08:00", "") for row in STRAIGHT]
    facts, code = held(rows)
    assert (facts["unjudged"], code) == (1, 3)


@pytest.mark.parametrize(
    ("said", "returncode"),
    [
        (("--sheet", "DEMO.9999"), 2),
        (("--unit", "phong"), 2),
        (("--body", "H49"), 2),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(tmp_path, said, returncode):
    log = tmp_path / "log.csv"
    log.write_text(HEAD + STRAIGHT[0], encoding="utf-8")
    with pytest.raises(CommandError) as no:
        call_command("conformance", str(log), *COLUMNS, "--sheet", "DEMO.0002", *said)
    assert no.value.returncode == returncode


def test_a_log_needs_no_database_and_a_body_does():
    assert not needs_database("conformance", ["log.csv", "--sheet", "X"])
    assert needs_database("conformance", ["--body=H49"])


@pytest.mark.django_db
def test_a_body_is_told_with_its_patterns(capsys):
    office = make_office()
    went(office)
    late = went(office, minutes={"ky": 700})
    call_command("conformance", "--body", office.top.code, "--period", PERIOD, "--procedure", CODE, "--json")
    facts = json.loads(capsys.readouterr().out)
    assert (facts["runs"], facts["conforming"]) == (2, 1)
    assert kinds(facts) == {("ky", "over-limit"): [late]}
    assert facts["patterns"][0]["minutes"] == 220
    call_command("conformance", "--body", office.top.code, "--period", PERIOD)
    assert "ky" in capsys.readouterr().out
