"""A sheet that adopts what was really done: the run that departed from it conforms to its draft."""

from copy import deepcopy

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from motcua.bottlenecks.rules.conformance import Kind, Sheet, conformance
from motcua.bottlenecks.rules.conformance.adopting import Change, NotAdoptable, adopted
from motcua.catalog.rules import soundness
from motcua.catalog.rules.sheet import net_of
from tests.bottlenecks.conformance.test_order import CLOCK, ORDER, run
from tests.catalog.making import document
from tests.catalog.processes import Oracle, sheets

ROWS = [
    {
        "step": name,
        "name": {"vi": name},
        "role": "specialist",
        "limit": {"quantity": "1", "unit": "working_days"},
    }
    for name in "abcd"
]


def changed(change, rows=ROWS):
    before = deepcopy(rows)
    found = adopted({"process": rows}, change)["process"]
    assert rows == before, "the document that it began with was changed"
    return found


def straight(rows):
    """The run that does every step, as the sheet has it, without returning or refusing."""
    here, events = Oracle([{"outcomes": {"done": "x"}, **row} if "step" in row else row for row in rows]), []
    while here.at is not None:
        step = here.open()[0]
        here.finish(step, "done")
        events.append((step, "done"))
    return events


def departs(rows, events):
    verdict = conformance(run(events), Sheet(net_of(rows), CLOCK))
    return [one for one in verdict.deviations if one.kind in ORDER]


@given(st.data())
def test_a_sheet_without_the_step_that_is_always_skipped_fits_the_runs_that_skip_it(data):
    rows = data.draw(sheets())
    events = straight(rows)
    step = data.draw(st.sampled_from(events))[0]
    skipping = [event for event in events if event[0] != step]
    try:
        without = changed(Change(Kind.SKIPPED, step), rows)
    except NotAdoptable:
        assume(False)
    assert departs(rows, skipping)
    assert departs(without, skipping) == []
    assert soundness.problems(net_of(without)) == []


@given(st.data())
def test_a_sheet_with_the_step_where_it_is_always_done_fits_the_runs_that_do_it_there(data):
    rows = [
        {"step": f"s{n}", "name": {"vi": "x"}, "role": "head"} for n in range(data.draw(st.integers(2, 6)))
    ]
    order = list(range(len(rows)))
    moved = data.draw(st.sampled_from(order))
    place = data.draw(st.sampled_from(order))
    assume(place != moved)
    order.insert(place, order.pop(moved))
    events = [(f"s{n}", "done") for n in order]
    after = f"s{order[place - 1]}" if place else ""
    assert departs(rows, events)
    assert departs(changed(Change(Kind.OUT_OF_ORDER, f"s{moved}", after=after), rows), events) == []


def test_a_step_that_the_sheet_lacks_is_put_where_it_is_done():
    more = changed(Change(Kind.EXTRA, "x", role="head", after="b"))
    assert departs(more, [(step, "done") for step in "abxcd"]) == []
    assert more[2]["role"] == "head"


def test_limit_role_and_unit_are_those_that_were_found():
    longer = changed(Change(Kind.OVER_LIMIT, "b", limit="2.5"))
    assert longer[1]["limit"] == {"quantity": "2.5", "unit": "working_days"}
    assert changed(Change(Kind.WRONG_ROLE, "b", role="head"))[1]["role"] == "head"
    assert changed(Change(Kind.WRONG_UNIT, "b", unit="records"))[1]["unit"] == "records"
    assert changed(Change(Kind.WRONG_UNIT, "b", body="H49.43"))[1]["body"] == "H49.43"


def test_branches_of_a_consultation_can_be_left_out_one_by_one():
    rows = document()["process"]
    one = changed(Change(Kind.SKIPPED, "yk-b"), rows)
    (asked,) = [row for row in one if "consult" in row]
    assert [branch["step"] for branch in asked["branches"]] == ["yk-a"]
    assert not [row for row in changed(Change(Kind.SKIPPED, "yk-a"), one) if "consult" in row]


@pytest.mark.parametrize(
    "change",
    [
        Change(Kind.EXTRA, "b", after="c"),
        Change(Kind.OUT_OF_ORDER, "b", after="unheard-of"),
        Change(Kind.OVER_LIMIT, "unheard-of", limit="1"),
    ],
)
def test_what_a_sheet_cannot_say_is_not_adopted(change):
    with pytest.raises(NotAdoptable):
        changed(change)
