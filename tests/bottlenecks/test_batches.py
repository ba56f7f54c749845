import numpy as np

from motcua.bottlenecks.rules.batches import batches_in
from motcua.bottlenecks.rules.handing import NONE
from tests.bottlenecks.making import work
from tests.bottlenecks.oracle import Piece


def batch_of_each(*pieces, ready=0):
    """Pieces are (resource, activity, start, end); all were ready at once, long before, unless said."""
    found = work([Piece(str(at), what, who, start, end) for at, (who, what, start, end) in enumerate(pieces)])
    since = np.full(len(found), int(found.start.min()) - 1) if not ready else ready(found)
    return batches_in(found, since).of.tolist()


def test_pieces_done_one_right_after_the_other_are_a_batch():
    assert batch_of_each(("An", "sign", 0, 5), ("An", "sign", 5, 9), ("An", "sign", 9, 12)) == [0, 0, 0]


def test_a_pause_of_a_minute_ends_a_batch():
    assert batch_of_each(("An", "sign", 0, 5), ("An", "sign", 6, 9), ("An", "sign", 9, 12)) == [NONE, 0, 0]


def test_a_short_piece_within_a_long_one_does_not_end_the_batch():
    assert batch_of_each(("An", "sign", 0, 30), ("An", "sign", 5, 6), ("An", "sign", 20, 40)) == [0, 0, 0]


def test_pieces_of_two_activities_or_two_people_or_nobody_are_no_batch():
    assert batch_of_each(("An", "sign", 0, 5), ("An", "check", 5, 9)) == [NONE, NONE]
    assert batch_of_each(("An", "sign", 0, 5), ("Bình", "sign", 5, 9)) == [NONE, NONE]
    assert batch_of_each((None, "sign", 0, 5), (None, "sign", 5, 9)) == [NONE, NONE]


def test_a_piece_that_got_ready_after_the_first_was_started_is_not_of_the_batch():
    def late(found):
        return np.where(found.start == found.start.max(), found.start.min() + 1, found.start.min())

    assert batch_of_each(("An", "sign", 0, 5), ("An", "sign", 5, 9), ready=late) == [NONE, NONE]
