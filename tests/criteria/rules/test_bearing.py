"""What late dossiers lost, over steps and holders: exact at every level."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from motcua.criteria.rules.bearing import Holder, LateDossier, Round, borne
from motcua.criteria.rules.shapley import split

HOLDERS = [Holder("an", "U1", "B"), Holder("binh", "U1", "B"), Holder("", "U2", "B")]
ROUNDS = st.lists(
    st.builds(Round, st.sampled_from("abcd"), st.sampled_from(HOLDERS), st.integers(-60, 240)), max_size=7
)
DOSSIERS = st.lists(
    st.builds(
        LateDossier,
        st.just("HS"),
        st.integers(-60, 300).map(lambda n: Fraction(n, 60)),
        st.integers(0, 500),
        ROUNDS.map(tuple),
    ),
    max_size=6,
)


@given(DOSSIERS)
def test_steps_and_what_none_bears_sum_to_the_dossiers(late):
    found = borne(late)
    assert found.total == sum((one.points for one in late), Fraction(0))
    assert sum((found.of(step) for step in found.by), found.too_slack) == found.total


@given(DOSSIERS)
def test_the_holders_of_a_step_sum_to_its_shapley_shares(late):
    found = borne(late)
    for step in "abcd":
        wanted = Fraction(0)
        for one in late:
            overruns = {}
            for round_ in one.rounds:
                if round_.overrun > 0:
                    overruns[round_.step] = overruns.get(round_.step, 0) + round_.overrun
            if step in overruns:
                wanted += one.points * split(overruns, one.lateness).fraction(step)
        assert found.of(step) == wanted


def test_two_rounds_of_a_step_bear_it_by_their_minutes():
    rounds = (Round("a", HOLDERS[0], 30), Round("a", HOLDERS[1], 10), Round("b", HOLDERS[2], -5))
    found = borne([LateDossier("HS", Fraction(4), 20, rounds)])
    assert found.by == {"a": {HOLDERS[0]: Fraction(3), HOLDERS[1]: Fraction(1)}}
    assert found.cases["a"] == 1


def test_where_every_step_kept_its_limit_the_limits_are_too_slack():
    found = borne([LateDossier("HS", Fraction(2), 600, (Round("a", HOLDERS[0], 20),))])
    assert (found.of("a"), found.too_slack) == (0, 2)
