"""Calendars that somebody writes, and what is said when they cannot be used."""

from datetime import date

import pytest

from motcua.bottlenecks.rules.given import Unusable, Wrong, given

OFFICE = ((450, 690), (810, 1050))


def written(tmp_path, text):
    path = tmp_path / "calendar.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


def test_a_file_tells_everyone_some_people_and_days_off(tmp_path):
    found = given(
        written(
            tmp_path,
            """
            everyone: {mon: ["07:30-11:30", "13:30-17:30"], sat: "07:30-11:30"}
            resources:
              Bình: {sun: ["00:00-24:00"]}
              7: {mon: []}
            days_off: [2026-04-30, "2026-05-01"]
            """,
        )
    )
    assert found.everyone == (OFFICE, (), (), (), (), ((450, 690),), ())
    assert found.resources == {"Bình": ((),) * 6 + (((0, 1440),),), "7": ((),) * 7}
    assert found.on_days == {date(2026, 4, 30): (), date(2026, 5, 1): ()}


def test_who_is_not_named_works_as_everyone_or_is_not_told(tmp_path):
    some = given(written(tmp_path, 'resources: {An: {mon: ["07:30-11:30"]}}'))
    assert some.duties(["Bình", None], None) == {}


def test_one_day_off_needs_no_list(tmp_path):
    assert given(written(tmp_path, "everyone: {}\ndays_off: 2026-04-30")).on_days == {date(2026, 4, 30): ()}


def test_the_house_has_calendars_with_their_days_off():
    found = given("vn-standard")
    assert found.everyone[0] == OFFICE
    assert found.everyone[5:] == ((), ())
    assert found.on_days[date(2026, 9, 2)] == ()
    assert found.on_days[date(2026, 8, 22)] == OFFICE  # a Saturday worked in exchange


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        ("[07:30]", Wrong.NOT_A_CALENDAR, None),
        ("", Wrong.NOT_A_CALENDAR, None),
        ("everyone: 07:30-11:30", Wrong.NOT_A_CALENDAR, None),
        ("resources: [An]", Wrong.NOT_A_CALENDAR, None),
        ("everybody: {}", Wrong.KEY, "everybody"),
        ("everyone: {monday: ['07:30-11:30']}", Wrong.WEEKDAY, "monday"),
        ("everyone: {mon: ['07:30 to 11:30']}", Wrong.SESSION, "07:30 to 11:30"),
        ("everyone: {mon: ['11:30-07:30']}", Wrong.SESSION, "11:30-07:30"),
        ("everyone: {mon: ['07:30-24:30']}", Wrong.SESSION, "07:30-24:30"),
        ("everyone: {mon: ['07:30-11:70']}", Wrong.SESSION, "07:30-11:70"),
        ("everyone: {mon: ['13:30-17:30', '07:30-11:30']}", Wrong.SESSION, "07:30-11:30"),
        ("everyone: {mon: 7}", Wrong.SESSION, "7"),
        ("everyone: {}\ndays_off: [30/4/2026]", Wrong.DATE, "30/4/2026"),
        ("everyone: {}\ndays_off: {from: 2026-04-30}", Wrong.DATE, "{'from': datetime.date(2026, 4, 30)}"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, code, key):
    with pytest.raises(Unusable) as refused:
        given(written(tmp_path, text))
    assert refused.value.code is code
    assert refused.value.values.get("key") == key


def test_what_is_no_yaml_is_told_with_its_line(tmp_path):
    with pytest.raises(Unusable) as refused:
        given(written(tmp_path, "everyone:\n  mon: [\n"))
    assert (refused.value.code, refused.value.values["place"]) == (Wrong.NOT_YAML, "3")
    with pytest.raises(Unusable) as refused:
        given(written(tmp_path, b"\xff\xfe\x00"))
    assert refused.value.code is Wrong.NOT_YAML


def test_a_calendar_that_is_nowhere_is_told_with_those_that_are(tmp_path):
    with pytest.raises(Unusable) as refused:
        given(str(tmp_path / "none.yaml"))
    assert refused.value.code is Wrong.NOT_THERE
    assert "vn-standard" in refused.value.values["known"]
