"""The table of an investment's life, its money, its milestones and what a regained point cost."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.criteria.rules.sets import shipped
from motcua.reviews.rules.investments import (
    MEASURED,
    OPEN,
    Act,
    Cost,
    NotAllowed,
    Overrun,
    Part,
    State,
    Why,
    after,
    open_to,
)
from motcua.reviews.rules.progress import Step, progress
from motcua.reviews.rules.worth import Regained, price, regained

amounts = st.integers(-5, 30)
states = st.sampled_from(State)
parts = st.sampled_from([set(kept) for n in range(4) for kept in combinations(Part, n)])


@pytest.mark.parametrize(
    ("state", "act", "part", "follows"),
    [
        (State.PROPOSED, Act.APPROVE, Part.DECIDER, State.APPROVED),
        (State.APPROVED, Act.PROCURE, Part.KEEPER, State.PROCURING),
        (State.PROCURING, Act.CONTRACT, Part.KEEPER, State.IN_DELIVERY),
        (State.IN_DELIVERY, Act.HAND_OVER, Part.KEEPER, State.IN_USE),
        (State.IN_USE, Act.CLOSE, Part.DECIDER, State.CLOSED),
        (State.PROCURING, Act.STOP, Part.DECIDER, State.STOPPED),
    ],
)
def test_the_road_of_an_investment(state, act, part, follows):
    assert after(state, act, {part}) is follows


@pytest.mark.parametrize("act", [Act.APPROVE, Act.CHANGE])
def test_whoever_proposed_it_decides_neither_on_it_nor_on_its_cost(act):
    state = State.PROPOSED if act is Act.APPROVE else State.IN_DELIVERY
    with pytest.raises(NotAllowed) as no:
        after(state, act, set(Part))
    assert no.value.why is Why.OWN_PROPOSAL


@given(states, parts)
def test_nothing_is_done_any_more_with_what_is_settled_or_stopped(state, who):
    if state not in OPEN:
        assert open_to(state, who) == []


@given(states, parts)
def test_what_serves_somebody_is_never_stopped(state, who):
    if state in MEASURED:
        assert Act.STOP not in open_to(state, who)


@given(st.lists(st.tuples(st.sampled_from(["plan", "contract", "pay"]), amounts), max_size=30))
def test_whatever_is_tried_paid_stays_within_the_contract_and_that_within_the_decision(tries):
    cost = Cost(planned=10)
    for what, amount in tries:
        if what == "plan" and cost.to_plan(amount) is None:
            cost = Cost(amount, cost.contracted, cost.paid)
        elif what == "contract" and cost.to_contract(amount) is None:
            cost = Cost(cost.planned, amount, cost.paid)
        elif what == "pay" and cost.to_pay(amount) is None:
            cost = Cost(cost.planned, cost.contracted, cost.paid + amount)
        assert 0 <= cost.paid <= (cost.contracted or 0) <= cost.planned


def test_each_ceiling_that_breaks_is_named():
    cost = Cost(planned=10, contracted=8, paid=5)
    assert cost.to_pay(4) is Overrun.CONTRACT
    assert cost.to_pay(3) is None
    assert cost.to_contract(11) is Overrun.PLAN
    assert cost.to_contract(4) is Overrun.BELOW_PAID
    assert cost.to_plan(7) is Overrun.BELOW_CONTRACT
    assert {cost.to_pay(0), cost.to_plan(0), cost.to_contract(-1)} == {Overrun.NOTHING}
    assert Cost(10).to_pay(1) is Overrun.CONTRACT
    assert (cost.stands_for, Cost(10).stands_for) == (8, 10)


DAY = date(2026, 6, 1)
steps = st.lists(
    st.builds(
        Step,
        due_on=st.integers(-9, 9).map(lambda days: DAY + timedelta(days=days)),
        reached_on=st.none() | st.just(DAY),
    )
)


@given(steps)
def test_every_milestone_is_reached_or_late_or_still_to_come(known):
    found = progress(known, DAY)
    to_come = [step.due_on for step in known if step.reached_on is None and step.due_on >= DAY]
    assert found.planned == found.reached + found.late + len(to_come) == len(known)
    assert found.next_on == (min(to_come) if to_come else None)


shares = st.fractions(0, 1, max_denominator=50)


@given(bodies=st.lists(st.tuples(st.integers(1, 9), shares, shares), min_size=1, max_size=5))
def test_points_regained_are_those_of_all_cases_with_the_gain_less_those_without(bodies):
    """The oracle counts the cases of every procedure twice: as they are, and with the first one as it was before."""
    criterion = shipped()["qd766-2022"].criteria["4.2"]  # a ratio that nothing multiplies
    threshold = criterion.scoring.threshold
    cases = sum(count for count, _now, _before in bodies)

    def points(rates):
        rate = sum(count * rate for (count, _n, _b), rate in zip(bodies, rates, strict=True)) / cases
        return criterion.points * min(Fraction(1), rate / threshold)

    now = [after for _count, after, _before in bodies]
    was = [bodies[0][2], *now[1:]]
    whole = sum(count * rate for (count, _n, _b), rate in zip(bodies, now, strict=True)) / cases
    gain = bodies[0][1] - bodies[0][2]
    found = regained(criterion, whole=whole, share=Fraction(bodies[0][0], cases), gain=(gain, gain, gain))
    assert found.points == points(now) - points(was)


def test_a_point_has_a_price_only_if_one_was_regained_and_a_bound_only_if_that_is_sure():
    sure = price(1000, Regained(Fraction(2), Fraction(1), Fraction(4)))
    assert (sure.one, sure.least, sure.most) == (500, 250, 1000)
    unsure = price(1000, Regained(Fraction(2), Fraction(-1), Fraction(4)))
    assert (unsure.one, unsure.most) == (500, None)
    assert price(1000, Regained(Fraction(0), Fraction(-1), Fraction(1))) is None
    assert price(1000, None) is None
