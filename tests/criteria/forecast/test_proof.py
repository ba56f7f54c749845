"""The proof, on offices in which lateness can be seen coming, and on a public log."""

import numpy as np
import pytest

from motcua.criteria.benchmarks.forecasts import receipt
from motcua.criteria.benchmarks.forecasts.proving import coverage, halfway, proof
from motcua.criteria.rules.forecast import History, Model, late_probabilities
from motcua.criteria.rules.forecast.learning import FEW_LATE, fit
from motcua.criteria.rules.forecast.moments import whole
from motcua.criteria.rules.forecast.proof import judge
from motcua.criteria.rules.forecast.scoring import brier, figures
from tests.criteria.forecast.making import calendar, history, learned, lived
from tests.criteria.logs.making import SHARED, needs_public_logs

SEED = 1


def judged(seed=SEED):
    told, ends = history(seed), lived(seed)[1]
    return judge(told, whole(halfway(told, ends)), whole(ends), parts=2)


def test_the_model_says_more_than_the_base_rate_and_the_mean_remaining_time():
    told = proof(history(SEED), halfway(history(SEED), lived(SEED)[1]), lived(SEED)[1], parts=2)
    for other in ("base_rate", "mean_remaining"):
        assert told["model"]["brier"] < 0.8 * told[other]["brier"]
        assert told["model"]["calibration_error"] < told[other]["calibration_error"]
    assert told["brier_below_mean_remaining_95"][0] > 0


def test_the_same_chances_given_to_other_dossiers_say_nothing():
    told = judged()
    shuffled = np.random.default_rng(0).permutation(told.said)
    assert figures(shuffled, told.came).auc < 0.55
    assert brier(shuffled, told.came) > brier(np.full(len(shuffled), told.came.mean()), told.came)


def test_only_dossiers_that_were_open_and_in_time_are_judged():
    told, one = history(SEED), judged()
    dossier, at = one.rows
    assert (told.received[dossier] < at).all()
    assert (told.ended[dossier] >= at).all()
    assert (told.late[dossier] >= at).all()


def test_the_share_at_the_end_of_a_month_lies_in_its_interval_about_as_often_as_is_said():
    told = coverage(history(SEED), halfway(history(SEED), lived(SEED)[1]), lived(SEED)[1])
    assert told["foretold"] >= 30
    assert told["within_95"] >= 0.9
    assert 0.7 <= told["within_80"] < 1
    assert told["mean_miss"] < told["mean_miss_if_held_at_today"]


def test_the_same_history_and_seed_give_the_same_model_and_its_text_is_the_model():
    ends = lived(SEED)[1]
    again = fit(History(lived(SEED)[0], calendar()), ends)
    assert again.to_json() == learned(SEED).to_json()
    read = Model.from_json(again.to_json())
    assert late_probabilities(read, history(SEED), ends) == late_probabilities(
        learned(SEED), history(SEED), ends
    )


def test_too_few_late_ones_give_a_weak_model_without_reasons():
    courses, _ = lived(SEED)
    ends = courses[150].received_at
    few = History(courses, calendar())
    model = fit(few, ends)
    assert model.weak
    assert model.late < FEW_LATE or model.dossiers < 200
    found = [one for one in late_probabilities(model, few, ends) if one.probability < 1]
    assert found
    assert all(one.reasons == () or one.reasons[0].matter == "body-often-late" for one in found)


@needs_public_logs
def test_on_the_public_log_the_model_beats_both_baselines():
    courses = receipt.receipt(SHARED / "receipt.xes.gz")
    ends = max(stay.opened_at for one in courses for stay in one.stays)
    told = History(courses, receipt.calendar())
    found = proof(told, halfway(told, ends), ends, parts=1)
    assert found["model"]["brier"] < found["base_rate"]["brier"]
    assert found["brier_below_mean_remaining_95"][0] > 0
    assert found["model"]["calibration_error"] < found["mean_remaining"]["calibration_error"]
    assert (
        found["model"]["calibration_error"] < found["model"]["calibration_error_if_right"][1]
    )  # luck would do it
    assert (
        found["mean_remaining"]["calibration_error"]
        > found["mean_remaining"]["calibration_error_if_right"][1]
    )
    assert found["calibration_error_below_95"]["mean_remaining"]["by_dossier"][0] > 0


@needs_public_logs
@pytest.mark.parametrize("name", ["receipt.xes.gz", "receipt.csv.gz"])
def test_the_public_log_tells_as_many_late_cases_as_were_counted_by_hand(name):
    courses = receipt.receipt(SHARED / name)
    ends = max(stay.opened_at for one in courses for stay in one.stays)
    assert len(courses) == 1434
    assert sum(one.late_at is not None and one.ended_at is not None for one in courses) == 1329 - 952
    late_and_open = [one for one in courses if one.ended_at is None and one.late_at and one.late_at < ends]
    assert len(late_and_open) == 39
