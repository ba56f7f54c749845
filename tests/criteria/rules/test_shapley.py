"""Whose overrun it was: exact, equal to the plain reading over all orders, and whole."""

from collections import Counter
from itertools import permutations
from math import lcm

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.criteria.rules.shapley import denominator, split, split_all

MINUTES = st.integers(-60, 240)
LATE = st.integers(0, 600)


def by_all_orders(overruns, late):
    """In every order in which steps could be mended, who is the one that saves the dossier? None: nobody."""
    saved = Counter()
    orders = list(permutations(overruns))
    for order in orders:
        won = 0
        for step in order:
            won += max(overruns[step], 0)
            if won >= max(late, 1):
                saved[step] += 1
                break
        else:
            saved[None] += 1
    return saved, len(orders)


@settings(max_examples=200)
@given(minutes=st.lists(MINUTES, min_size=1, max_size=6), late=LATE)
def test_shares_are_those_of_all_orders(minutes, late):
    overruns = dict(enumerate(minutes))
    saved, orders = by_all_orders(overruns, late)
    found = split(overruns, late)
    assert found.common == lcm(*range(1, len(minutes) + 1))
    for step in overruns:
        assert found.of[step] * orders == saved[step] * found.common
    assert found.too_slack * orders == saved[None] * found.common


@given(minutes=st.lists(MINUTES, min_size=1, max_size=12), late=LATE)
def test_the_shares_of_a_dossier_are_one_miss(minutes, late):
    found = split(dict(enumerate(minutes)), late)
    assert sum(found.of.values()) + found.too_slack == found.common
    assert all(share >= 0 for share in found.of.values())


@given(minutes=st.lists(MINUTES, min_size=1, max_size=10), late=LATE)
def test_a_step_within_its_limit_bears_nothing_and_changes_nobodys_part(minutes, late):
    overruns = dict(enumerate(minutes))
    with_another = split(overruns | {"in time": -5}, late)
    alone = split(overruns, late)
    assert with_another.of["in time"] == 0
    for step in overruns:
        assert with_another.fraction(step) == alone.fraction(step)


@given(minutes=st.lists(st.integers(1, 240), min_size=2, max_size=8), late=LATE)
def test_who_overran_more_bears_no_less(minutes, late):
    shares = split(dict(enumerate(sorted(minutes))), late).of
    assert [shares[n] for n in range(len(minutes))] == sorted(shares.values())


def test_one_step_that_alone_made_it_late_bears_it_alone():
    assert split({"appraise": 300, "sign": 20}, 300).of == {"appraise": 2, "sign": 0}


def test_two_that_were_both_needed_bear_half_each():
    assert split({"appraise": 60, "sign": 60}, 100).of == {"appraise": 1, "sign": 1}


def test_limits_too_slack_are_nobodys_fault():
    found = split({"appraise": 30, "sign": 10}, 100)
    assert (found.of, found.too_slack) == ({"appraise": 0, "sign": 0}, found.common)
    assert split({}, 100).too_slack == 1


@settings(max_examples=100)
@given(
    rows=st.integers(1, 8).flatmap(
        lambda steps: st.lists(
            st.tuples(st.lists(MINUTES, min_size=steps, max_size=steps), LATE), min_size=1, max_size=20
        )
    )
)
def test_many_at_once_are_split_as_one_by_one(rows):
    overruns = np.array([minutes for minutes, _ in rows])
    late = np.array([late for _, late in rows])
    found = split_all(overruns, late)
    for row, (minutes, lateness) in zip(found, rows, strict=True):
        alone = split(dict(enumerate(minutes)), lateness)
        assert list(row) == [*alone.of.values(), alone.too_slack]


def test_many_at_once_across_the_blocks_in_which_they_are_counted():
    generator = np.random.default_rng(1)
    overruns, late = generator.integers(-50, 500, (40_000, 5)), generator.integers(1, 900, 40_000)
    found = split_all(overruns, late)
    assert (found.sum(axis=1) == denominator(5)).all()
    for row in (0, 16_383, 16_384, 39_999):
        alone = split(dict(enumerate(overruns[row].tolist())), int(late[row]))
        assert found[row].tolist() == [*alone.of.values(), alone.too_slack]


def test_more_kinds_of_steps_than_fit_are_refused():
    with pytest.raises(ValueError, match="at most 8"):
        split_all(np.zeros((1, 9), np.int64), np.ones(1, np.int64))
