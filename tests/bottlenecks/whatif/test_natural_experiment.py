"""The whole way, from recorded facts to an answer, on offices of which the effect of a change is known."""

from dataclasses import replace

import numpy as np
import pytest

from motcua.bottlenecks.rules.whatif.answers import Answer, Question, Window, ask, count
from motcua.bottlenecks.rules.whatif.changes import Batch, Change, Limit, Officers, Paper
from motcua.bottlenecks.rules.whatif.learning import Elasticity, Model, TooLittle, learn
from motcua.bottlenecks.rules.whatif.norms import norms
from motcua.bottlenecks.rules.whatif.past import Mark, Past, as_of
from tests.bottlenecks.whatif.making import DAY, FEW, GRID, START, office, poisson, sojourn_within

WEEKS = 12
UNTIL = WEEKS * 5 * DAY
NEXT = Window(START + UNTIL, START + UNTIL + 20 * DAY)


def learned(past: Past) -> Model:
    at = START + UNTIL
    return learn(as_of(past, at), at, GRID, FEW)


def answered(past: Past, *changes: Change, replications: int = 60) -> Answer:
    return ask(learned(past), changes, Question(NEXT), replications=replications, seed=3)


def test_a_second_officer_in_a_random_office_brings_what_queueing_theory_says() -> None:
    rate, service, term = 0.85 / 30, 30.0, 240.0
    arrivals = poisson(rate, UNTIL, seed=11)
    services = np.random.default_rng(12).exponential(service, len(arrivals)).tolist()
    past = office(arrivals, services, term=term)
    found = answered(past, Officers("U", "leader", 1)).on_time
    assert found.base is not None
    assert found.scenario is not None
    assert found.difference is not None
    one, two = (sojourn_within(term, rate, service, servers) for servers in (1, 2))
    assert found.base.low <= one <= found.base.high
    assert found.scenario.mean == pytest.approx(two, abs=0.02)
    assert found.difference.low > 0
    assert found.difference.low <= two - one <= found.difference.high


def test_an_office_that_gets_more_than_it_can_do_falls_behind_by_the_difference_and_a_second_officer_ends_that() -> (
    None
):
    """D/D/1: one every 20 minutes, 24 minutes each, so a sixth of what comes stays: 4 a day; two do 40 a day."""
    arrivals = [20.0 * n for n in range(int(UNTIL / 20))]
    past = office(arrivals, [24.0] * len(arrivals), term=480.0)
    already = sum(trip.ended >= START + UNTIL for trip in past.trips)
    assert already == pytest.approx(4 * 60, abs=2)
    found = answered(past, Officers("U", "leader", 1), replications=5)
    queue = next(one for one in found.queues if one.unit == "U").waiting
    assert queue.base is not None
    assert queue.scenario is not None
    assert queue.base.mean == pytest.approx(4 * 80, abs=4)
    assert queue.scenario.mean < 2
    assert found.finished.base is not None
    assert found.finished.base.mean == pytest.approx(20 * 20, abs=3)
    assert found.finished.scenario is not None
    assert found.finished.scenario.mean == pytest.approx(20 * 24 + already, abs=5)


def test_an_officer_who_comes_when_half_of_the_period_is_over_halves_what_he_could_finish() -> None:
    arrivals = [20.0 * n for n in range(int(UNTIL / 20))]
    past = office(arrivals, [40.0] * len(arrivals), term=480.0)
    begins = GRID.calendar.date_of(GRID.day(NEXT.begins + 10 * DAY))
    found = answered(past, Officers("U", "leader", 1, begins), replications=3).finished
    assert found.difference is not None
    assert found.difference.mean == pytest.approx(10 * 12, abs=2)


def test_no_change_gives_no_difference_at_all() -> None:
    arrivals = poisson(1 / 40, UNTIL, seed=2)
    found = answered(office(arrivals, [30.0] * len(arrivals)), replications=10)
    assert found.on_time.difference == (0.0, 0.0, 0.0)
    assert found.better == 0


def test_the_same_question_and_seed_give_the_same_answer_and_another_seed_another() -> None:
    arrivals = poisson(1 / 35, UNTIL, seed=2)
    model = learned(office(arrivals, [30.0] * len(arrivals)))
    one, again, other = (
        ask(model, [Officers("U", "leader", 1)], Question(NEXT), replications=5, seed=seed)
        for seed in (1, 1, 2)
    )
    assert one == again
    assert one.finished != other.finished


def test_what_is_recorded_after_the_moment_cannot_be_learned() -> None:
    """Two worlds that differ only from the moment on give one model."""
    arrivals = poisson(1 / 35, 2 * UNTIL, seed=2)
    services = [30.0] * len(arrivals)
    late = [90.0 if came >= UNTIL else 30.0 for came in arrivals]
    answers = [answered(office(arrivals, takes), replications=3) for takes in (services, late)]
    assert answers[0] == answers[1]


