from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.catalog.rules import soundness
from motcua.catalog.rules.process import (
    Flow,
    Marking,
    Net,
    NoSuchOutcome,
    NotOpen,
    Stuck,
    begin,
    finish,
)
from motcua.catalog.rules.sheet import net_of
from tests.catalog.making import SHEET
from tests.catalog.processes import Oracle, Row, sheets

NET = net_of(SHEET)


def run(*acts: tuple[str, str]) -> tuple[Marking, tuple[str, ...]]:
    marking, opened = begin(NET), ()
    for step, outcome in acts:
        marking, opened = finish(NET, marking, step, outcome)
    return marking, opened


@settings(max_examples=150, deadline=None)
@given(sheets(), st.data())
def test_finish_agrees_with_an_oracle_that_counts_rounds(rows: list[Row], data: st.DataObject) -> None:
    net, oracle = net_of(rows), Oracle(rows)
    marking = begin(net)
    for _turn in range(30):
        assert list(marking.open) == oracle.open()
        if marking.ended:
            break
        step = data.draw(st.sampled_from(marking.open))
        outcome = data.draw(st.sampled_from(net.steps[step].outcomes))
        before = set(marking.open)
        marking, opened = finish(net, marking, step, outcome)
        oracle.finish(step, outcome)
        assert sorted(opened) == sorted(set(oracle.open()) - (before - {step}))
    assert marking.ended == (oracle.at is None)


@pytest.mark.parametrize("first", [*permutations(["yk-a", "yk-b"])])
@pytest.mark.parametrize("second", [*permutations(["yk-a", "yk-b"])])
def test_a_join_in_a_return_loop_waits_for_every_opinion_of_its_own_round(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    opinions = [(step, "done") for step in first]
    back = [("du-thao", "done"), ("ky", "return"), ("tham-dinh", "done")]
    acts = [("phan-cong", "done"), ("tham-dinh", "done"), *opinions, *back]
    assert run(*acts)[0].open == ("yk-a", "yk-b")
    marking, opened = run(*acts, (second[0], "done"))
    assert (marking.open, opened) == ((second[1],), ())
    assert run(*acts, (second[0], "done"), (second[1], "done")) == (Marking(("du-thao",)), ("du-thao",))


def test_finish_opens_branches_in_the_order_of_the_sheet() -> None:
    assert run(("phan-cong", "done"), ("tham-dinh", "done"))[1] == ("yk-a", "yk-b")


def test_finish_by_refusal_ends_and_the_net_says_so() -> None:
    marking, opened = run(("phan-cong", "done"), ("tham-dinh", "refuse"))
    assert marking.ended
    assert opened == ()
    assert NET.refuses("tham-dinh", "refuse")
    assert not NET.refuses("tham-dinh", "done")
    assert NET.refusing_steps == ("tham-dinh",)


def test_refuse_that_proposes_is_not_yet_a_refusal() -> None:
    net = net_of(
        [
            {**SHEET[0], "step": "a", "outcomes": {"done": "end", "refuse": "b"}},
            {**SHEET[0], "step": "b", "outcomes": {"refuse": "end", "return": "a"}},
        ]
    )
    assert not net.refuses("a", "refuse")
    assert net.refuses("b", "refuse")
    assert finish(net, begin(net), "a", "refuse")[1] == ("b",)


def test_finish_refuses_a_step_that_is_not_open() -> None:
    with pytest.raises(NotOpen):
        run(("ky", "done"))
    with pytest.raises(NotOpen):
        run(("phan-cong", "done"), ("phan-cong", "done"))


def test_finish_refuses_an_outcome_that_the_step_does_not_have() -> None:
    with pytest.raises(NoSuchOutcome):
        run(("phan-cong", "return"))


def test_finish_never_runs_round_between_gateways_for_ever() -> None:
    ring = Net(
        {}, {"x": "xor", "y": "xor"}, (Flow("1", "start", "x"), Flow("2", "x", "y"), Flow("3", "y", "x"))
    )
    with pytest.raises(Stuck):
        begin(ring)
    split = Net({}, {"x": "and"}, (Flow("1", "start", "x"), Flow("2", "x", "x"), Flow("3", "x", "end")))
    assert soundness.problems(split)


@settings(max_examples=60, deadline=None)
@given(sheets())
def test_random_sheets_are_sound(rows: list[Row]) -> None:
    assert soundness.problems(net_of(rows)) == []


def test_steps_to_a_result_leave_out_the_way_of_a_refusal():
    rows = [
        {
            "step": "tham-dinh",
            "kind": "process",
            "role": "specialist",
            "outcomes": {"done": "ky", "refuse": "tu-choi"},
        },
        {"step": "ky", "kind": "sign", "role": "leader", "outcomes": {"done": "end", "return": "tham-dinh"}},
        {"step": "tu-choi", "kind": "approve", "role": "leader", "outcomes": {"refuse": "end"}},
    ]

    assert net_of([{"name": {"vi": row["step"]}, **row} for row in rows]).steps_to_a_result == {
        "tham-dinh",
        "ky",
    }
