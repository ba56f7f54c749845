"""The stand-alone program computes what the house computes, whatever the counters: two hands, one answer."""

import json
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.criteria.rules.frozen import ANSWER, Place, Scored, digest_of, figures, folded
from motcua.criteria.rules.ranking import ranks
from motcua.criteria.rules.reading_counters import shipped as shipped_counters
from motcua.criteria.rules.sets import shipped
from motcua.criteria.standalone import recompute
from motcua.kernel.bilingual import Text

PLACES = [
    Place("VN", Text("Cả nước"), "nation", ""),
    Place("P", Text("Tỉnh"), "province", "VN"),
    Place("D1", Text("Sở 1"), "department", "P"),
    Place("D2", Text("Sở 2"), "department", "P"),
    Place("C1", Text("Xã 1"), "commune", "P"),
    Place("C2", Text("Xã 2"), "commune", "P"),
]
HORIZON = datetime(2026, 11, 1, tzinfo=UTC).isoformat()
NAMES = sorted(shipped_counters().names)
SMALL = (0, 0, 0, 1, 2, 3, 5, 9, 10, 40)


@st.composite
def counted(draw):
    """Counters of every body: few and often nothing, so that every rule for nothing is met."""
    random = draw(st.randoms(use_true_random=False))
    return {place.code: {name: random.choice(SMALL) for name in NAMES} for place in PLACES[1:]}


def run_of(by, scored, body):
    answer = scored.answer(body, period="2026-10", version=1, horizon=HORIZON)
    told = {
        "format": recompute.FORMATS[0],
        "run": 1,
        "set": by.content,
        "set_digest": by.digest,
        "figures": scored.figures,
        "figures_digest": digest_of(scored.figures),
        "answer": answer,
        "answer_digest": digest_of(answer),
    }
    return json.loads(json.dumps(told))


@pytest.mark.parametrize("code", sorted(shipped()))
@settings(max_examples=15, deadline=None)
@given(now=counted(), before=counted(), months=st.sampled_from([1, 3, 12]))
def test_a_stranger_computes_the_same_bits_from_any_counters(code, now, before, months):
    by = shipped()[code]
    scored = Scored(by, figures(by, PLACES, now, before, shipped_counters()), months, shipped_counters())
    runs = {place.code: run_of(by, scored, place.code) for place in PLACES}
    for run in runs.values():
        report = recompute.check(run)
        assert report["differences"] == []
    found = {one["body"]: (one["score"], one["rank"]) for one in report["ranking"]}
    assert found == {code: (run["answer"]["score"], run["answer"]["rank"]) for code, run in runs.items()}


@given(now=counted())
def test_what_a_body_has_is_counted_once_at_each_body_above_it(now):
    by = shipped()["qd766-2022"]
    sums = folded(figures(by, PLACES, now, {}, shipped_counters()), "counts")
    for name, total in sums["VN"].items():
        assert total == sum(counts[name] for counts in now.values())
    assert sums["C1"]["received"] == now["C1"]["received"]


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.none() | st.fractions(0, 100, max_denominator=3)))
def test_a_rank_is_one_more_than_the_number_of_better_ones(scores):
    known = {code: one for code, one in scores.items() if one is not None}
    assert ranks(scores) == {
        code: 1 + sum(other > one for other in known.values()) for code, one in known.items()
    }


@pytest.mark.parametrize(
    "formula",
    ["received / finished", "received ** 2", "a.b", "f(1)", "[1]", "received if 1 else 2", "1.5", "'x'"],
)
def test_the_program_understands_sums_and_nothing_else(formula):
    with pytest.raises(recompute.BadError):
        recompute.evaluate(formula, {"received": 1, "finished": 2, "a": 1})


def test_the_program_rounds_halves_away_from_nothing():
    said = [str(recompute.rounded(Fraction(one), 1)) for one in ("0.25", "0.35", "-0.25", "0.249")]
    assert said == ["3/10", "2/5", "-3/10", "1/5"]


def test_both_know_the_same_format():
    assert recompute.FORMATS[2] == ANSWER
