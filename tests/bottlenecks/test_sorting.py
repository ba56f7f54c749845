"""Orders that loops over logs rest on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.bottlenecks.rules.sorting import sort_by


@given(keys=st.lists(st.integers(-5, 5) | st.integers(-(2**62), 2**62)))
def test_places_are_put_in_the_order_of_their_keys_and_equal_ones_stay(keys):
    assert ordered(np.array(keys, np.int64)) == sorted(range(len(keys)), key=lambda place: keys[place])


@pytest.mark.parametrize("swapped", [0, 20, 5_000])
def test_it_does_not_matter_how_far_the_keys_are_from_their_order(swapped):
    dice = np.random.default_rng(swapped)
    keys = np.sort(dice.integers(0, 400, 2_000))
    for one, other in dice.integers(0, keys.size, (swapped, 2)):
        keys[[one, other]] = keys[[other, one]]
    assert ordered(keys) == np.argsort(keys, kind="stable").tolist()


def ordered(keys):
    order, spare = np.arange(keys.size), np.empty(keys.size, np.int64)
    sort_by(keys, order, spare)
    return order.tolist()
