"""Ways read off what happened, and what a change makes of them."""

from math import inf

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.bottlenecks.rules.whatif.changes import Changed, Merge
from motcua.bottlenecks.rules.whatif.learning import Model
from motcua.bottlenecks.rules.whatif.past import Mark, Stay, Trip
from motcua.bottlenecks.rules.whatif.routes import Leg, Way, befores, paused_within, seen_together
from tests.bottlenecks.whatif.making import GRID, START


def stay(step: str, opened: float, closed: float) -> Stay:
    return Stay(step, "process", "U", "specialist", 1, opened, opened, closed, "a", 480.0, "done")


def trip(*stays: Stay, marks: tuple[Mark, ...] = (Mark(0.0, 960.0),)) -> Trip:
    return Trip("D", "B", "P", 0.0, max(s.closed for s in stays), "completed", inf, marks, tuple(stays))


def test_a_chain_is_read_as_a_chain() -> None:
    stays = [stay("a", 0, 5), stay("b", 5, 9), stay("c", 9, 12)]
    assert befores(stays, frozenset()) == [(), (0,), (1,)]


def test_two_opinions_opened_at_once_stand_beside_each_other_and_both_before_what_follows() -> None:
    stays = [stay("a", 0, 5), stay("b", 5, 9), stay("c", 5, 20), stay("d", 20, 22)]
    assert befores(stays, frozenset()) == [(), (0,), (0,), (1, 2)]


def test_what_goes_on_in_one_branch_does_not_wait_for_the_other() -> None:
    """b → b2 beside c: in this dossier c closed first, in the other it did not."""
    first = trip(stay("a", 0, 5), stay("b", 5, 9), stay("c", 5, 7), stay("b2", 9, 20), stay("d", 20, 22))
    other = trip(stay("a", 0, 5), stay("b", 5, 9), stay("c", 5, 15), stay("b2", 9, 12), stay("d", 15, 22))
    together = seen_together([first, other])["P"]
    assert ("c", "b2") in together
    assert befores(list(first.stays), together) == [(), (0,), (0,), (1,), (2, 3)]


def test_a_return_opens_the_step_again_after_the_one_that_returned_it() -> None:
    stays = [stay("a", 0, 5), stay("b", 5, 9), stay("a", 9, 12), stay("b", 12, 13)]
    assert befores(stays, frozenset()) == [(), (0,), (1,), (2,)]


def test_a_pause_is_counted_where_it_lies_within_the_stay() -> None:
    marks = (Mark(0.0, 960.0), Mark(10.0, 960.0, True, ("giay",)), Mark(110.0, 1060.0))
    told = trip(stay("a", 0, 50), stay("b", 50, 200), marks=marks)
    assert [paused_within(told, one) for one in told.stays] == [40.0, 60.0]


def leg(step: str, after: tuple[int, ...], hands_on: float = 5.0) -> Leg:
    return Leg(step, 1, 0, 0.0, 7.0, hands_on, 3.0, 0.0, after, 240.0)


def changed(*changes: Merge) -> Changed:
    model = Model(GRID, START, (), (), (), (), {}, (), (), None, 0)
    return Changed(model, changes, 1.0)


def test_a_merged_step_is_picked_up_once_and_keeps_the_work_of_both() -> None:
    way = Way("P", 960, 960, 0, (leg("a", ()), leg("b", (0,)), leg("c", (1,))))
    found = changed(Merge("a", "b")).way(way)
    assert [(one.step, one.after, one.pickup, one.hands_on, one.elsewhere) for one in found.legs] == [
        ("a", (), 7.0, 10.0, 6.0),
        ("c", (0,), 7.0, 5.0, 3.0),
    ]


def test_steps_that_do_not_follow_each_other_alone_are_not_merged() -> None:
    way = Way("P", 960, 960, 0, (leg("a", ()), leg("x", ()), leg("b", (0, 1))))
    assert changed(Merge("a", "b")).way(way) == way


def test_a_step_that_was_returned_is_merged_each_time() -> None:
    way = Way("P", 960, 960, 0, tuple(leg("ab"[n % 2], (n - 1,) if n else ()) for n in range(6)))
    found = changed(Merge("a", "b")).way(way)
    assert [(one.step, one.after) for one in found.legs] == [("a", ()), ("a", (0,)), ("a", (1,))]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=9))
def test_merging_keeps_all_work_and_never_a_leg_that_waits_for_itself(steps: list[str]) -> None:
    way = Way("P", 960, 960, 0, tuple(leg(step, (n - 1,) if n else ()) for n, step in enumerate(steps)))
    found = changed(Merge("a", "b")).way(way)
    assert sum(one.hands_on for one in found.legs) == sum(one.hands_on for one in way.legs)
    assert all(max(one.after, default=-1) < place for place, one in enumerate(found.legs))
