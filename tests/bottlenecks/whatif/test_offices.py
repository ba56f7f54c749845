"""What SimPy plays against plain recursions and closed forms."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.bottlenecks.rules.whatif.hands import Spent
from motcua.bottlenecks.rules.whatif.offices import Crew, Join, Leave, play
from motcua.bottlenecks.rules.whatif.plans import RESUMED, Case
from motcua.bottlenecks.rules.whatif.routes import Leg, Way
from motcua.bottlenecks.rules.whatif.teams import Team
from tests.bottlenecks.whatif.making import GRID, START, poisson, served, sojourn_within

ONE = Team("U", "leader", "sign", ("a",))
TWO = Team("U", "leader", "sign", ("a", "b"))


def leg(step: str = "ky", hands_on: float = 10.0, after: tuple[int, ...] = (), **more: float) -> Leg:
    told = {"lag": 0.0, "pickup": 0.0, "elsewhere": 0.0, "paused": 0.0, "team": 0} | more
    return Leg(step=step, round=1, hands_on=hands_on, after=after, limit=inf, **told)  # type: ignore[arg-type]


def case(starts: float, *legs: Leg, term: float = 480.0) -> Case:
    return Case(START + starts, START + starts, RESUMED, Way("P", term, term, 0.0, legs))


def played(teams: list[Team], cases: list[Case], ends: float = 1e6, **more: object) -> list[float]:
    crew = Crew(GRID, teams, **more)  # type: ignore[arg-type]
    return [at - START for at in play(crew, cases, (), begins=START, ends=START + ends).ended]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2000), st.integers(1, 300)), min_size=1, max_size=40),
    st.integers(1, 4),
)
def test_a_queue_is_served_as_the_plain_recursion_says(jobs: list[tuple[int, int]], officers: int) -> None:
    jobs.sort(key=lambda job: job[0])
    team = Team("U", "leader", "sign", tuple("abcd"[:officers]))
    found = played([team], [case(came, leg(hands_on=takes)) for came, takes in jobs])
    told = served([float(came) for came, _ in jobs], [float(takes) for _, takes in jobs], officers)
    assert found == pytest.approx([done for _taken, done, _who in told])


def test_one_arrival_every_ten_minutes_served_in_twenty_makes_a_queue_that_grows_by_one_half() -> None:
    cases = [case(10.0 * n, leg(hands_on=20.0)) for n in range(100)]
    found = play(Crew(GRID, [ONE]), cases, (), begins=START, ends=START + 1000.0)
    assert sum(ended < inf for ended in found.ended) == 49  # the fiftieth is closed in the last instant
    assert found.waiting == [50]
    assert found.in_hand == [1]


def test_a_second_officer_from_the_middle_on_stops_the_queue_from_growing() -> None:
    cases = [case(10.0 * n, leg(hands_on=20.0)) for n in range(100)]
    join = Join(START + 500.0, "b", frozenset({0}))
    found = play(Crew(GRID, [ONE], [join]), cases, (), begins=START, ends=START + 1000.0)
    assert found.waiting[0] == pytest.approx(25, abs=1)


def test_an_officer_who_leaves_ends_what_he_has_in_hand_and_takes_nothing_more() -> None:
    cases = [case(0.0, leg(hands_on=20.0)), case(1.0, leg(hands_on=20.0))]
    leave = Leave(START + 10.0, "a", frozenset({0}))
    assert played([ONE], cases, leaves=[leave]) == [20.0, inf]


@pytest.mark.parametrize("servers", [1, 2])
def test_the_share_within_a_term_is_that_of_the_closed_form(servers: int) -> None:
    rate, service, term = 0.7 * servers / 30, 30.0, 90.0
    arrivals = poisson(rate, 400_000, seed=servers)
    services = np.random.default_rng(9).exponential(service, len(arrivals))
    cases = [case(came, leg(hands_on=float(s))) for came, s in zip(arrivals, services, strict=True)]
    found = played([TWO if servers == 2 else ONE], cases)
    share = np.mean([done - came <= term for done, came in zip(found, arrivals, strict=True)])
    assert share == pytest.approx(sojourn_within(term, rate, service, servers), abs=0.02)


def test_parallel_opinions_run_beside_each_other_and_the_next_step_waits_for_the_last() -> None:
    ask, other = Team("A", "specialist", "consult", ("x",)), Team("B", "specialist", "consult", ("y",))
    way = (
        leg("start", 5.0),
        leg("opinion", 10.0, (0,), team=1),
        leg("opinion-2", 30.0, (0,), team=2),
        leg("sign", 5.0, (1, 2)),
    )
    assert played([ONE, ask, other], [case(0.0, *way)]) == [40.0]


def test_lying_and_being_elsewhere_take_time_but_nobodys_hands() -> None:
    cases = [case(0.0, leg(hands_on=10.0, pickup=100.0, elsewhere=50.0)) for _ in range(3)]
    assert played([ONE], cases) == [160.0, 170.0, 180.0]


def test_work_of_other_bodies_takes_hands_too() -> None:
    lent = [(START, 0, Spent(0.0, 100.0, 0.0))]
    found = play(Crew(GRID, [ONE]), [case(1.0, leg(hands_on=10.0))], lent, begins=START, ends=START + 500)
    assert found.ended == [START + 110.0]


def test_a_team_that_signs_on_tuesdays_signs_what_came_on_monday_on_tuesday() -> None:
    batched = ONE._replace(weekdays=frozenset({1}))
    assert played([batched], [case(30.0, leg(hands_on=10.0))]) == [480.0 + 10.0]
    assert played([ONE], [case(30.0, leg(hands_on=10.0))]) == [40.0]


def test_the_clock_stands_while_the_citizen_is_waited_for() -> None:
    found = play(
        Crew(GRID, [ONE]),
        [case(0.0, leg(hands_on=10.0, paused=5000.0))],
        (),
        begins=START,
        ends=START + 960.0,
    )
    assert found.stands == [True]
    assert found.ended == [inf]
