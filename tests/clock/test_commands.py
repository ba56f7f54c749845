import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

pytestmark = pytest.mark.django_db


def due(*words: str, json_wanted: bool = True) -> dict:
    out = StringIO()
    call_command("clock", "due", *words, *(["--json"] if json_wanted else []), stdout=out)
    return json.loads(out.getvalue()) if json_wanted else out.getvalue()


def days(quantity: str, start: str, *rest: str, unit: str = "working_days") -> str:
    return due("--unit", unit, "--quantity", quantity, "--from", start, *rest)["due_at"]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (("5", "2024-02-07T09:00"), "2024-02-21T17:30:00+07:00"),  # over Tết
        (("3", "2024-04-26T09:00"), "2024-05-04T17:30:00+07:00"),  # the exchanged Saturday counts
        (("0.5", "2024-02-15T09:00"), "2024-02-16T11:30:00+07:00"),
        (("0.25", "2024-02-15T09:00"), "2024-02-16T09:30:00+07:00"),
        (("1", "2024-02-15T15:00", "--cutoff", "15:00"), "2024-02-19T17:30:00+07:00"),
        (("1", "2024-02-15T14:59", "--cutoff", "15:00"), "2024-02-16T17:30:00+07:00"),
        (("1", "2024-02-17T09:00"), "2024-02-20T17:30:00+07:00"),  # received on a Saturday
        (
            ("5", "2024-02-15T09:00", "--pause", "2024-02-16T10:00", "2024-02-20T10:00"),
            "2024-02-26T17:30:00+07:00",
        ),
        (("1", "2024-02-15T02:00+00:00"), "2024-02-16T17:30:00+07:00"),
        (("5", "2030-06-03T09:00"), "2030-06-10T17:30:00+07:00"),  # no notice for that year
    ],
)
def test_due_counts_working_days(asked, answer):
    assert days(*asked) == answer


@pytest.mark.parametrize(
    ("unit", "quantity", "start", "answer"),
    [
        ("half_days", "3", "2024-02-15T09:00", "2024-02-19T11:30:00+07:00"),
        ("working_hours", "8", "2024-02-16T15:00", "2024-02-19T15:00:00+07:00"),
        ("calendar_days", "5", "2024-02-03T09:00", "2024-02-15T17:30:00+07:00"),  # rolls over Tết
        ("months", "1", "2024-01-31T09:00", "2024-02-29T17:30:00+07:00"),
        ("months", "1", "2024-08-02T09:00", "2024-09-04T17:30:00+07:00"),  # rolls over National Day
    ],
)
def test_due_counts_every_unit(unit, quantity, start, answer):
    assert days(quantity, start, unit=unit) == answer


def test_due_after_a_supplement_goes_on_or_begins_anew():
    wait = ("--pause", "2024-02-16T10:00", "2024-02-20T10:00")
    assert days("5", "2024-02-15T09:00", *wait) == "2024-02-26T17:30:00+07:00"
    assert days("5", "2024-02-15T09:00", *wait, "--supplement", "reset") == "2024-02-27T17:30:00+07:00"


def test_due_as_known_on_a_day_does_not_know_the_exchange_announced_later():
    assert days("1", "2024-04-26T09:00", "--as-known-on", "2024-04-11") == "2024-04-29T17:30:00+07:00"
    assert days("1", "2024-04-26T09:00", "--as-known-on", "2024-04-12") == "2024-05-02T17:30:00+07:00"


def test_due_explains_each_day_in_both_languages():
    words = ("--unit", "working_days", "--quantity", "2", "--from", "2024-04-26T09:00", "--explain")
    lines = {line["on"]: line for line in due(*words)["explanation"]}
    assert set(lines["2024-04-29"]) == {"on", "counted", "why"}
    assert lines["2024-04-29"]["counted"] == 0
    with translation.override("en"):
        spoken = {line["on"]: line["why"] for line in due(*words)["explanation"]}
    assert spoken["2024-04-27"] == "Weekly day off."
    assert "worked on 04/05/2024 instead (Thông báo 1570/TB-LĐTBXH" in spoken["2024-04-29"]
    with translation.override("vi"):
        assert "làm bù vào ngày 04/05/2024" in due(*words, json_wanted=False)


def test_due_says_where_no_notice_has_been_published():
    with translation.override("en"):
        told = due("--unit", "working_days", "--quantity", "5", "--from", "2030-06-03T09:00")["explanation"]
    assert any("2030 are not announced" in line["why"] for line in told)


@pytest.mark.parametrize(
    "words",
    [
        ("--unit", "weeks", "--quantity", "5", "--from", "2024-02-07T09:00"),
        ("--unit", "working_days", "--quantity", "five", "--from", "2024-02-07T09:00"),
        ("--unit", "working_days", "--quantity", "1/0", "--from", "2024-02-07T09:00"),
        ("--unit", "working_days", "--quantity", "0", "--from", "2024-02-07T09:00"),
        ("--unit", "working_days", "--quantity", "nan", "--from", "2024-02-07T09:00"),
        ("--unit", "working_days", "--quantity", "5", "--from", "yesterday"),
        ("--unit", "working_days", "--quantity", "5", "--from", "1820-02-07T09:00"),
        ("--unit", "working_days", "--quantity", "9999", "--from", "2090-02-07T09:00"),
        ("--unit", "calendar_days", "--quantity", "0.5", "--from", "2024-02-07T09:00"),
        ("--unit", "working_days", "--quantity", "5", "--from", "2024-02-07T09:00", "--calendar", "nowhere"),
        ("--unit", "working_days", "--quantity", "5", "--from", "2024-02-07T09:00", "--cutoff", "25:00"),
        ("--unit", "working_days", "--quantity", "5", "--from", "2024-02-07T09:00", "--as-known-on", "x"),
        (
            *[
                "--unit",
                "months",
                "--quantity",
                "5",
                "--from",
                "2024-02-07T09:00",
                "--pause",
                "2024-02-09",
                "2024-02-08",
            ],
        ),
        ("--unit", "working_days"),
    ],
)
def test_due_refuses_bad_input_with_a_sentence(words):
    with pytest.raises(CommandError) as refused:
        due(*words)
    assert len(str(refused.value)) > 20


def test_calendars_load_says_how_many_rows_were_new():
    out = StringIO()
    call_command("calendars", "load", "--json", stdout=out)
    call_command("calendars", "load", "--json", stdout=out)
    assert json.loads(out.getvalue().splitlines()[-1]) == {"loaded": 0}
