"""Points over steps, units and positions: they sum exactly, whatever the overruns."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from motcua.bottlenecks.rules.diagnosis.bearing import Late, carried, contributions
from motcua.bottlenecks.rules.diagnosis.concluding import concluded
from motcua.bottlenecks.rules.diagnosis.steps import by_dossier
from tests.bottlenecks.diagnosis.making import rounds, row

STEPS = st.lists(
    st.tuples(
        st.sampled_from("abc"), st.sampled_from(["an", "binh", ""]), st.integers(0, 60), st.integers(1, 30)
    ),
    max_size=6,
)
DOSSIERS = st.lists(st.tuples(STEPS, st.integers(1, 120), st.integers(1, 9)), min_size=1, max_size=5)


def lived(dossiers):
    """One step after the other; each dossier ends with its last."""
    rows, late = [], []
    for number, (steps, lateness, points) in enumerate(dossiers):
        now = 0
        for place, (step, officer, minutes, limit) in enumerate(steps, start=1):
            rows.append(
                row(
                    str(number),
                    step,
                    now,
                    taken=now,
                    closed=now + minutes,
                    limit=limit,
                    officer=officer,
                    round=place,
                )
            )
            now += minutes
        late.append((str(number), Fraction(points, 7), lateness))
    told = rounds(*rows)
    until = max((one.done for one in told), default=0)
    return told, [Late(*one, until) for one in late]


@given(DOSSIERS, st.booleans())
def test_contributions_and_the_residual_sum_to_the_points_lost(dossiers, by_step):
    told, late = lived(dossiers)
    found = carried(late, by_dossier(told), by_step=by_step)
    rows = contributions(found, told, by_step=by_step)
    assert sum((one.points for one in rows), found.too_slack) == sum(one.points for one in late)


@given(DOSSIERS)
def test_a_step_saves_the_dossiers_whose_lateness_its_own_overrun_covers(dossiers):
    told, late = lived(dossiers)
    found = carried(late, by_dossier(told), by_step=True)
    for step in "abc":
        over = {
            one.code: sum(max(0, r.over) for r in told if (r.row.code, r.row.step) == (one.code, step))
            for one in late
        }
        expected = {one.code for one in late if over[one.code] >= one.lateness}
        keys = [key for key in found.saved if key.step == step]
        assert {code for key in keys for code in found.saved[key]} == expected


def test_limits_that_are_too_slack_belong_to_no_step():
    told = rounds(row("1", "a", 0, taken=0, closed=10, limit=30))
    found = carried([Late("1", Fraction(1), 5, told[0].done)], by_dossier(told), by_step=True)
    assert (found.by, found.too_slack) == ({}, 1)
    assert concluded(found, told, ["1"], by_step=True, one_holder=60, most=Fraction(1), sample=20) is None


def test_what_a_step_ran_over_after_the_dossier_ended_counts_not():
    told = rounds(row("1", "a", 0, taken=0, closed=100, limit=10))
    begun = told[0].begun
    found = carried([Late("1", Fraction(1), 5, begun + 12)], by_dossier(told), by_step=True)
    assert found.too_slack == 1


def conclusion(*rows, late, one_holder=60):
    told = rounds(*rows)
    until = max(one.done for one in told)
    found = carried(
        [Late(code, Fraction(1), minutes, until) for code, minutes in late], by_dossier(told), by_step=True
    )
    return concluded(
        found, told, [code for code, _ in late],
        by_step=True, one_holder=one_holder, most=Fraction(len(late)), sample=20,
    )  # fmt: skip


def test_the_conclusion_names_the_step_that_bears_most_and_what_its_limit_gives_back():
    one = conclusion(
        row("1", "a", 0, taken=90, closed=100, limit=10), row("2", "a", 0, taken=50, closed=60, limit=10),
        row("2", "b", 60, taken=60, closed=80, limit=5, officer="binh", unit="B-NV"),
        late=[("1", 30), ("2", 60)],
    )  # fmt: skip
    assert (one.key.step, one.holder.officer, one.late, one.of, one.through) == ("a", "an", 2, 2, 2)
    assert (one.saved, one.regained) == (1, 1)
    assert (one.waiting, one.processing, one.limit, one.waits) == (50, 10, 10, True)


def test_no_officer_is_singled_out_where_several_bear_the_step():
    one = conclusion(
        row("1", "a", 0, taken=0, closed=50, limit=10), row("2", "a", 0, taken=0, closed=50, limit=10, officer="binh"),
        late=[("1", 5), ("2", 5)],
    )  # fmt: skip
    assert (one.holder.officer, one.holder.unit, one.through) == ("", "B-LD", 2)
