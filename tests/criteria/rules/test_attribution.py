"""The misses of many cases, split at once as one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.criteria.rules.attribution import attributed
from motcua.criteria.rules.shapley import split

CASES = st.lists(
    st.tuples(st.lists(st.integers(1, 240), max_size=10), st.integers(-5, 700)), min_size=1, max_size=12
)


def split_at_once(cases):
    case = np.array([number for number, (minutes, _) in enumerate(cases) for _ in minutes], np.int64)
    over = np.array([one for minutes, _ in cases for one in minutes], np.int64)
    return attributed(case, over, np.array([late for _, late in cases], np.int64))


@given(CASES)
def test_every_case_is_split_as_alone_however_many_steps_it_had(cases):
    found, at = split_at_once(cases), 0
    for (minutes, late), slack in zip(cases, found.too_slack.tolist(), strict=True):
        alone = split(dict(enumerate(minutes)), late)
        shares = found.shares[at : at + len(minutes)].tolist()
        at += len(minutes)
        times = found.common // alone.common
        assert [*shares, slack] == [times * share for share in (*alone.of.values(), alone.too_slack)]


@given(CASES)
def test_each_case_is_borne_once(cases):
    found = split_at_once(cases)
    assert found.shares.sum() + found.too_slack.sum() == found.common * len(cases)


@pytest.mark.parametrize(("case", "over"), [([1, 0], [5, 5]), ([0, 1], [5, 0])])
def test_cases_out_of_order_and_overruns_of_nothing_are_refused(case, over):
    with pytest.raises(ValueError, match="ascending"):
        attributed(np.array(case), np.array(over), np.array([9, 9]))
