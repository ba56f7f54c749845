"""What the data file says of the detectors."""

import string

import pytest
import yaml

from motcua.criteria.rules.detectors import DETECTORS, detectors
from motcua.criteria.rules.detectors.asking import SEAL_GAPS
from motcua.criteria.rules.detectors.told import PATH, share_of_needless

ROWS = yaml.safe_load(PATH.read_text(encoding="utf-8"))
LIMITS = [
    pytest.param(told, id=f"{row['code']} {name}")
    for row in ROWS["detectors"]
    for name, told in row["thresholds"].items()
]


def test_every_detector_is_told_of_and_every_told_one_exists():
    assert list(detectors()) == [*DETECTORS, SEAL_GAPS]


@pytest.mark.parametrize("told", [*LIMITS, ROWS["false_discoveries"], ROWS["most_chance"]])
def test_every_threshold_has_its_reason_and_says_how_sure_it_is(told):
    assert set(told) == {"value", "reason", "confidence"}
    assert len(told["reason"]) > 10
    assert told["confidence"] in {"found", "known", "fitted", "observed", "unsure"}


@pytest.mark.parametrize("told", detectors().values(), ids=lambda told: told.code)
def test_every_question_is_put_in_both_languages_with_the_same_facts(told):
    named = [
        {name for _t, name, _s, _c in string.Formatter().parse(text) if name}
        for text in (told.asks.vi, told.asks.en)
    ]
    assert named[0] == named[1]
    assert told.asks.vi.rstrip().endswith("?")
    assert told.asks.en.rstrip().endswith("?")
    assert told.name.vi
    assert told.name.en


def test_numbers_are_written_as_each_language_does():
    told = detectors()["refuse_refile"]
    question = told.question({"count": 1234, "days": 30, "expected": 56.7})
    assert "1.234" in question.vi
    assert "56,7" in question.vi
    assert "1,234" in question.en
    assert "56.7" in question.en


def test_one_question_in_twenty_may_be_about_nothing():
    assert share_of_needless() == 0.05
