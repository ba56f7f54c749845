"""What a log shows of working time, and what it does not."""

import random
from datetime import datetime, timedelta

import numpy as np
import pytest

from motcua.bottlenecks.rules.causes import CAUSES, waits_in
from motcua.bottlenecks.rules.discovering import discovered
from motcua.bottlenecks.rules.duty import MINUTE, days_of, weekly
from motcua.bottlenecks.rules.timetables import off_duty
from tests.bottlenecks.making import MONDAY, clock, work
from tests.bottlenecks.oracle import Piece
from tests.criteria.logs.making import ZONE

OFFICE = (((450, 690), (810, 1050)),) * 5 + ((), ())  # 07:30-11:30, 13:30-17:30


def office_hours(days, *, who="An", every=30, skip=()):
    """Somebody who begins something every half hour of every session: 07:30-11:30 and 13:30-17:00."""
    pieces = []
    for day in days:
        for opens, closes in (("7:30", "11:30"), ("13:30", "17:00")):
            for start in range(clock(opens, day), clock(closes, day) - 20, every):
                if day not in skip:
                    pieces.append(Piece(f"{who}{start}", "check", who, start, start + 20))
    return pieces


def hours(pieces, who="An", *, until=None):
    """The half hours that somebody works, as {weekday or date: [from, …]}; told from the time off duty."""
    found = work(pieces)
    last = max(piece.end for piece in pieces) if until is None else until
    slots = np.arange(0, last, 30)
    moments = int(MONDAY.timestamp()) * 1_000_000 + np.append(slots, last + 30) * MINUTE
    span = days_of(moments, moments, ZONE)
    duty = discovered(found, span)[found.nobody if who is None else found.resources.index(who)]
    off = np.diff(off_duty(duty, span, moments)[:-1]) if slots.size > 1 else []
    told = {}
    for slot, away in zip(slots.tolist(), [*off.tolist(), 30 * MINUTE], strict=True):
        if away == 0:
            moment = MONDAY + timedelta(minutes=slot)
            told.setdefault(moment.date(), []).append(f"{moment:%H:%M}")
    return told


def days(*numbers):
    return [(MONDAY + timedelta(number)).date() for number in numbers]


def test_three_months_show_the_midday_break_the_evenings_and_the_weekends():
    workdays = [day for day in range(90) if day % 7 < 5]
    told = hours(office_hours(workdays))
    assert list(told) == days(*workdays[:-1], workdays[-1])
    week = told[days(7)[0]]
    assert (week[0], week[-1]) == ("07:30", "16:30")
    assert not {"11:30", "12:00", "12:30", "13:00", "17:00"} & set(week)
    assert {"07:30", "11:00", "13:30", "16:30"} <= set(week)


def test_work_that_runs_over_into_a_rest_does_not_make_it_working_time():
    workdays = [day for day in range(90) if day % 7 < 5]
    over = [Piece(f"o{day}", "check", "An", clock("11:20", day), clock("11:45", day)) for day in workdays]
    assert "11:30" not in hours([*office_hours(workdays), *over])[days(7)[0]]


def test_the_hours_that_a_simulated_office_keeps_are_found_and_so_are_its_causes():
    """Two officers take what comes first, for eight weeks; one of them never works on Wednesdays."""
    pieces = simulated_office(weeks=8)
    found = work(pieces)
    span = days_of(found.start, found.end, ZONE)
    office = weekly(OFFICE, {}, span)
    but_wednesday = weekly((*OFFICE[:2], (), *OFFICE[3:]), {}, span)
    kept = {
        found.nobody: office,
        found.resources.index("An"): office,
        found.resources.index("Bình"): but_wednesday,
    }
    truth, told = waits_in(found, kept, span), waits_in(found, discovered(found, span), span)
    assert truth.unavailability.sum() > 0
    assert truth.contention.sum() > 0
    for cause in CAUSES:
        assert (getattr(told, cause) == getattr(truth, cause)).all()


def simulated_office(*, weeks):
    """Dossiers that come at any hour of a working day are received by An and then checked by Bình."""
    chance = random.Random(7)
    free = {"An": 0, "Bình": 0}
    pieces = []
    came = sorted(
        (chance.randrange(weeks) * 7 + chance.randrange(5)) * 1440 + chance.randrange(450, 1050)
        for _ in range(weeks * 5 * 16)
    )
    for number, moment in enumerate(came):
        for who, activity, longest in (("An", "receive", 20), ("Bình", "check", 28)):
            start = opened(max(moment, free[who]), who)
            free[who] = moment = start + chance.randrange(10, longest)
            pieces.append(Piece(str(number), activity, who, start, moment))
    return pieces


