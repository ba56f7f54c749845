"""Ratings in a row, and gaps between seals."""

from datetime import timedelta

import pytest

from tests.criteria.detectors.conftest import HORIZON, MONTH, completed, on


def rated(moments, stars, by="kiosk", **told):
    return [
        completed(on(1), stars=star, rated_at=at, rated_by=by, **told)
        for at, star in zip(moments, stars, strict=True)
    ]


def quiet_kiosk(days=20):
    """Four people a day over the whole day, mostly content."""
    moments = [on(1 + day, 8 + 2 * turn, 7 * turn) for day in range(days) for turn in range(4)]
    return rated(moments, [5 if n % 3 else 4 for n in range(len(moments))])


def test_many_equal_ratings_within_minutes_are_asked_about(ask):
    pressed = rated([on(14, 17, 30) + timedelta(seconds=40 * n) for n in range(12)], [5] * 12)
    (found,) = ask("rating_streak", quiet_kiosk() + pressed)
    assert (found.body, found.about, found.count) == ("B1", "kiosk", 12)
    assert set(found.evidence) == {one.code for one in pressed}
    assert "the kiosk" in found.question.en


def test_the_same_ratings_over_the_day_are_nothing(ask):
    spread = rated([on(14, 8) + timedelta(minutes=40 * n) for n in range(12)], [5] * 12)
    assert ask("rating_streak", quiet_kiosk() + spread) == []


def test_different_stars_are_no_streak(ask):
    mixed = rated([on(14, 17) + timedelta(seconds=40 * n) for n in range(12)], [5, 4] * 6)
    assert ask("rating_streak", quiet_kiosk() + mixed) == []


def test_bad_stars_pressed_in_a_row_are_asked_about_too(ask):
    pressed = rated([on(14, 17) + timedelta(seconds=40 * n) for n in range(12)], [1] * 12)
    assert [one.count for one in ask("rating_streak", quiet_kiosk() + pressed)] == [12]


def test_where_somebody_rates_every_minute_runs_are_usual(ask):
    moments = [on(1 + day, 8) + timedelta(seconds=50 * turn) for day in range(20) for turn in range(400)]
    busy = rated(moments, [5 if n % 9 else 4 for n in range(len(moments))])
    assert ask("rating_streak", busy) == []


def sealed(*, stopped=(), every=4):
    at, moments = MONTH.starts_at - timedelta(hours=1), []
    while at < HORIZON:
        if not any(begin < at < end for begin, end in stopped):
            moments.append(at)
        at += timedelta(minutes=every)
    return moments


def test_a_sealer_that_stood_still_is_asked_about_with_no_body(ask):
    (found,) = ask("seal_gaps", [], sealed=sealed(stopped=[(on(5, 2), on(5, 3)), (on(9, 2), on(9, 7))]))
    assert (found.body, found.count, found.evidence) == ("", 2, ())
    assert "300" in found.question.vi
    assert "09/10/2026" in found.question.vi


@pytest.mark.parametrize("every", [1, 5, 10])
def test_seals_at_least_every_ten_minutes_are_in_order(ask, every):
    assert ask("seal_gaps", [], sealed=sealed(every=every)) == []


def test_a_sealer_that_stands_still_now_is_asked_about_now(ask):
    moments = [moment for moment in sealed() if moment < on(20, 8)]
    (found,) = ask("seal_gaps", [], sealed=moments, horizon=on(20, 9))
    assert found.count == 1


def test_without_heads_or_before_the_first_of_them_nothing_is_missing(ask):
    assert ask("seal_gaps", []) == []
    assert ask("seal_gaps", [], sealed=[moment for moment in sealed() if moment > on(20)]) == []
