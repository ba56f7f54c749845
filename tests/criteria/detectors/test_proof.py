"""How much planted cheating is found, and how often honest bodies are asked: what `motcua bench detectors` measures."""

import pytest

from motcua.criteria.benchmarks.detectors import (
    ALL_FAKES,
    BODIES,
    SLOW,
    TENTH,
    Spike,
    ask,
    false_alarms,
    prove_fakes,
    prove_habits,
    prove_seals,
    spike_power,
)
from motcua.criteria.benchmarks.invented import honest

HONEST_ROUNDS = 6
BUREAUS = (
    0.02  # the share of bodies where somebody files for others with his own phone: they are asked, rightly
)


@pytest.fixture(scope="module")
def needless():
    return false_alarms(11, rounds=HONEST_ROUNDS)


def test_made_up_dossiers_are_found_and_others_left_in_peace():
    rows = {row.detector: row for row in prove_fakes(12, rounds=3)}
    assert rows[ALL_FAKES].planted > 1_400
    assert rows[ALL_FAKES].recall >= 0.95
    assert rows[ALL_FAKES].precision >= 0.8
    assert {row.detector: row.recall for row in rows.values() if row.recall < 0.88} == {}
    assert {row.detector: row.precision for row in rows.values() if row.precision < 0.8} == {}


def test_bodies_with_a_habit_are_found_and_others_left_in_peace():
    rows = prove_habits(12, rounds=2)
    assert {row.detector: row.recall for row in rows if row.recall < 0.75} == {}
    assert {row.detector: row.precision for row in rows if row.precision is None or row.precision < 0.8} == {}


def test_one_end_of_ten_moved_before_due_is_found_at_two_thousand():
    power = spike_power(TENTH, rounds=4, seed=12)
    assert power.found == 1
    assert power.others <= 2  # of 116


def test_one_late_end_of_ten_moved_to_the_last_minutes_is_mostly_found_at_two_thousand():
    assert spike_power(Spike(2_000, 0.1, of_all=False, minutes=15), rounds=4, seed=12).found >= 0.75


def test_a_body_that_moves_nothing_is_not_found():
    assert spike_power(Spike(2_000, 0.0, of_all=True, minutes=60), rounds=4, seed=12).found == 0


def test_a_sealer_that_stood_still_is_found_and_one_that_did_not_is_not():
    row = prove_seals(12, rounds=3)
    assert (row.recall, row.precision) == (1, 1)


def test_honest_bodies_are_seldom_asked(needless):
    months = HONEST_ROUNDS * BODIES
    most = {"shared_phone": 2 * BUREAUS * months}
    assert {code: asked for code, asked in needless.items() if asked > most.get(code, 0.01 * months)} == {}


def test_slow_bodies_are_not_cheats():
    asked = {one.detector for number in range(3) for one in ask(honest(13_000 + number, manner=SLOW))}
    assert "deadline_spike" not in asked


def test_the_same_seed_gives_the_same_findings():
    assert ask(honest(5, dossiers=2_000)) == ask(honest(5, dossiers=2_000))
