"""What counts as done in one go."""

import numpy as np

from motcua.bottlenecks.rules.batches import NONE, Done, batches_in
from motcua.bottlenecks.rules.causes import waits_in
from motcua.bottlenecks.rules.duty import days_of, weekly
from tests.bottlenecks.making import clock, work
from tests.bottlenecks.oracle import Piece
from tests.criteria.logs.making import ZONE


def batch_of_each(*pieces, ready=()):
    """Of one resource; pieces are (activity, start, end), ready long before unless said."""
    activity, start, end = np.array([(ord(what), *times) for what, *times in pieces], np.int64).T
    since = np.full(start.size, -1) if not ready else np.array(ready)
    rank = np.unique(since, return_inverse=True)[1] + 1
    order = np.argsort(start, kind="stable")
    return batches_in(Done(activity, start, end, since, order, order, rank), 128).of.tolist()


def test_pieces_done_one_right_after_the_other_are_a_batch():
    assert batch_of_each(("s", 0, 5), ("s", 5, 9), ("s", 9, 12)) == [0, 0, 0]


def test_a_pause_of_a_minute_ends_a_batch():
    assert batch_of_each(("s", 0, 5), ("s", 6, 9), ("s", 9, 12)) == [NONE, 0, 0]


def test_a_short_piece_within_a_long_one_does_not_end_the_batch():
    assert batch_of_each(("s", 0, 30), ("s", 5, 6), ("s", 20, 40)) == [0, 0, 0]


def test_pieces_of_two_activities_are_no_batch():
    assert batch_of_each(("s", 0, 5), ("c", 5, 9)) == [NONE, NONE]


def test_a_piece_of_another_activity_in_between_does_not_end_the_batch():
    assert batch_of_each(("s", 0, 5), ("c", 2, 9), ("s", 5, 9), ("s", 20, 30)) == [0, NONE, 0, NONE]


def test_a_piece_that_got_ready_after_the_first_was_started_is_not_of_the_batch():
    assert batch_of_each(("s", 0, 5), ("s", 5, 9), ready=(0, 1)) == [NONE, NONE]
    assert batch_of_each(("s", 1, 5), ("s", 5, 9), ready=(0, 1)) == [0, 0]


def test_pieces_of_two_people_or_of_nobody_are_no_batch():
    for people, batching in ((("An", "An"), 10), (("An", "Bình"), 0), ((None, None), 0)):
        pieces = [Piece(str(n), "receive", "Chi", clock(f"8:{n}0"), clock(f"8:{n}5")) for n in range(2)]
        pieces += [
            Piece(str(n), "sign", who, clock(f"9:{n}0"), clock(f"9:{n}5") + 5) for n, who in enumerate(people)
        ]
        found = work(pieces)
        days = days_of(found.start, found.end, ZONE)
        waits = waits_in(found, dict.fromkeys(range(found.nobody + 1), weekly(((),) * 7, {}, days)), days)
        assert waits.batching.sum() == batching * 60_000_000