def test_dossiers_that_are_open_are_finished_before_those_to_come() -> None:
    arrivals = sorted([DAY * n for n in range(60)] + [UNTIL - 10 + n for n in range(10)])
    past = office(arrivals, [60.0] * len(arrivals))
    model = learned(past)
    assert len(model.open) >= 9
    found = ask(model, (), Question(Window(model.at, model.at + 600)), replications=3, seed=1)
    assert found.finished.base is not None
    assert found.finished.base.mean >= 9


def with_asked(past: Past, every: int, paper: str, wait: float) -> Past:
    """Every so many-th dossier is asked for a paper before it is taken, and waits for the citizen."""
    trips = []
    for number, trip in enumerate(past.trips):
        stay = trip.stays[0]
        if number % every or stay.closed - stay.taken > 1e6:
            trips.append(trip)
            continue
        asked, given = stay.taken + 1, stay.taken + 1 + wait
        due = trip.marks[0].due
        marks = (trip.marks[0], Mark(asked, due, True, (paper,)), Mark(given, due + wait))
        moved = stay._replace(closed=stay.closed + wait)
        trips.append(replace(trip, marks=marks, stays=(moved,), ended=moved.closed))
    return Past(tuple(trips))


def test_dropping_a_paper_ends_the_waits_for_it_and_for_nothing_else() -> None:
    arrivals = [60.0 * n for n in range(int(UNTIL / 60))]
    past = with_asked(office(arrivals, [10.0] * len(arrivals)), 4, "giay", 12_000.0)
    model = learned(past)
    found = ask(model, [Paper("P", "giay")], Question(NEXT), replications=20, seed=1)
    assert found.finished.base is not None
    assert found.finished.scenario is not None
    assert found.finished.scenario.mean > found.finished.base.mean
    none = ask(model, [Paper("P", "khac")], Question(NEXT), replications=5, seed=1)
    assert none.finished.difference == (0.0, 0.0, 0.0)


def test_signing_every_day_instead_of_on_two_weekdays_ends_the_wait_for_the_day() -> None:
    """What comes on other days waits for Tuesday or Thursday; a term of one day is then kept by some only."""
    trips = []
    for trip in office([80.0 * n for n in range(int(UNTIL / 80))], [5.0] * int(UNTIL / 80), term=DAY).trips:
        taken = GRID.next_on(trip.received, frozenset({1, 3}))
        ended = taken + 5.0
        late = trip.marks[0].due if ended > trip.marks[0].due else float("inf")
        stay = trip.stays[0]._replace(taken=taken, closed=ended)
        trips.append(replace(trip, stays=(stay,), ended=ended, late=late))
    past = Past(tuple(trips))
    model = learned(past)
    assert [team.weekdays for team in model.teams] == [frozenset({1, 3})]
    found = ask(model, [Batch("U", "leader")], Question(NEXT), replications=20, seed=1).on_time
    assert found.base is not None
    assert found.scenario is not None
    real = count(past, Window(START + UNTIL / 2, START + UNTIL)).on_time
    assert real is not None
    assert found.base.mean == pytest.approx(real, abs=0.12)
    assert found.scenario.mean > 0.99


def test_another_limit_moves_times_by_the_learned_power() -> None:
    arrivals = [60.0 * n for n in range(int(UNTIL / 60))]
    past = office(arrivals, [10.0] * len(arrivals))
    lying = Past(
        tuple(
            replace(
                trip,
                stays=(trip.stays[0]._replace(taken=trip.received + 200, closed=trip.received + 210),),
                ended=trip.received + 210,
            )
            for trip in past.trips
        )
    )
    model = replace(learned(lying), elasticity=Elasticity(1.0, 0.0, 9))
    window = Question(Window(NEXT.begins, NEXT.ends))
    tight = replace(model, ways=tuple(way._replace(term=150.0, first_term=150.0) for way in model.ways))
    found = ask(tight, [Limit("ky", 120.0)], window, replications=5, seed=1).on_time
    assert found.base is not None
    assert found.scenario is not None
    assert found.base.mean < 0.05  # 210 minutes against 150
    assert found.scenario.mean > 0.95  # the limit is halved: 100 and 10 minutes


@pytest.mark.parametrize(("dossiers", "what"), [(20, "dossiers"), (100, "weeks")])
def test_with_too_little_to_learn_from_there_is_no_answer(dossiers: int, what: str) -> None:
    past = office([10.0 * n for n in range(dossiers)], [1.0] * dossiers)
    with pytest.raises(TooLittle) as told:
        learn(past, START + 4 * DAY, GRID, norms())
    assert told.value.what == what
    assert told.value.found < told.value.needed
