"""What is remembered of full online service is what would be counted anew."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.criteria.models import Offer, Reader
from motcua.criteria.queries.services import INSTANT, Offered, offered
from motcua.criteria.rules.facts import OfferFact, digest_of

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
LEVELS = st.sampled_from(["full", "partial"])
OFFERS = st.lists(
    st.builds(
        OfferFact,
        body=st.sampled_from("AB"),
        procedure=st.sampled_from("xyz"),
        begins_at=st.integers(0, 6).map(lambda day: FIRST + timedelta(days=day)),
        ends_at=st.none() | st.integers(3, 9).map(lambda day: FIRST + timedelta(days=day)),
        online_level=LEVELS,
        eligible=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda one: (one.body, one.procedure, one.begins_at),
)
MOMENTS = [
    FIRST + timedelta(days=day) + shift for day in range(10) for shift in (-INSTANT, INSTANT * 0, INSTANT)
]


def one_by_one(facts, bodies, at):
    """Procedure by procedure, as said."""
    standing = [
        one
        for one in facts
        if one.body in bodies
        and one.eligible
        and one.begins_at < at
        and (one.ends_at is None or one.ends_at >= at)
    ]
    full = {one.procedure for one in standing if one.online_level == "full"}
    return Offered(len(full), len({one.procedure for one in standing}))


def known(facts):
    Offer.objects.all().delete()
    Offer.objects.bulk_create(Offer(**asdict(one), counted_at=FIRST, moved_in=1) for one in facts)
    Reader.objects.update_or_create(name="index", defaults={"horizon": FIRST, "offers": digest_of(facts)})


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=OFFERS, after=OFFERS)
def test_a_remembered_answer_is_that_of_the_offers_as_they_stand(db, before, after):
    for facts in (before, after, before):
        known(facts)
        for at in MOMENTS:
            for bodies in ("A", "AB"):
                assert offered(bodies, at) == one_by_one(facts, bodies, at)


def test_the_same_question_is_counted_once(django_assert_num_queries):
    known([OfferFact("A", "x", FIRST, online_level="full", eligible=True)])
    offered("A", FIRST + INSTANT)
    with django_assert_num_queries(1):
        assert offered("A", FIRST + timedelta(days=400)) == (1, 1)


def test_the_digest_does_not_ask_for_an_order():
    facts = [OfferFact("A", name, FIRST) for name in "xyz"]
    assert digest_of(facts) == digest_of(facts[::-1]) != digest_of(facts[1:])
