"""Figures over whole columns are those that are counted round by round."""

from hypothesis import given
from hypothesis import strategies as st

from motcua.bottlenecks.rules.diagnosis import steps
from tests.bottlenecks.diagnosis import oracle
from tests.bottlenecks.diagnosis.making import at, rounds, row

TIMES = st.integers(0, 12)
ROWS = st.builds(
    lambda code, step, opened, wait, work, outcome, more: row(
        code,
        step,
        opened,
        taken=None if wait is None else opened + wait,
        closed=None if work is None else opened + (wait or 0) + work,
        outcome=outcome if work is not None else "",
        **more,
    ),
    st.sampled_from("12"),
    st.sampled_from("abc"),
    TIMES,
    st.none() | TIMES,
    st.none() | TIMES,
    st.sampled_from(["done", "return", "cancelled"]),
    st.fixed_dictionaries(
        {
            "limit": st.none() | TIMES,
            "round": st.integers(1, 3),
            "kind": st.sampled_from(["sign", "draft"]),
            "role": st.sampled_from(["leader", "head"]),
        }
    ),
)
MANY = st.lists(ROWS, max_size=12, unique_by=lambda one: (one.code, one.step, one.round))


@given(MANY, st.booleans(), st.integers(1, 40))
def test_steps_have_the_same_figures_as_counted_one_by_one(rows, by_step, end):
    told = rounds(*rows, ends=at(end))
    found = steps.step_figures(told, {"b": 0}, by_step=by_step)
    expected = oracle.step_figures(told, {"b": 0}, by_step=by_step)
    assert {one.key: one for one in found} == {one.key: one for one in expected}


@given(MANY, st.booleans(), st.integers(1, 40))
def test_hand_overs_are_those_found_one_by_one(rows, by_step, end):
    told = rounds(*rows, ends=at(end))
    assert steps.flow_figures(told, by_step=by_step) == oracle.flow_figures(told, by_step=by_step)


def test_nothing_has_no_figures():
    assert steps.step_figures([], {}, by_step=True) == steps.flow_figures([], by_step=True) == ()
