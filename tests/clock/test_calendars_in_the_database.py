from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from motcua.clock.invariants import every_day_off_stands_in_the_ledger
from motcua.clock.models import DeclaredDay
from motcua.clock.queries import calendar, now
from motcua.clock.rules import shipped
from motcua.clock.rules.calendar import Declared, Works
from motcua.clock.services import declare_day, load_calendars
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry

pytestmark = pytest.mark.django_db
STORM = Declared(
    date(2026, 9, 10), Works.NONE, "Nghỉ tránh bão", "Storm", "Công điện 12/CĐ-UBND", date(2026, 9, 9)
)


def test_now_is_the_clock_of_the_database():
    first, second = now(), now()
    assert first.tzinfo is not None
    assert first < second


def test_an_empty_database_answers_from_the_shipped_files():
    assert not calendar("vn-standard").works(date(2026, 1, 2))


def test_load_calendars_twice_is_as_good_as_once():
    assert load_calendars(at=now()) == len(shipped.weeks()) + len(shipped.days())
    entries = Entry.objects.filter(kind__startswith="calendar.").count()
    assert load_calendars(at=now()) == 0
    assert Entry.objects.filter(kind__startswith="calendar.").count() == entries


def test_the_database_says_what_the_files_say_once_they_are_loaded():
    from_files = calendar("vn-one-stop-saturday")
    load_calendars(at=now())
    loaded = calendar("vn-one-stop-saturday")
    assert loaded is not from_files
    assert loaded == from_files


def test_declare_day_is_seen_at_once_and_recorded():
    load_calendars(at=now())
    assert calendar("vn-standard").works(STORM.on)
    declare_day(STORM, by="H49.001", at=now())
    assert not calendar("vn-standard").works(STORM.on)
    entry = Entry.objects.filter(kind="calendar.day_declared").latest("pk")
    assert (entry.actor, entry.data["on"], entry.data["decree"]) == ("H49.001", "2026-09-10", STORM.decree)


def test_declare_day_on_an_empty_database_hides_no_shipped_day():
    declare_day(STORM, by="H49.001", at=now())
    assert not calendar("vn-standard").works(date(2026, 1, 2))


def test_declare_day_for_one_calendar_leaves_the_others():
    load_calendars(at=now())
    declare_day(STORM, by="H49.001", at=now(), calendar="vn-one-stop-saturday")
    assert calendar("vn-standard").works(STORM.on)
    assert not calendar("vn-one-stop-saturday").works(STORM.on)


def test_a_later_declaration_withdraws_an_earlier_one():
    load_calendars(at=now())
    declare_day(STORM, by="H49.001", at=now())
    later = STORM.known_from + timedelta(1)
    declare_day(replace(STORM, works=Works.USUAL, known_from=later), by="H49.001", at=now())
    assert calendar("vn-standard").works(STORM.on)
    assert not calendar("vn-standard", as_known_on=STORM.known_from).works(STORM.on)


def test_calendar_as_known_on_a_day_knows_nothing_published_later():
    exchanged = date(2024, 4, 29)
    assert calendar("vn-standard", as_known_on=date(2024, 4, 11)).works(exchanged)
    assert not calendar("vn-standard", as_known_on=date(2024, 4, 12)).works(exchanged)
    assert 2026 not in calendar("vn-standard", as_known_on=date(2025, 1, 1)).noticed_years


def test_calendar_is_kept_and_asks_one_question(django_assert_num_queries):
    first = calendar("vn-standard")
    with django_assert_num_queries(1):
        assert calendar("vn-standard") is first


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (replace(STORM, decree=" "), "day-without-decree"),
        (replace(STORM, known_from=date(2099, 1, 1)), "day-not-yet-published"),
        (shipped.days()[0], "day-already-declared"),
    ],
)
def test_declare_day_refuses(day, code):
    with pytest.raises(Refusal) as refused:
        declare_day(day, by="H49.001", at=now())
    assert refused.value.code == code


def test_unknown_calendars_are_refused():
    with pytest.raises(Refusal, match="nowhere"):
        calendar("nowhere")
    with pytest.raises(Refusal, match="nowhere"):
        declare_day(STORM, by="H49.001", at=now(), calendar="nowhere")


def test_declare_day_without_a_day_of_publication_takes_today():
    row = declare_day(replace(STORM, known_from=date.min), by="H49.001", at=now())
    assert abs(row.known_from - now().date()) <= timedelta(1)


def test_declared_days_are_only_added():
    row = declare_day(STORM, by="H49.001", at=now())
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        DeclaredDay.objects.filter(pk=row.pk).update(works="full")
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        row.delete()


def test_a_day_written_past_the_verbs_is_found():
    declare_day(STORM, by="H49.001", at=now())
    assert list(every_day_off_stands_in_the_ledger()) == []
    row = DeclaredDay.objects.get(on=STORM.on)
    row.pk, row.on = None, date(2026, 9, 11)
    row.save(force_insert=True)
    assert [fault[:18] for fault in every_day_off_stands_in_the_ledger()] == ["country 2026-09-11"]