def opened(minute, who):
    """The first minute from this one on at which the officer works."""
    while True:
        day, passed = divmod(minute, 1440)
        sessions = OFFICE[day % 7] if (who, day % 7) != ("Bình", 2) else ()
        ahead = [max(opens, passed) for opens, closes in sessions if passed < closes]
        if ahead:
            return day * 1440 + ahead[0]
        minute = (day + 1) * 1440


def test_one_quiet_hour_of_one_day_is_not_unavailability():
    pieces = [Piece("1", "check", "An", clock("9:00"), clock("10:00"))]
    pieces += [Piece("2", "check", "An", clock("11:00"), clock("11:30"))]
    told = hours(pieces, until=clock("23:30"))
    assert "10:00" in told[days(0)[0]]
    assert "07:00" in told[days(0)[0]]


def test_midday_evenings_and_weekends_are_rest_unless_somebody_was_seen_to_work_then():
    resting = [Piece("1", "check", "An", clock("11:00"), clock("11:30"))]
    working = [Piece("1", "check", "An", clock("12:10"), clock("12:20"))]
    saturday = [Piece("2", "check", "An", clock("20:00", 5), clock("20:20", 5))]
    told = hours([*resting], until=clock("23:30", 6))
    assert set(told) == set(days(0, 1, 2, 3, 4))
    assert "12:00" not in told[days(0)[0]]
    assert "18:00" not in told[days(0)[0]]
    assert "12:00" in hours(working, until=clock("23:30"))[days(0)[0]]
    assert hours([*working, *saturday], until=clock("23:30", 6))[days(5)[0]] == ["20:00"]


def test_a_saturday_morning_has_hours_of_its_own():
    pieces = office_hours([day for day in range(90) if day % 7 < 5])
    for week in range(12):
        for start in range(clock("7:30", week * 7 + 5), clock("11:00", week * 7 + 5), 30):
            pieces.append(Piece(f"s{start}", "check", "An", start, start + 20))
    told = hours(pieces)
    assert told[days(5)[0]] == ["07:30", "08:00", "08:30", "09:00", "09:30", "10:00", "10:30"]


def test_one_evening_of_overtime_in_three_months_is_no_working_time():
    workdays = [day for day in range(90) if day % 7 < 5]
    late = [Piece("x", "check", "An", clock("19:00", 3), clock("19:20", 3))]
    assert "19:00" not in hours([*office_hours(workdays), *late])[days(4)[0]]


def test_a_weekday_never_worked_in_three_months_is_off():
    told = hours(office_hours([day for day in range(90) if day % 7 in (0, 1, 3, 4)]))
    assert not set(told) & set(days(2, 9, 16))


def test_a_day_on_which_nobody_at_all_was_seen_is_a_day_off():
    workdays = [day for day in range(40) if day % 7 < 5]
    pieces = office_hours(workdays, skip=(9,)) + office_hours(workdays, who="Bình", skip=(9, 10))
    assert days(9)[0] not in hours(pieces)
    assert days(10)[0] in hours(pieces, "Bình")


def test_nobody_works_as_all_together_do():
    pieces = [Piece("1", "check", "An", clock("20:00"), clock("20:30"))]
    pieces += [Piece("2", "check", "Bình", clock("21:00"), clock("21:30"))]
    told = hours(pieces, None, until=clock("23:30"))[days(0)[0]]
    assert {"20:00", "20:30", "21:00"} <= set(told)
    assert "21:00" not in hours(pieces, "An", until=clock("23:30"))[days(0)[0]]


@pytest.mark.parametrize("lasts", [1440, 5 * 1440])
def test_of_work_that_lasts_days_only_its_beginning_was_seen(lasts):
    pieces = [Piece("1", "check", "An", clock("9:00"), clock("9:00") + lasts)]
    told = hours(pieces, until=clock("23:30", 6))
    assert "23:00" not in {slot for slots in told.values() for slot in slots}


def test_the_log_may_begin_on_any_day():
    assert datetime(2026, 1, 5, tzinfo=ZONE).weekday() == 0
    pieces = [Piece("1", "check", "An", clock("9:00", 6), clock("9:20", 6))]
    found = work(pieces)
    span = days_of(found.start, found.end, ZONE)
    assert span.weekdays.tolist() == [6]
    assert off_duty(discovered(found, span)[0], span, found.start).tolist() == [9 * 60 * MINUTE]
