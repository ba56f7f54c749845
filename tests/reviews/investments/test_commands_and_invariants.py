"""What the command line says of recommendations and investments, and what must always hold of both."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from motcua.clock.queries import now
from motcua.reviews.invariants import (
    money_follows_from_entries,
    notes_belong_to_entries,
    series_have_no_gaps,
    states_follow_from_entries,
)
from motcua.reviews.models import Investment, InvestmentNote, Recommendation, Series
from tests.directives.making import make_province
from tests.reviews.investments.making import CONTRACTED, about, in_month, in_use, proposed, tell_history
from tests.reviews.recommendations.making import carried_out, drafted, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return make_province()


def said(*words, **options):
    out = StringIO()
    call_command(*words, **options, json=True, stdout=out)
    return json.loads(out.getvalue())


def test_recommendations_are_listed_unanswered_first_and_reminded_once(province):
    old = sent(province, at=now() - timedelta(days=90))
    fresh = sent(province, receiver="VPCP")
    rows = said("recommendations", "list")
    assert [row["code"] for row in rows] == [old.code, fresh.code]
    assert rows[0]["working_days_left"] < 0 < rows[1]["working_days_left"]
    assert [row["code"] for row in said("recommendations", "list", receiver="VPCP")] == [fresh.code]
    assert [row["code"] for row in said("recommendations", "list", which="overdue")] == [old.code]
    assert said("recommendations", "remind") == {"unanswered": [old.code]}
    assert said("recommendations", "remind") == {"unanswered": []}


def test_investments_are_measured_and_listed_with_what_a_point_cost(province):
    tell_history(province, better_from=6)
    one = in_use(province, at=in_month(7), **about(province))
    assert said("investments", "watch") == {"measured": {one.code: "met"}, "waiting": []}
    (row,) = said("investments", "list", which="in-use")
    assert (row["contracted"], row["measured"]["verdict"]) == (CONTRACTED, "met")
    assert row["dong_a_point"] == pytest.approx(CONTRACTED / float(row["measured"]["points"]), rel=1e-6)
    assert said("investments", "list", which="running") == []


def broken(check):
    return list(check())


def test_what_was_made_by_the_verbs_holds_together(province):
    carried_out(province)
    drafted(province)
    in_use(province)
    for check in (
        states_follow_from_entries, money_follows_from_entries, series_have_no_gaps, notes_belong_to_entries,
    ):  # fmt: skip
        assert broken(check) == []


def test_what_was_changed_past_the_verbs_is_seen(province):
    one, asked = in_use(province), drafted(province)
    Investment.objects.filter(pk=one.pk).update(paid=1)
    assert one.code in broken(money_follows_from_entries)[0]
    Recommendation.objects.filter(pk=asked.pk).update(state="withdrawn")
    assert asked.code in broken(states_follow_from_entries)[0]
    Series.objects.update(last=7)
    assert len(broken(series_have_no_gaps)) == 2
    InvestmentNote.objects.filter(act="pay").update(entry=99)
    assert one.code in broken(notes_belong_to_entries)[0]
    Investment.objects.filter(pk=proposed(province).pk).delete()
    assert any("there is no such thing" in line for line in broken(states_follow_from_entries))
