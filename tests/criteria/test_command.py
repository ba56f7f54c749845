"""The command line of the index, through its own door."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from motcua.clock.queries import now
from motcua.criteria.rules.periods import month_of
from tests.criteria.test_following import open_dossier
from tests.factories.organizations import make_body

pytestmark = pytest.mark.django_db(transaction=True)


def say(*words):
    out = StringIO()
    call_command("criteria", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def month():
    make_body(code="B1")
    open_dossier("HS1", now() + timedelta(days=1))
    open_dossier("HS2", now() - timedelta(seconds=1))
    assert say("follow", "--once")["entries"] == 4
    return month_of(now()).code


def test_a_score_names_every_group_and_criterion_with_its_numbers(month):
    told = say("score", "--set", "qd766-2022", "--body", "B1", "--period", month)
    assert sum(group["max"] for group in told["groups"]) == 100
    criteria = {one["code"]: one for group in told["groups"] for one in group["criteria"]}
    assert (criteria["2.1"]["numerator"], criteria["2.1"]["denominator"]) == (1, 2)
    assert criteria["2.1"]["points"] == 10
    assert told["score"] == pytest.approx(sum(group["points"] for group in told["groups"]), abs=0.05)


def test_losses_of_the_parts_and_the_rest_sum_to_what_is_missing(month):
    told = say("explain", "--body", "VN", "--period", month)
    assert sum(told["parts"].values()) + sum(told["rest"].values()) == pytest.approx(told["lost"])


def test_the_facts_go_out_as_parquet_and_only_once(month, tmp_path):
    assert say("export", "--facts", str(tmp_path))["rows"]["dossier"] == 2
    assert not say("export", "--facts", str(tmp_path))["rows"].get("dossier")


def test_counters_that_are_right_are_said_to_be_right(month):
    assert say("reconcile")["differences"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--body", "nobody", "--period", "2026-10"], "nobody"),
        (["--body", "VN", "--period", "October"], "October"),
        (["--body", "VN", "--period", "2026-10", "--set", "mine"], "qd766-2022"),
    ],
)
def test_what_is_not_there_is_refused_with_what_there_is(words, said):
    with pytest.raises(CommandError, match=said):
        say("score", *words)
