"""Every wait in five parts: by hand, and against an oracle that asks minute after minute."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.bottlenecks.rules.causes import CAUSES, waits_in
from motcua.bottlenecks.rules.duty import days_of, weekly
from tests.bottlenecks import oracle
from tests.bottlenecks.making import MINUTE, clock, work
from tests.bottlenecks.oracle import Piece
from tests.criteria.logs.making import ZONE

ALWAYS = (((0, 24 * 60),),) * 7
OFFICE = (((450, 690), (810, 1050)),) * 5 + ((), ())  # 07:30-11:30, 13:30-17:30


def parts(pieces, week=ALWAYS):
    """{(activity, case): minutes by cause}, those of 0 left out."""
    found = work(pieces)
    days = days_of(found.start, found.end, ZONE)
    duty = weekly(week, {}, days)
    waits = waits_in(found, dict.fromkeys(range(found.nobody + 1), duty), days)
    told = {}
    for place, target in enumerate(waits.target.tolist()):
        name = found.activities[found.activity[target]], found.cases[found.case[target]]
        minutes = {cause: int(getattr(waits, cause)[place]) // MINUTE for cause in CAUSES}
        assert sum(int(getattr(waits, cause)[place]) for cause in CAUSES) == waits.total[place]
        told[name] = {cause: number for cause, number in minutes.items() if number}
    return told


def test_a_wait_for_a_free_resource_on_duty_has_no_cause_in_the_log():
    pieces = [Piece("1", "receive", "An", clock("8:00"), clock("8:10"))]
    pieces += [Piece("1", "check", "Bình", clock("9:00"), clock("9:30"))]
    assert parts(pieces, OFFICE) == {("check", "1"): {"extraneous": 50}}


def test_nights_and_midday_are_unavailability():
    pieces = [Piece("1", "receive", "An", clock("11:00"), clock("11:10"))]
    pieces += [Piece("1", "check", "Bình", clock("8:00", day=1), clock("8:30", day=1))]
    rest = 2 * 60 + 14 * 60  # 11:30-13:30 and 17:30-07:30
    whole = clock("8:00", day=1) - clock("11:10")
    assert parts(pieces, OFFICE) == {("check", "1"): {"unavailability": rest, "extraneous": whole - rest}}


def test_work_that_was_ready_earlier_is_contention_and_later_prioritization():
    pieces = [
        Piece("1", "receive", "An", clock("8:00"), clock("8:10")),
        Piece("2", "receive", "An", clock("8:10"), clock("8:20")),
        Piece("3", "receive", "An", clock("8:20"), clock("8:30")),
        Piece("1", "check", "Bình", clock("8:30"), clock("9:00")),
        Piece("3", "sign", "Bình", clock("9:00"), clock("9:40")),
        Piece("2", "check", "Bình", clock("9:40"), clock("10:00")),
    ]
    assert parts(pieces)[("check", "2")] == {"contention": 30, "prioritization": 40, "extraneous": 10}
    assert parts(pieces)[("sign", "3")] == {"contention": 30}


def test_pieces_that_gather_and_are_done_in_one_go_wait_for_the_batch_first():
    pieces = [Piece(str(n), "receive", "An", clock(f"8:{n}0"), clock(f"8:{n}5")) for n in range(3)]
    pieces += [Piece(str(n), "sign", "Bình", clock(f"9:{n}0"), clock(f"9:{n}5") + 5) for n in range(3)]
    assert parts(pieces) == {
        ("sign", "0"): {"batching": 20, "extraneous": 35},
        ("sign", "1"): {"batching": 10, "extraneous": 35, "contention": 10},
        ("sign", "2"): {"extraneous": 35, "contention": 20},
    }


def test_within_a_batch_the_earlier_one_that_is_done_later_was_not_given_priority():
    pieces = [
        Piece("old", "receive", "An", clock("8:00"), clock("8:10")),
        Piece("new", "receive", "An", clock("8:10"), clock("8:20")),
        Piece("new", "sign", "Bình", clock("8:30"), clock("8:40")),
        Piece("old", "sign", "Bình", clock("8:40"), clock("8:50")),
    ]
    assert parts(pieces) == {
        ("sign", "new"): {"extraneous": 10},
        ("sign", "old"): {"batching": 10, "extraneous": 10, "prioritization": 10},
    }


def test_nobody_is_never_busy():
    pieces = [
        Piece("1", "receive", "An", 500, 510),
        Piece("2", "receive", "An", 510, 520),
        Piece("1", "check", None, 520, 560),
        Piece("2", "check", None, 560, 570),
    ]
    assert parts(pieces)[("check", "2")] == {"extraneous": 40}


def test_overlapping_pieces_of_a_case_do_not_hand_over_to_each_other():
    pieces = [
        Piece("1", "receive", "An", 500, 510),
        Piece("1", "ask tax", "Bình", 520, 600),
        Piece("1", "ask land", "Chi", 530, 620),
    ]
    assert parts(pieces) == {("ask tax", "1"): {"extraneous": 10}, ("ask land", "1"): {"extraneous": 20}}


def test_activities_in_either_order_do_not_wait_for_each_other():
    pieces = []
    for number in range(4):
        orders = ("ask tax", "ask land") if number % 2 else ("ask land", "ask tax")
        begin = number * 1440 + 500
        pieces += [Piece(str(number), "receive", "An", begin, begin + 10)]
        pieces += [Piece(str(number), orders[0], "Bình", begin + 20, begin + 30)]
        pieces += [Piece(str(number), orders[1], "Chi", begin + 50, begin + 60)]
    assert parts(pieces)[("ask land", "1")] == {"extraneous": 40}
    assert parts(pieces)[("ask tax", "0")] == {"extraneous": 40}


def test_a_return_is_no_sign_of_concurrency():
    pieces = []
    for number in range(4):
        begin = number * 1440 + 500
        for nth, activity in enumerate(("check", "sign", "check", "sign")):
            pieces += [Piece(str(number), activity, "An", begin + nth * 60, begin + nth * 60 + 10)]
    assert parts(pieces[-4:])[("check", "3")] == {"extraneous": 50}
    assert len(parts(pieces)) == 2 * 4


def test_a_log_without_hand_overs_has_no_waits():
    assert parts([Piece("1", "receive", "An", 500, 510)]) == {}


@st.composite
def logs(draw):
    number = draw(st.integers(1, 14))
    pieces = []
    for _ in range(number):
        start = draw(st.integers(0, 70))
        pieces.append(
            Piece(
                draw(st.sampled_from("abcd")),
                draw(st.sampled_from(["x", "y", "z"])),
                draw(st.sampled_from(["An", "Bình", None])),
                start,
                start + draw(st.integers(0, 25)),
            )
        )
    return list(dict.fromkeys(pieces))


@settings(max_examples=250, deadline=None)
@given(logs(), st.integers(0, 60), st.integers(1, 40))
def test_the_five_parts_are_those_of_the_oracle_and_sum_to_the_wait(pieces, opens, lasts):
    """One resource or nobody works from `opens` on; minute 0 is Monday 00:00."""
    week = (((opens, opens + lasts),),) + ((),) * 6
    expected = oracle.causes(pieces, lambda _who, minute: not opens <= minute < opens + lasts)
    found = work(pieces)
    days = days_of(found.start, found.end, ZONE)
    waits = waits_in(found, dict.fromkeys(range(found.nobody + 1), weekly(week, {}, days)), days)
    total = sum(getattr(waits, cause) for cause in CAUSES)
    assert (total == waits.total).all()
    got = [
        (found.cases[found.case[t]], found.activities[found.activity[t]], int(found.start[t] // MINUTE), *row)
        for t, *row in zip(waits.target, *(getattr(waits, cause) // MINUTE for cause in CAUSES), strict=True)
    ]
    base = int(days.midnights[0] // MINUTE)
    wanted = [
        (piece.case, piece.activity, base + piece.start, *(counts[cause] for cause in CAUSES))
        for piece, counts in expected.items()
    ]
    assert sorted(got) == sorted(wanted)


@pytest.mark.parametrize("cause", CAUSES)
def test_the_oracle_of_these_tests_tells_every_cause(cause):
    """A property that only ever saw empty parts would prove nothing."""
    pieces = [Piece(str(n), "receive", "An", n * 5, n * 5 + 2) for n in range(3)]
    pieces += [Piece("3", "check", "Bình", 1, 18), Piece("4", "receive", "An", 17, 19)]
    pieces += [Piece("4", "ask", "Bình", 19, 22)]
    pieces += [Piece(str(n), "sign", "Bình", 30 + n * 5, 35 + n * 5) for n in range(3)]
    counted = oracle.causes(pieces, lambda _who, minute: minute > 25)
    assert any(counts[cause] for counts in counted.values())
