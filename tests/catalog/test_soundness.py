from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.catalog.rules import soundness
from motcua.catalog.rules.process import Flow, Net
from motcua.catalog.rules.sheet import net_of, step_of
from tests.catalog.making import SHEET, in_english  # noqa: F401
from tests.catalog.processes import Row, sheets

pytestmark = pytest.mark.usefixtures("in_english")


def net(gateways: dict[str, str], *arrows: str, **outcomes: tuple[str, ...]) -> Net:
    """`a>b` or `x>b:done`; names that are no gateway are steps."""
    flows, names = [], set()
    for number, arrow in enumerate(arrows):
        source, rest = arrow.split(">")
        target, _colon, outcome = rest.partition(":")
        flows.append(Flow(f"f{number}", source, target, outcome))
        names |= {source, target}
    steps = sorted(names - gateways.keys() - {"start", "end"})
    row = {"name": {"vi": "x"}, "role": "head"}
    return Net(
        {s: step_of({"step": s, **row}, "process", outcomes.get(s, ("done",))) for s in steps},
        gateways,
        tuple(flows),
    )


def said(broken: Net) -> str:
    return " ".join(str(problem) for problem in soundness.problems(broken))


def test_a_sound_sheet_has_no_problem() -> None:
    assert soundness.problems(net_of(SHEET)) == []
    assert soundness.size(net_of(SHEET)) == 9


def test_a_join_after_a_choice_is_a_deadlock() -> None:
    broken = net(
        {"x": "xor", "j": "and"},
        "start>a",
        "a>x",
        "x>b:one",
        "x>c:two",
        "b>j",
        "c>j",
        "j>end",
        a=("one", "two"),
    )
    assert "can never end" in said(broken)


def test_a_loop_without_a_way_out_is_found() -> None:
    assert "can never end" in said(net({}, "start>a", "a>b", "b>a"))


def test_branches_that_nobody_joins_are_found() -> None:
    assert "open twice" in said(net({"s": "and"}, "start>s", "s>a", "s>b", "a>c", "b>c", "c>end"))


def test_leaving_a_consultation_by_the_end_is_found() -> None:
    broken = net(
        {"s": "and", "j": "and", "x": "xor"},
        *("start>s", "s>a", "s>b", "a>x", "x>j:done", "x>end:refuse", "b>j", "j>end"),
        a=("done", "refuse"),
    )
    assert "still open" in said(broken)


def test_a_step_that_nothing_leads_to_is_found() -> None:
    assert "No way leads to “b”" in said(net({}, "start>a", "a>end", "b>end"))


def test_a_flow_to_nowhere_is_found() -> None:
    broken = Net(net({}, "start>a", "a>end").steps, {}, (Flow("1", "start", "a"), Flow("2", "a", "gone")))
    assert "“gone”, which does not exist" in said(broken)


def test_an_outcome_without_a_flow_is_found() -> None:
    assert "gets stuck" in said(net({"x": "xor"}, "start>a", "a>x", "x>end:done", a=("done", "return")))


def test_a_process_of_too_many_states_is_refused() -> None:
    branches = [f"b{i}" for i in range(16)]
    arrows = [a for b in branches for a in (f"s>{b}", f"{b}>j")]
    assert "too many states" in said(net({"s": "and", "j": "and"}, "start>s", *arrows, "j>end"))


@settings(max_examples=60, deadline=None)
@given(sheets(), st.data())
def test_cutting_any_flow_of_a_sound_sheet_is_found(rows: list[Row], data: st.DataObject) -> None:
    whole = net_of(rows)
    cut = data.draw(st.sampled_from(whole.flows))
    broken = Net(whole.steps, whole.gateways, tuple(flow for flow in whole.flows if flow is not cut))
    if cut.target in whole.gateways and len(whole.into[cut.target]) > 1 or cut.source.endswith(".split"):
        return  # a branch the fewer may still be sound
    assert soundness.problems(broken)


@pytest.mark.parametrize("planted", [{"consult": "c", "branches": [], "next": "end"}])
def test_a_consultation_of_nobody_is_found(planted: dict[str, Any]) -> None:
    assert soundness.problems(net_of([SHEET[0], planted]))
